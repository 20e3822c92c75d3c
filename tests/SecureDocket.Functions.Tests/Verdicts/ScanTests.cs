using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Cards;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>Cards that were checked without a network, told to us later.</summary>
public sealed class ScanTests(ApiFixture api, AzuriteFixture azurite) : IClassFixture<ApiFixture>, IClassFixture<AzuriteFixture>
{
    private const string Path = "/api/v1/scans";

    [Fact]
    public async Task Each_scan_becomes_a_disclosure_of_what_the_card_shows_itself()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Field.Officer");
        var now = api.Host.Clock.GetUtcNow();
        var full = Scan(card, now.AddHours(-2));
        (full["verdict"], full["reasons"], full["statusAsOf"]) = ("invalid", new JsonArray("revoked"), $"{now.AddHours(-9):O}");
        (full["comparison"], full["sealedUntil"], full["sealReason"]) = ("cannot-tell", $"{now.AddHours(-2).AddDays(90):yyyy-MM-dd}", "court-order");
        var bare = Scan(card, now.AddDays(-30));
        Assert.Equal(["recorded", "recorded"], Outcomes(await UploadAsync(officer, full, bare), full, bare));

        var disclosures = await DisclosuresAsync(card);
        Assert.Equal(2, disclosures.Count);
        var second = Reply.HasExactly(disclosures[0], "id", "at", "role", "recipient", "purpose", "fields", "offline");
        Assert.Equal(now.AddDays(-30), second["at"]!.GetValue<DateTimeOffset>());
        var offline = Reply.HasExactly(second["offline"]!, "verdict", "reasons", "reportedAt");
        Assert.Equal(("valid", now), (offline["verdict"]!.GetValue<string>(), offline["reportedAt"]!.GetValue<DateTimeOffset>()));
        Assert.Empty(offline["reasons"]!.AsArray());
        var first = Reply.HasExactly(
            disclosures[1], "id", "at", "role", "recipient", "purpose", "fields", "offline", "comparison", "comparedAt", "sealedUntil", "seal");
        Assert.Equal(now.AddHours(-2), first["at"]!.GetValue<DateTimeOffset>());
        Assert.Equal("Field.Officer", first["role"]!.GetValue<string>());
        Assert.Equal("""["name","birthDate","nationality","verdict"]""", first["fields"]!.ToJsonString());
        Assert.Equal("revoked", first["offline"]!["reasons"]![0]!.GetValue<string>());
        Assert.Equal(now.AddHours(-9), first["offline"]!["statusAsOf"]!.GetValue<DateTimeOffset>());
        Assert.Equal("cannot-tell", first["comparison"]!.GetValue<string>());
        Assert.Equal(full["sealedUntil"]!.GetValue<string>(), first["sealedUntil"]!.GetValue<string>());
        Assert.Equal(("court-order", "waiting"), (first["seal"]!["reason"]!.GetValue<string>(), first["seal"]!["status"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_scanners_id_that_is_used_again_is_another_look_with_a_seal_of_its_own()
    {
        var (card, other) = (await TestPeople.IssueAsync(api.Host), await TestPeople.IssueAsync(api.Host));
        using var officer = api.As("Field.Officer");
        var now = api.Host.Clock.GetUtcNow();
        var first = Sealed(Scan(card, now.AddHours(-2)), now);
        var second = Sealed(Scan(other, now.AddHours(-1)), now);
        second["scanId"] = first["scanId"]!.DeepClone();
        Assert.Equal(["recorded"], Outcomes(await UploadAsync(officer, first), first));
        Assert.Equal(["recorded"], Outcomes(await UploadAsync(officer, second), second));
        var looks = new[] { Assert.Single(await DisclosuresAsync(card)), Assert.Single(await DisclosuresAsync(other)) };
        Assert.Equal(2, looks.Select(look => look!["seal"]!["id"]!.GetValue<string>()).Distinct().Count());
    }

    private static JsonObject Sealed(JsonObject scan, DateTimeOffset now)
    {
        (scan["sealedUntil"], scan["sealReason"]) = ($"{now.AddDays(30):yyyy-MM-dd}", "court-order");
        return scan;
    }

    [Fact]
    public async Task A_scan_is_recorded_once_for_its_officer_however_often_it_is_uploaded()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Field.Officer");
        using var colleague = api.As("officer-8", "Field.Officer");
        var scan = Scan(card, api.Host.Clock.GetUtcNow());
        Assert.Equal(["recorded", "known"], Outcomes(await UploadAsync(officer, scan, scan), scan, scan));
        Assert.Equal(["known"], Outcomes(await UploadAsync(officer, scan), scan));
        Assert.Equal(["recorded"], Outcomes(await UploadAsync(colleague, scan), scan));
        Assert.Equal(2, (await DisclosuresAsync(card)).Count);

        // What was found by eye after the first upload is added; it is given once.
        Assert.Equal(["recorded"], Outcomes(await UploadAsync(officer, With(scan, "comparison", "not-same-person")), scan));
        Assert.Equal(["known"], Outcomes(await UploadAsync(officer, scan), scan));
        Assert.Equal(["known"], Outcomes(await UploadAsync(officer, With(scan, "comparison", "same-person")), scan));
        var found = await DisclosuresAsync(card);
        Assert.Equal(2, found.Count);
        Assert.Equal("not-same-person", Assert.Single(found, look => look["comparison"] is not null)["comparison"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_bad_scan_stops_no_other_and_names_all_of_its_faults()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Field.Officer");
        var now = api.Host.Clock.GetUtcNow();
        var unknown = Scan(card, now);
        unknown["cardNumber"] = CardNumber.FromBytes(Guid.NewGuid().ToByteArray()).ToPrinted();
        var results = (await UploadAsync(
            officer,
            new JsonObject { ["scanId"] = "1", ["cardNumber"] = "x", ["at"] = "noon", ["verdict"] = "fine", ["reasons"] = new JsonArray("smells"), ["statusAsOf"] = "now", ["comparison"] = "no", ["sealedUntil"] = "soon", ["sealReason"] = "none", ["name"] = "x" },
            "text",
            With(Scan(card, now), "reasons", new JsonArray("revoked")),
            With(Scan(card, now), "verdict", "invalid"),
            With(Scan(card, now), "at", $"{now.AddMinutes(5).AddTicks(1):O}"),
            With(Scan(card, now), "at", $"{now.AddDays(-30).AddTicks(-1):O}"),
            With(With(Scan(card, now), "sealReason", "court-order"), "sealedUntil", $"{now:yyyy-MM-dd}"),
            With(With(Scan(card, now), "sealReason", "court-order"), "sealedUntil", $"{now.AddDays(91):yyyy-MM-dd}"),
            With(Scan(card, now), "sealReason", "court-order"),
            With(Scan(card, now), "sealedUntil", $"{now.AddDays(9):yyyy-MM-dd}"),
            unknown,
            Scan(card, now.AddMinutes(5)))).Json["results"]!.AsArray();

        string[] FieldsOf(int at) => [.. results[at]!["errors"]!.AsArray().Select(error => error!["field"]?.GetValue<string>() ?? "").Order(StringComparer.Ordinal)];
        Assert.Equal(["at", "cardNumber", "comparison", "name", "reasons", "scanId", "sealReason", "sealedUntil", "statusAsOf", "verdict"], FieldsOf(0));
        Assert.Null(results[0]!["scanId"]);
        Assert.Equal("invalid", results[1]!["outcome"]!.GetValue<string>());
        Assert.Equal([["reasons"], ["reasons"], ["at"], ["at"], ["sealedUntil"], ["sealedUntil"], ["sealedUntil"], ["sealReason"]], Enumerable.Range(2, 8).Select(FieldsOf));
        Assert.Equal(["no-such-card", "recorded"], results.TakeLast(2).Select(result => result!["outcome"]!.GetValue<string>()));
        Assert.Single(await DisclosuresAsync(card));
    }

    [Fact]
    public async Task An_upload_that_is_none_changes_nothing()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Field.Officer");
        var writes = api.Storage.Writes;
        (await officer.PostAsync(Path, new JsonObject())).IsInvalid("scans");
        (await officer.PostAsync(Path, new JsonObject { ["scans"] = new JsonArray(), ["more"] = 1 })).IsInvalid("scans", "more");
        (await officer.PostAsync(Path, new JsonObject { ["scans"] = new JsonObject() })).IsInvalid("scans");
        var scans = Enumerable.Range(0, 51).Select(_ => (JsonNode)Scan(card, api.Host.Clock.GetUtcNow())).ToArray();
        (await officer.PostAsync(Path, new JsonObject { ["scans"] = new JsonArray(scans) })).IsInvalid("scans");
        (await officer.PostAsync(Path, Caller.Json("""{"scans":[{"\ud800":1}]}"""))).IsProblem(400, "malformed-json");
        (await officer.PostAsync(Path, Caller.Json("""{"scans":[{"at":1,"at":2}]}"""))).IsProblem(400, "malformed-json");
        Assert.Equal(writes, api.Storage.Writes);
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task An_upload_that_dies_at_any_call_loses_and_doubles_nothing(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        Task<TestAnswer> Upload(JsonNode[] scans) => host.SendAsync("Field.Officer", new(HttpMethod.Post, Path) { Content = TestHost.Json(Body(scans)) });
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var card = await TestPeople.IssueAsync(host.Host);
                return (Card: card, Scans: new JsonNode[] { Scan(card, host.Host.Clock.GetUtcNow()), Scan(card, host.Host.Clock.GetUtcNow()) });
            },
            ready => Upload(ready.Scans),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                Assert.Equal(HttpStatusCode.OK, (await Upload(ready.Scans)).Status);
                var list = await host.SendAsync("Docket.Auditor", new(HttpMethod.Get, $"/api/v1/cardholders/{ready.Card["cardholderId"]}/disclosures"));
                Assert.Equal(2, list.Json["disclosures"]!.AsArray().Count(entry => entry!["purpose"]!.GetValue<string>() == "offlineVerification"));
            });
        Assert.Equal(6, calls.Count);
    }

    private static JsonObject Scan(JsonObject card, DateTimeOffset at) => new()
    {
        ["scanId"] = $"{Guid.NewGuid():D}",
        ["cardNumber"] = card["cardNumber"]!.GetValue<string>(),
        ["at"] = $"{at:O}",
        ["verdict"] = "valid",
        ["reasons"] = new JsonArray(),
    };

    private static JsonObject With(JsonObject scan, string member, JsonNode value)
    {
        scan[member] = value;
        return scan;
    }

    private static JsonObject Body(params JsonNode[] scans) => new() { ["scans"] = new JsonArray([.. scans.Select(scan => scan.DeepClone())]) };

    private static async Task<Reply> UploadAsync(Caller officer, params JsonNode[] scans) => (await officer.PostAsync(Path, Body(scans), key: "")).Is(200).HasSafeHeaders();

    /// <summary>The outcomes, each under the id of its scan.</summary>
    private static IEnumerable<string> Outcomes(Reply reply, params JsonObject[] scans)
    {
        var results = reply.Json["results"]!.AsArray();
        Assert.Equal(scans.Select(scan => scan["scanId"]!.GetValue<string>()), results.Select(result => result!["scanId"]!.GetValue<string>()));
        return results.Select(result => Reply.HasExactly(result, "scanId", "outcome")["outcome"]!.GetValue<string>());
    }

    private async Task<IReadOnlyList<JsonNode>> DisclosuresAsync(JsonObject card)
    {
        using var auditor = api.As("Docket.Auditor");
        var all = (await auditor.GetAsync($"/api/v1/cardholders/{card["cardholderId"]}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        return [.. all.OfType<JsonNode>().Where(found => found["purpose"]!.GetValue<string>() == "offlineVerification")];
    }
}
