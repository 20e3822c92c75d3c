using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>A move of a card dies at every request to storage, before and after the request took effect.</summary>
public sealed class MoveCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    public static TheoryData<string, int, TransportFault> Moves
    {
        get
        {
            var moves = new TheoryData<string, int, TransportFault>();
            foreach (var move in new[] { "suspension", "reinstatement", "revocation" })
            {
                foreach (var retries in new[] { 0, 1 })
                {
                    // A client that tries again makes good by itself what was not sent: the adapters' wire tests hold that.
                    if (retries == 0)
                    {
                        moves.Add(move, retries, TransportFault.NotSent);
                    }

                    moves.Add(move, retries, TransportFault.AnswerLost);
                }
            }

            return moves;
        }
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task A_fault_at_any_call_leaves_one_move_once_the_request_is_repeated(string move, int retries, TransportFault fault)
    {
        var (status, kind) = move switch
        {
            "suspension" => ("suspended", "card-suspended"),
            "reinstatement" => ("active", "card-reinstated"),
            _ => ("revoked", "card-revoked"),
        };
        await using var host = await TappedHost.StartAsync(azurite, retries);
        var dry = await DueAsync(host, move);
        var calls = await host.CountAsync(() => SendAsync(host, dry, move, Guid.NewGuid().ToString()));
        for (var call = 0; call < calls; call++)
        {
            host.Tap.Restart();
            var (card, key) = (await DueAsync(host, move), Guid.NewGuid().ToString());
            host.Tap.FailAt(call, fault);
            var first = await SendAsync(host, card, move, key);
            Assert.Equal(retries == 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);

            host.Tap.Restart();
            var answer = await SendAsync(host, card, move, key);
            Assert.Equal((HttpStatusCode.OK, status), (answer.Status, answer.Json["status"]!.GetValue<string>()));
            var docket = await Traces.AssertWholeAsync(host.Host, card);
            Assert.Equal(1, docket.Told(kind));
            Assert.True(await Traces.IsNotedAsync(host.Host, docket.Cards.Single()));
        }
    }

    [Fact]
    public async Task A_suspension_whose_answer_was_lost_is_not_made_again_after_a_reinstatement()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 0);
        var dry = await TestPeople.IssueAsync(host.Host);
        var calls = await host.CountAsync(() => SendAsync(host, dry, "suspension", Guid.NewGuid().ToString()));
        var committed = 0;
        for (var call = 0; call < calls; call++)
        {
            host.Tap.Restart();
            var (card, key) = (await TestPeople.IssueAsync(host.Host), Guid.NewGuid().ToString());
            host.Tap.FailAt(call, TransportFault.AnswerLost);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(host, card, "suspension", key)).Status);

            host.Tap.Restart();
            if ((await SendAsync(host, card, "reinstatement", Guid.NewGuid().ToString())).Status == HttpStatusCode.Conflict)
            {
                continue;
            }

            committed++;
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, card, "suspension", key)).Status);
            var docket = await Traces.AssertWholeAsync(host.Host, card);
            Assert.Equal(["card-suspended", "card-reinstated"], docket.News().Select(news => news.News));
        }

        Assert.InRange(committed, 1, calls);
    }

    [Fact]
    public async Task A_loss_of_a_card_under_review_is_reported_once_when_its_answer_was_lost()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 0);
        var dry = await DueAsync(host, "reinstatement");
        var calls = await host.CountAsync(() => SendAsync(host, dry, "loss", Guid.NewGuid().ToString()));
        for (var call = 0; call < calls; call++)
        {
            host.Tap.Restart();
            var (card, key) = (await DueAsync(host, "reinstatement"), Guid.NewGuid().ToString());
            host.Tap.FailAt(call, TransportFault.AnswerLost);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(host, card, "loss", key)).Status);

            host.Tap.Restart();
            var answer = await SendAsync(host, card, "loss", key);
            Assert.Equal((HttpStatusCode.OK, "lost"), (answer.Status, answer.Json["statusReason"]!.GetValue<string>()));
            Assert.Equal(1, (await Traces.AssertWholeAsync(host.Host, card)).Told("card-reported-lost"));
        }
    }

    /// <summary>A card to which the move is open.</summary>
    private static async Task<JsonObject> DueAsync(TappedHost host, string move)
    {
        var card = await TestPeople.IssueAsync(host.Host);
        if (move == "reinstatement")
        {
            var suspended = await SendAsync(host, card, "suspension", Guid.NewGuid().ToString(), "under-review");
            Assert.Equal(HttpStatusCode.OK, suspended.Status);
        }

        return card;
    }

    private static async Task<TestAnswer> SendAsync(TappedHost host, JsonObject card, string move, string key, string reason = "lost")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cards/{card["cardNumber"]}/{move}")
        {
            Content = TestHost.Json(move == "reinstatement" ? [] : new JsonObject { ["reason"] = reason }),
            Headers = { { "Idempotency-Key", key } },
        };
        return await host.SendAsync("Enrollment.Officer", request);
    }
}
