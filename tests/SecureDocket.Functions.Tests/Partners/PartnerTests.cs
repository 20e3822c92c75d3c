using System.Globalization;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Verdicts;
using Xunit;

namespace SecureDocket.Functions.Tests.Partners;

/// <summary>Who may ask, what for and how often, over the whole way from the token to storage.</summary>
public sealed class PartnerTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] s_roles = ["Partner.Verifier"];
    private static int s_partners;

    private readonly string _id = $"test-{Interlocked.Increment(ref s_partners)}";

    private string Path => $"/api/v1/partners/{_id}";

    [Fact]
    public async Task A_partner_is_registered_changed_by_version_and_its_history_names_who_did_it()
    {
        using var administrator = api.As("Program.Administrator");
        var partner = (await administrator.PutAsync(Path, Body())).Is(200).HasSafeHeaders();
        var view = Reply.HasExactly(partner.Json, "id", "name", "kind", "scopes", "perMinute", "contact", "version");
        Assert.Equal((_id, 600, "\"1\""), (view["id"]!.GetValue<string>(), view["perMinute"]!.GetValue<int>(), partner.ETag));

        // Said again it changes nothing; said otherwise it needs the version that was read.
        Assert.Equal("\"1\"", (await administrator.PutAsync(Path, Body())).Is(200).ETag);
        var other = Body();
        other["perMinute"] = 60;
        (await administrator.PutAsync(Path, other.DeepClone())).IsProblem(428, "version-required");
        (await administrator.PutAsync(Path, other.DeepClone(), "\"2\"")).IsProblem(412, "version-mismatch");
        Assert.Equal("\"2\"", (await administrator.PutAsync(Path, other.DeepClone(), "\"1\"")).Is(200).ETag);
        (await administrator.PutAsync(Path + "x", Body(), "\"1\"")).IsProblem(412, "version-mismatch");

        using var auditor = api.As("Docket.Auditor");
        var history = (await auditor.GetAsync(Path)).Is(200).Json["history"]!.AsArray();
        Assert.Equal(["changed", "registered"], history.Select(change => change!["change"]!.GetValue<string>()));
        Assert.All(history, change => Assert.Equal("dev-program-administrator-1", change!["by"]!.GetValue<string>()));
        Assert.Contains((await auditor.GetAsync("/api/v1/partners")).Is(200).Json["partners"]!.AsArray(), one => one!["id"]!.GetValue<string>() == _id);
        (await auditor.GetAsync("/api/v1/partners/nobody")).IsProblem(404, "no-such-partner");
        (await auditor.GetAsync("/api/v1/partners?page=x")).IsInvalid("page");
    }

    [Fact]
    public async Task A_partner_that_does_not_fit_is_told_every_fault_and_nothing_is_written()
    {
        using var administrator = api.As("Program.Administrator");
        var before = api.Storage.Writes;
        var body = new JsonObject { ["name"] = "", ["kind"] = "real", ["scopes"] = new JsonArray("verify", "verify"), ["perMinute"] = 0, ["contact"] = "a\nb" };
        (await administrator.PutAsync("/api/v1/partners/A_B", body)).IsInvalid("partnerId", "name", "kind", "scopes", "perMinute", "contact");
        (await administrator.PutAsync(Path, new JsonObject { ["scopes"] = new JsonArray("everything") })).IsInvalid("name", "kind", "scopes", "contact");
        (await administrator.PostAsync($"{Path}/revocation", new JsonObject { ["reason"] = "because" })).IsInvalid("reason");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task A_token_opens_nothing_before_its_partner_is_registered_nor_after_it_is_revoked()
    {
        using var administrator = api.As("Program.Administrator");
        using var partner = Caller();
        (await AskAsync(partner)).IsProblem(403, "partner-unknown");

        (await administrator.PutAsync(Path, Body())).Is(200);
        (await AskAsync(partner)).Is(200);

        var key = Guid.NewGuid().ToString();
        var revoked = (await administrator.PostAsync($"{Path}/revocation", new JsonObject { ["reason"] = "breach" }, key)).Is(200);
        Assert.NotNull(revoked.Json["revokedAt"]);
        Assert.Equal(revoked.Text, (await administrator.PostAsync($"{Path}/revocation", new JsonObject { ["reason"] = "breach" }, key)).Is(200).Text);
        (await administrator.PostAsync($"{Path}/revocation", new JsonObject { ["reason"] = "misuse" })).IsProblem(409, "revocation-final");
        (await administrator.PutAsync(Path, Body(), "\"2\"")).IsProblem(409, "revocation-final");
        (await administrator.PostAsync("/api/v1/partners/nobody/revocation", new JsonObject { ["reason"] = "misuse" })).IsProblem(404, "no-such-partner");

        (await AskAsync(partner)).IsProblem(403, "partner-revoked");
        var today = api.Host.Clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var usage = (await administrator.GetAsync($"{Path}/usage?from={today}&to={today}")).Is(200);
        Assert.Equal(1, usage.Json["days"]![0]!["invalid"]!.GetValue<int>());
        (await partner.GetAsync($"{Path}/usage?from=2026-11-01&to=2026-11-02")).IsProblem(403, "partner-revoked");
    }

    [Fact]
    public async Task A_partner_is_answered_what_its_scopes_allow()
    {
        using var administrator = api.As("Program.Administrator");
        using var partner = Caller();
        (await administrator.PutAsync(Path, Body("match-name"))).IsInvalid("scopes");
        (await administrator.PutAsync(Path, Body("verify"))).Is(200);
        (await AskAsync(partner)).Is(200);
        var more = Verifying.Credential("X");
        (more["fullName"], more["birthDate"]) = ("Miron Zarechny", "1990");
        (await partner.PostAsync(Verifying.Path, more.DeepClone(), key: "")).IsProblem(403, "scope-missing", "scope-missing");

        (await administrator.PutAsync(Path, Body("verify", "match-name", "match-birth-date"), "\"1\"")).Is(200);
        (await partner.PostAsync(Verifying.Path, more.DeepClone(), key: "")).Is(200);
    }

    [Fact]
    public async Task A_partner_is_held_to_its_minute_and_told_when_the_next_begins_and_another_is_not_kept_waiting()
    {
        // Ten seconds into an hour, so that neither the minute nor the day ends on the way.
        var now = api.Host.Clock.GetUtcNow();
        api.Host.Clock.Advance(now.AddHours(1) - TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerHour) + TimeSpan.FromSeconds(10) - now);
        using var administrator = api.As("Program.Administrator");
        using var partner = Caller();
        using var other = api.As("Partner.Verifier");
        var body = Body();
        body["perMinute"] = 5;
        (await administrator.PutAsync(Path, body)).Is(200);
        for (var request = 0; request < 5; request++)
        {
            (await AskAsync(partner)).Is(200);
        }

        var refused = (await AskAsync(partner)).IsProblem(429, "too-many-requests");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(49), TimeSpan.FromSeconds(51));
        (await AskAsync(other)).Is(200);

        api.Host.Clock.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        (await AskAsync(partner)).Is(200);

        // A lease has written down what was counted before it: this minute's first that of the last, and the partner's look that of this.
        var today = api.Host.Clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var (reader, invalid) in new[] { (administrator, 5), (partner, 6) })
        {
            var day = Assert.Single((await reader.GetAsync($"{Path}/usage?from={today}&to={today}")).Is(200).Json["days"]!.AsArray());
            Assert.Equal((invalid, 1), (day!["invalid"]!.GetValue<int>(), day["refused"]!.GetValue<int>()));
        }

        (await partner.GetAsync($"/api/v1/partners/dev-partner-verifier-1/usage?from={today}&to={today}")).IsProblem(403, "forbidden");
        (await administrator.GetAsync($"/api/v1/partners/nobody/usage?from={today}&to={today}")).IsProblem(404, "no-such-partner");
        (await administrator.GetAsync($"{Path}/usage?from={today}&to=2020-01-01")).IsInvalid("to");
    }

    private Caller Caller() => api.With("Bearer " + api.Tokens.Mint(
        api.Host.Clock.GetUtcNow(),
        token => token.Claims = new Dictionary<string, object> { ["oid"] = _id, ["sub"] = _id, ["roles"] = s_roles }));

    private static Task<Reply> AskAsync(Caller partner) => partner.PostAsync(Verifying.Path, Verifying.Credential("X"), key: "");

    private static JsonObject Body() => Body("verify");

    private static JsonObject Body(params string[] scopes) => new()
    {
        ["name"] = "Airport security",
        ["kind"] = "live",
        ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]),
        ["contact"] = "desk@partner.example",
    };
}
