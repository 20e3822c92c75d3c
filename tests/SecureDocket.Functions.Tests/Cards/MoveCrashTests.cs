using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>A move of a card dies at every request to storage, before and after the request took effect.</summary>
public sealed class MoveCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData("suspension", Store.Memory)]
    [InlineData("suspension", Store.Azurite)]
    [InlineData("reinstatement", Store.Memory)]
    [InlineData("reinstatement", Store.Azurite)]
    [InlineData("revocation", Store.Memory)]
    [InlineData("revocation", Store.Azurite)]
    public async Task A_fault_at_any_call_leaves_one_move_once_the_request_is_repeated(string move, Store store)
    {
        var (status, kind) = move switch
        {
            "suspension" => ("suspended", "card-suspended"),
            "reinstatement" => ("active", "card-reinstated"),
            _ => ("revoked", "card-revoked"),
        };
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Card: await DueAsync(host, move), Key: Guid.NewGuid().ToString()),
            ready => SendAsync(host, ready.Card, move, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                var answer = await SendAsync(host, ready.Card, move, ready.Key);
                Assert.Equal((HttpStatusCode.OK, status), (answer.Status, answer.Json["status"]!.GetValue<string>()));
                var docket = await DocketAssertions.AssertWholeAsync(host.Host, ready.Card);
                Assert.Equal(1, docket.Told(kind));
                Assert.True(await DocketAssertions.IsNotedAsync(host.Host, docket.Cards.Single()));
            });
    }

    [Fact]
    public async Task A_suspension_whose_answer_was_lost_is_not_made_again_after_a_reinstatement()
    {
        await using var host = await TappedHost.StartAsync();
        var committed = 0;
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () => (Card: await TestPeople.IssueAsync(host.Host), Key: Guid.NewGuid().ToString()),
            ready => SendAsync(host, ready.Card, "suspension", ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(fault is null ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, first.Status);
                if ((await SendAsync(host, ready.Card, "reinstatement", Guid.NewGuid().ToString())).Status == HttpStatusCode.Conflict)
                {
                    return;
                }

                committed++;
                Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, ready.Card, "suspension", ready.Key)).Status);
                var docket = await DocketAssertions.AssertWholeAsync(host.Host, ready.Card);
                Assert.Equal(["card-suspended", "card-reinstated"], docket.News().Select(news => news.News));
            },
            [TransportFault.AnswerLost]);

        // One is the run without a fault.
        Assert.InRange(committed, 2, calls.Count);
    }

    [Fact]
    public async Task A_loss_of_a_card_under_review_is_reported_once_when_its_answer_was_lost()
    {
        await using var host = await TappedHost.StartAsync();
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Card: await DueAsync(host, "reinstatement"), Key: Guid.NewGuid().ToString()),
            ready => SendAsync(host, ready.Card, "loss", ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                var answer = await SendAsync(host, ready.Card, "loss", ready.Key);
                Assert.Equal((HttpStatusCode.OK, "lost"), (answer.Status, answer.Json["statusReason"]!.GetValue<string>()));
                Assert.Equal(1, (await DocketAssertions.AssertWholeAsync(host.Host, ready.Card)).Told("card-reported-lost"));
            });
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
