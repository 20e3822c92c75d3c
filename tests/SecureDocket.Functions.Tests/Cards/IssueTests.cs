using System.Text.Json.Nodes;
using SecureDocket.Credentials;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

public sealed class IssueTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Cards = "/api/v1/cards";

    private static readonly string[] s_members =
    [
        "cardNumber", "cardholderId", "serial", "status", "siteId", "issued", "expires", "keyId", "statusEntry", "front", "back",
    ];

    [Fact]
    public async Task A_card_is_issued_to_whom_nothing_stands_against()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.PrepareAsync(officer.Client);
        var created = (await officer.PostAsync(Cards, Order(id))).Is(201).HasSafeHeaders();
        var card = Reply.HasExactly(created.Json, s_members);
        var number = card["cardNumber"]!.GetValue<string>();
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", number);
        Assert.Equal($"{Cards}/{number.Replace("-", "", StringComparison.Ordinal)}", created.Headers.Location?.ToString());
        Assert.Equal(id, card["cardholderId"]!.GetValue<string>());
        Assert.Equal(1, card["serial"]!.GetValue<int>());
        Assert.Equal("active", card["status"]!.GetValue<string>());
        Assert.Equal(api.Host.SiteId, card["siteId"]!.GetValue<string>());
        Assert.Equal(TimeSpan.FromDays(365), card["expires"]!.GetValue<DateTimeOffset>() - card["issued"]!.GetValue<DateTimeOffset>());
        Reply.HasExactly(card["statusEntry"], "list", "index");

        var summary = Reply.HasExactly(
            (await officer.GetAsync($"/api/v1/cardholders/{id}")).Json["cards"]!.AsArray().Single(), "cardNumber", "serial", "status", "expires", "href");
        Assert.Equal(number, summary["cardNumber"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("printed")]
    [InlineData("bare")]
    [InlineData("lower case")]
    public async Task A_card_is_found_by_its_number_however_it_is_written(string form)
    {
        using var officer = api.As("Enrollment.Officer");
        var number = await IssuedAsync(officer);
        var asked = form switch
        {
            "printed" => number,
            "bare" => number.Replace("-", "", StringComparison.Ordinal),
            _ => number.ToLowerInvariant(),
        };
        var card = Reply.HasExactly((await officer.GetAsync($"{Cards}/{asked}")).Is(200).HasSafeHeaders().Json, [.. s_members, "credential"]);
        Assert.Equal(number, card["cardNumber"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_credential_holds_for_whoever_pins_the_published_keys()
    {
        using var officer = api.As("Enrollment.Officer");
        using var nobody = api.As(null);
        var person = TestPeople.Person();
        person["birthDate"] = "1979";
        var id = await TestPeople.PrepareAsync(officer.Client, person);
        var created = (await officer.PostAsync(Cards, Order(id))).Is(201);
        var card = (await officer.GetAsync(created.Headers.Location!.ToString())).Is(200).Json;

        var text = card["credential"]!.GetValue<string>();
        var trust = await TrustAsync(nobody);
        var authentication = CredentialVerifier.Authenticate(text, trust, api.Host.Clock.GetUtcNow());
        Assert.Empty(authentication.Reasons);
        Assert.Equal(card["cardNumber"]!.GetValue<string>().Replace("-", "", StringComparison.Ordinal), authentication.Credential!.CardNumber);
        Assert.Equal(card["expires"]!.GetValue<DateTimeOffset>(), authentication.Credential.Expires);
        Assert.Equal(person["latinName"]!.GetValue<string>(), authentication.Credential.Identity.FullName);
        Assert.Equal("19790000", authentication.Credential.Identity.BirthDate);
        Assert.Equal(card["statusEntry"]!["index"]!.GetValue<int>(), authentication.Credential.Status.Index);
    }

    [Fact]
    public async Task The_keys_are_public_and_may_be_cached()
    {
        using var nobody = api.As(null);
        var reply = (await nobody.GetAsync("/api/v1/keys")).Is(200);
        Assert.True(reply.Headers.CacheControl is { Public: true, NoStore: false, MaxAge.TotalMinutes: 1 });
        Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
        var key = Reply.HasExactly(Reply.HasExactly(reply.Json, "keys", "anchor")["keys"]![0], "kid", "x", "y", "kty", "crv", "alg", "use", "purpose", "thumbprint");
        Assert.Equal("ES256", key["alg"]!.GetValue<string>());
        Assert.Equal("P-256", key["crv"]!.GetValue<string>());
    }

    [Fact]
    public async Task Everything_that_stands_against_a_card_is_named_at_once()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await officer.PostAsync(Cards, Order(id, "NOSITE"))).IsProblem(409, "not-cleared", "no-photo", "no-such-site");
        Assert.Empty((await officer.GetAsync($"/api/v1/cardholders/{id}")).Json["cards"]!.AsArray());
    }

    [Fact]
    public async Task A_used_up_quota_and_a_card_that_exists_are_named_at_once()
    {
        using var officer = api.As("Enrollment.Officer");
        var site = await OpenSiteAsync(quota: 1);
        var id = await TestPeople.PrepareAsync(officer.Client);
        (await officer.PostAsync(Cards, Order(id, site))).Is(201);
        (await officer.PostAsync(Cards, Order(id, site))).IsProblem(409, "card-exists", "quota-used-up");
    }

    [Theory]
    [InlineData("Pending")]
    [InlineData("Denied")]
    public async Task A_check_that_has_not_cleared_stands_against_a_card(string result)
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.PrepareAsync(officer.Client);
        var body = result == "Pending"
            ? new JsonObject { ["result"] = result }
            : new JsonObject { ["result"] = result, ["reference"] = "BGC-2", ["date"] = "2026-01-03" };
        (await officer.PutAsync($"/api/v1/cardholders/{id}/clearance", body, "\"3\"")).Is(200);
        (await officer.PostAsync(Cards, Order(id))).IsProblem(409, "not-cleared");
    }

    [Fact]
    public async Task A_missing_photo_alone_stands_against_a_card()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var body = new JsonObject { ["result"] = "Cleared", ["reference"] = "BGC-2", ["date"] = "2026-01-03" };
        (await officer.PutAsync($"/api/v1/cardholders/{id}/clearance", body, "\"1\"")).Is(200);
        (await officer.PostAsync(Cards, Order(id))).IsProblem(409, "no-photo");
    }

    [Fact]
    public async Task An_unknown_site_alone_is_named()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.PrepareAsync(officer.Client);
        (await officer.PostAsync(Cards, Order(id, "NOSITE"))).IsProblem(404, "no-such-site");
    }

    [Fact]
    public async Task A_site_never_issues_beyond_its_quota_however_many_ask_at_once()
    {
        using var officer = api.As("Enrollment.Officer");
        var site = await OpenSiteAsync(quota: 2);
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TestPeople.PrepareAsync(officer.Client)));
        var replies = await Task.WhenAll(ids.Select(id => officer.PostAsync(Cards, Order(id, site))));
        Assert.Equal(2, replies.Count(reply => reply.Status == 201));
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.IsProblem(409, "quota-used-up"));
    }

    [Fact]
    public async Task Of_twins_for_one_cardholder_exactly_one_is_issued()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.PrepareAsync(officer.Client);
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => officer.PostAsync(Cards, Order(id))));
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.IsProblem(409, "card-exists"));
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_gets_the_first_answer()
    {
        using var officer = api.As("Enrollment.Officer");
        var (id, key) = (await TestPeople.PrepareAsync(officer.Client), Guid.NewGuid().ToString());
        var first = (await officer.PostAsync(Cards, Order(id), key)).Is(201);
        var repeat = (await officer.PostAsync(Cards, Order(id), key)).Is(201);
        Assert.Equal(first.Text, repeat.Text);
        Assert.Equal(first.Headers.Location, repeat.Headers.Location);
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused_with_422()
    {
        using var officer = api.As("Enrollment.Officer");
        var (id, key) = (await TestPeople.PrepareAsync(officer.Client), Guid.NewGuid().ToString());
        (await officer.PostAsync(Cards, Order(id), key)).Is(201);
        (await officer.PostAsync(Cards, Order(id, "NOSITE"), key)).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_key_of_an_enrollment_cannot_issue_a_card()
    {
        using var officer = api.As("Enrollment.Officer");
        var key = Guid.NewGuid().ToString();
        var created = (await officer.PostAsync("/api/v1/cardholders", TestPeople.Person(), key)).Is(201);
        (await officer.PostAsync(Cards, Order(created.Json["id"]!.GetValue<string>()), key)).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_bad_order_is_told_all_its_faults()
    {
        using var officer = api.As("Enrollment.Officer");
        var before = api.Storage.Writes;
        (await officer.PostAsync(Cards, new JsonObject { ["cardholderId"] = "x", ["siteId"] = 5, ["rush"] = true }))
            .IsInvalid("cardholderId", "siteId", "rush");
        (await officer.PostAsync(Cards, new JsonObject())).IsInvalid("cardholderId", "siteId");
        (await officer.PostAsync(Cards, Order("AAAAAAAAAAAAAAAAAAAAAA"), key: "")).IsProblem(400, "idempotency-key-required");
        (await officer.PostAsync(Cards, Caller.Json("{"))).IsProblem(400, "malformed-json");
        (await officer.PostAsync(Cards, Caller.Bytes([], null))).IsProblem(415, "unsupported-media-type");
        (await officer.PostAsync(Cards, Caller.Json(new string(' ', 65_537)))).IsProblem(413, "body-too-large");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task An_unknown_cardholder_gets_no_card()
    {
        using var officer = api.As("Enrollment.Officer");
        (await officer.PostAsync(Cards, Order("AAAAAAAAAAAAAAAAAAAAAA"))).IsProblem(404, "no-such-cardholder");
    }

    [Theory]
    [InlineData("000000000000")]
    [InlineData("000000000001")]
    [InlineData("0000")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("0000-0000-0000-0000-0000-0000-0000")]
    public async Task An_unknown_or_malformed_number_is_no_card(string number)
    {
        using var officer = api.As("Enrollment.Officer");
        foreach (var path in new[] { $"{Cards}/{number}", $"{Cards}/{number}/front.svg", $"{Cards}/{number}/back.svg" })
        {
            (await officer.GetAsync(path)).IsProblem(404, "no-such-card");
        }
    }

    private JsonObject Order(string cardholderId, string? siteId = null) =>
        new() { ["cardholderId"] = cardholderId, ["siteId"] = siteId ?? api.Host.SiteId };

    private async Task<string> IssuedAsync(Caller officer)
    {
        var id = await TestPeople.PrepareAsync(officer.Client);
        return (await officer.PostAsync(Cards, Order(id))).Is(201).Json["cardNumber"]!.GetValue<string>();
    }

    private async Task<string> OpenSiteAsync(int quota)
    {
        using var administrator = api.As("Program.Administrator");
        var site = $"Q{Random.Shared.Next(10_000_000):D7}";
        (await administrator.PutAsync($"/api/v1/sites/{site}", new JsonObject { ["name"] = "Small site", ["quota"] = quota })).Is(200);
        return site;
    }

    private static async Task<Trust> TrustAsync(Caller nobody)
    {
        var keys = (await nobody.GetAsync("/api/v1/keys")).Is(200).Json["keys"]!.AsArray();
        return new Trust("https://securedocket.example", keys.Select(key => new VerificationKey(Coordinate(key!, "x"), Coordinate(key!, "y"))));
    }

    private static byte[] Coordinate(JsonNode key, string name) => System.Buffers.Text.Base64Url.DecodeFromChars(key[name]!.GetValue<string>());
}
