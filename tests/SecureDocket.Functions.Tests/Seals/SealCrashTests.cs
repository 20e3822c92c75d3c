using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Seals;

/// <summary>Sealing and deciding die at every request to storage: no look is kept from its person without a seal that an administrator sees.</summary>
public sealed class SealCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_sealed_verification_that_dies_at_any_call_leaves_no_sealed_look_that_no_administrator_sees(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await VerifyAsync(host, await TestPeople.IssueAsync(host.Host));
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () => (Card: await TestPeople.IssueAsync(host.Host), Seals: IdsOf(await SealsAsync(host))),
            ready => VerifyAsync(host, ready.Card),
            async (ready, answer, fault) =>
            {
                var looks = await LooksAsync(host, ready.Card, "verification");
                var seals = IdsOf(await SealsAsync(host)).Except(ready.Seals).ToList();
                Assert.All(looks, look => Assert.Equal(look["seal"]!["id"]!.GetValue<string>(), Assert.Single(seals)));
                Assert.InRange(seals.Count, looks.Count, 1);
                if (!FaultProof.IsTold(fault))
                {
                    Assert.Equal("valid", answer.Json["verdict"]!.GetValue<string>());
                    Assert.Single(looks);
                }

                Assert.Equal(0, await ToldAsync(host, ready.Card));
            });
        Assert.Equal(["read dockets", "write approvals", "write dockets"], calls.Select(call => $"{(call.IsRead ? "read" : "write")} {call.Target}"));
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task An_upload_of_a_sealed_scan_that_dies_at_any_call_makes_one_seal_when_it_is_repeated_and_extends_none(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var card = await TestPeople.IssueAsync(host.Host);
                return (Card: card, Scan: Scan(card, host.Host.Clock.GetUtcNow().AddDays(-5)), Seals: IdsOf(await SealsAsync(host)));
            },
            async ready => (At: host.Host.Clock.GetUtcNow(), Reply: await UploadAsync(host, ready.Scan)),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Reply.Status);
                var early = (await SealsAsync(host)).Count;
                host.Host.Clock.Advance(TimeSpan.FromHours(1));
                Assert.Equal(HttpStatusCode.OK, (await UploadAsync(host, ready.Scan)).Status);
                var seal = Assert.Single(await SealsAsync(host), seal => !ready.Seals.Contains(seal["id"]!.GetValue<string>()));
                var look = Assert.Single(await LooksAsync(host, ready.Card, "offlineVerification"));
                Assert.Equal(seal["id"]!.GetValue<string>(), look["seal"]!["id"]!.GetValue<string>());

                // From the first report that was kept on, not from the last, and not from the look.
                var asked = early > ready.Seals.Count ? first.At : host.Host.Clock.GetUtcNow();
                Assert.Equal(asked + TimeSpan.FromHours(72), seal["confirmBefore"]!.GetValue<DateTimeOffset>());
            });
    }

    [Fact]
    public async Task A_scan_that_was_reported_without_a_seal_gets_none_with_the_next_report()
    {
        await using var host = await TappedHost.StartAsync();
        var card = await TestPeople.IssueAsync(host.Host);
        var scan = Scan(card, host.Host.Clock.GetUtcNow());
        var bare = (JsonObject)scan.DeepClone();
        bare.Remove("sealedUntil");
        bare.Remove("sealReason");
        await UploadAsync(host, bare);
        Assert.Equal("known", (await UploadAsync(host, scan)).Json["results"]![0]!["outcome"]!.GetValue<string>());
        Assert.Empty(await SealsAsync(host));
        Assert.Null(Assert.Single(await LooksAsync(host, card, "offlineVerification"))["sealedUntil"]);
    }

    [Theory]
    [InlineData("confirmation", "confirmed", 0, Store.Memory)]
    [InlineData("confirmation", "confirmed", 0, Store.Azurite)]
    [InlineData("end", "declined", 1, Store.Memory)]
    [InlineData("end", "declined", 1, Store.Azurite)]
    public async Task A_decision_that_dies_at_any_call_is_made_once_when_it_is_repeated(string decision, string status, int told, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var card = await TestPeople.IssueAsync(host.Host);
                await VerifyAsync(host, card);
                return (Card: card, Seal: (await LooksAsync(host, card, "verification")).Single()["seal"]!["id"]!.GetValue<string>(), Key: Guid.NewGuid().ToString());
            },
            ready => DecideAsync(host, ready.Seal, decision, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                var answer = await DecideAsync(host, ready.Seal, decision, ready.Key);
                Assert.Equal((HttpStatusCode.OK, status), (answer.Status, answer.Json["status"]!.GetValue<string>()));
                Assert.Equal(told, await ToldAsync(host, ready.Card));
            });
    }

    private static Task<TestAnswer> VerifyAsync(TappedHost host, JsonObject card) => host.SendAsync("Field.Officer", new(HttpMethod.Post, Verifying.Path)
    {
        Content = TestHost.Json(Sealed(host.Host.Clock.GetUtcNow(), Verifying.Credential(card["credential"]!.GetValue<string>()))),
    });

    private static JsonObject Scan(JsonObject card, DateTimeOffset at) => Sealed(at, new()
    {
        ["scanId"] = $"{Guid.NewGuid():D}",
        ["cardNumber"] = card["cardNumber"]!.GetValue<string>(),
        ["at"] = $"{at:O}",
        ["verdict"] = "valid",
    });

    private static JsonObject Sealed(DateTimeOffset at, JsonObject look)
    {
        (look["sealedUntil"], look["sealReason"]) = ($"{at.AddDays(30):yyyy-MM-dd}", "open-investigation");
        return look;
    }

    private static Task<TestAnswer> UploadAsync(TappedHost host, JsonObject scan) => host.SendAsync("Field.Officer", new(HttpMethod.Post, "/api/v1/scans")
    {
        Content = TestHost.Json(new JsonObject { ["scans"] = new JsonArray(scan.DeepClone()) }),
    });

    private static Task<TestAnswer> DecideAsync(TappedHost host, string seal, string decision, string key) =>
        host.SendAsync("Program.Administrator", new(HttpMethod.Post, $"/api/v1/seals/{seal}/{decision}") { Content = TestHost.Json(new JsonObject()), Headers = { { "Idempotency-Key", key } } });

    private static async Task<List<JsonNode>> SealsAsync(TappedHost host)
    {
        host.Tap.Restart();
        List<JsonNode> seals = [];
        string? page = null;
        do
        {
            var json = (await host.SendAsync("Program.Administrator", new(HttpMethod.Get, $"/api/v1/seals{(page is null ? "" : $"?page={page}")}"))).Json;
            seals.AddRange(json["seals"]!.AsArray()!);
            page = json["next"]?.GetValue<string>();
        }
        while (page is not null);

        return seals;
    }

    private static HashSet<string> IdsOf(IEnumerable<JsonNode> seals) => [.. seals.Select(seal => seal["id"]!.GetValue<string>())];

    private static async Task<List<JsonNode>> LooksAsync(TappedHost host, JsonObject card, string purpose)
    {
        host.Tap.Restart();
        var list = (await host.SendAsync("Docket.Auditor", new(HttpMethod.Get, $"/api/v1/cardholders/{card["cardholderId"]}/disclosures"))).Json["disclosures"]!.AsArray();
        return [.. list.OfType<JsonNode>().Where(look => look["purpose"]!.GetValue<string>() == purpose)];
    }

    /// <summary>How many of a card's checks its person is told of today.</summary>
    private static async Task<int> ToldAsync(TappedHost host, JsonObject card)
    {
        host.Tap.Restart();
        _ = CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id);
        var month = Instant.FromDateTimeOffset(host.Host.Clock.GetUtcNow()).InZone(DateTimeZoneProviders.Tzdb["America/Chicago"]).Date.ToYearMonth();
        var own = await host.Host.Services.GetRequiredService<ViewOwnDisclosures>().ExecuteAsync(id, month, null, default);
        return own.Value!.Items.Count(item => item.Purpose == Purpose.Verification);
    }
}
