using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Places;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>Loss, replacement, renewal and expiry die at every request to storage and vault, before and after the request took effect.</summary>
public sealed class LifecycleCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData("loss", "card-reported-lost", Store.Memory)]
    [InlineData("loss", "card-reported-lost", Store.Azurite)]
    [InlineData("replacement", "card-replaced", Store.Memory)]
    [InlineData("replacement", "card-replaced", Store.Azurite)]
    [InlineData("renewal", "card-renewed", Store.Memory)]
    [InlineData("renewal", "card-renewed", Store.Azurite)]
    public async Task A_fault_at_any_call_leaves_the_command_done_once_when_the_request_is_repeated(string move, string kind, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Card: await DueAsync(host, move), Issued: await IssuedAsync(host), Key: Guid.NewGuid().ToString()),
            ready => SendAsync(host, ready.Card, move, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault), first.Status == HttpStatusCode.ServiceUnavailable);
                var answer = await SendAsync(host, ready.Card, move, ready.Key);
                Assert.InRange((int)answer.Status, 200, 201);
                var docket = await DocketAssertions.AssertWholeAsync(host.Host, ready.Card);
                Assert.Equal(1, docket.Told(kind));
                Assert.True(await DocketAssertions.IsNotedAsync(host.Host, docket.Cards[0]));
                var successors = move == "loss" ? 0 : 1;
                Assert.Equal(successors == 0 ? CardStatus.Suspended : CardStatus.Replaced, docket.Cards[0].Status);
                Assert.Equal(1 + successors, docket.Cards.Count);
                Assert.All(docket.Cards.Skip(1), next => Assert.Equal((CardStatus.Active, docket.Cards[0].Number), (next.Status, next.Replaces!.Card)));
                Assert.Equal(ready.Issued + successors, await IssuedAsync(host));
                Assert.Equal(1 + successors, (await DocketAssertions.HintsAsync(host.Host, docket)).Select(hint => hint.Number).Distinct().Count());
                Assert.Equal(answer, await SendAsync(host, ready.Card, move, ready.Key));
            });
    }

    [Fact]
    public async Task A_replacement_that_was_left_unfinished_gives_way_to_what_is_ordered_next()
    {
        await using var host = await TappedHost.StartAsync();
        var card = await TestPeople.IssueAsync(host.Host);
        host.Vault.FailNext(TransportFault.Unavailable);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(host, card, "replacement", Guid.NewGuid().ToString())).Status);

        using var officer = new Caller(host.Host.As("Enrollment.Officer"));
        (await officer.PostAsync($"/api/v1/cards/{card["cardNumber"]}/revocation", new JsonObject { ["reason"] = "misused" })).Is(200);
        var order = new JsonObject { ["cardholderId"] = card["cardholderId"]!.GetValue<string>(), ["siteId"] = host.Host.SiteId };
        (await officer.PostAsync("/api/v1/cards", order)).Is(201);
        var docket = await DocketAssertions.AssertWholeAsync(host.Host, card);
        Assert.Equal([(CardStatus.Revoked, "misused", 1), (CardStatus.Active, null, 2)], docket.Cards.Select(each => (each.Status, each.StatusReason, each.Serial)));
        Assert.Null(docket.Cards[1].Replaces);
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_of_a_run_leaves_every_expiry_recorded_once_after_the_next(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                // One in force, one suspended, one replaced and its successor, one revoked.
                List<JsonObject> cards = [];
                foreach (var move in new[] { null, "suspension", "replacement", "revocation" })
                {
                    cards.Add(await TestPeople.IssueAsync(host.Host));
                    if (move is not null)
                    {
                        Assert.InRange((int)(await SendAsync(host, cards[^1], move, Guid.NewGuid().ToString())).Status, 200, 201);
                    }
                }

                host.Host.Clock.Advance(TimeSpan.FromDays(367));

                // The ring's reading of the vault is no part of what is tried here.
                await TestPeople.IssueAsync(host.Host);
                return cards;
            },
            _ => Record.ExceptionAsync(() => ExpireAsync(host)),
            async (cards, failure, fault) =>
            {
                Assert.True(failure is null || (failure is DependencyUnavailableException && FaultProof.IsTold(fault)), failure?.ToString());
                await ExpireAsync(host);
                Assert.Equal(0, await ExpireAsync(host));
                foreach (var (card, (expired, statuses)) in cards.Zip(new (int, CardStatus[])[]
                {
                    (1, [CardStatus.Expired]), (1, [CardStatus.Expired]), (1, [CardStatus.Replaced, CardStatus.Expired]), (0, [CardStatus.Revoked]),
                }))
                {
                    var docket = await DocketAssertions.AssertWholeAsync(host.Host, card);
                    Assert.Equal(statuses, docket.Cards.Select(each => each.Status));
                    Assert.Equal(expired, docket.Told("card-expired"));
                    Assert.Empty(await DocketAssertions.HintsAsync(host.Host, docket));
                }
            });

        Assert.InRange(calls.Count, 10, 40);
    }

    private static Task<int> ExpireAsync(TappedHost host) => host.Host.Services.GetRequiredService<ExpireCards>().ExecuteAsync(default);

    private static async Task<int> IssuedAsync(TappedHost host) =>
        (await host.Host.Services.GetRequiredService<SiteStore>().FindAsync(host.Host.SiteId, default))!.Value.Issued;

    /// <summary>A card to which the command is open, with the key ring read.</summary>
    private static async Task<JsonObject> DueAsync(TappedHost host, string move)
    {
        var card = await TestPeople.IssueAsync(host.Host);
        if (move == "renewal")
        {
            host.Host.Clock.Advance(TimeSpan.FromDays(310));
            await TestPeople.IssueAsync(host.Host);
        }

        return card;
    }

    private static async Task<TestAnswer> SendAsync(TappedHost host, JsonObject card, string move, string key)
    {
        var body = new JsonObject();
        if (move != "renewal")
        {
            body["reason"] = "lost";
        }

        if (move is "renewal" or "replacement")
        {
            body["siteId"] = host.Host.SiteId;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cards/{card["cardNumber"]}/{move}")
        {
            Content = TestHost.Json(body),
            Headers = { { "Idempotency-Key", key } },
        };
        return await host.SendAsync("Enrollment.Officer", request);
    }
}
