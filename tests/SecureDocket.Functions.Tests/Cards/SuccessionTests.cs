using System.Text.Json.Nodes;
using SecureDocket.Cards;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>One card in the place of another: replacement and renewal. The host is this class's own, because its clock moves.</summary>
public sealed class SuccessionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_lost_card_is_reported_and_replaced()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var field = api.As("Field.Officer");
        using var officer = api.As("Enrollment.Officer");
        var lost = (await field.PostAsync(To(card, "loss"), new JsonObject { ["reason"] = "stolen" })).Is(200).Json;
        Assert.Equal(("suspended", "stolen"), (lost["status"]!.GetValue<string>(), lost["statusReason"]!.GetValue<string>()));
        await AssertVerdictAsync(card, "suspended");

        var reply = (await officer.PostAsync(To(card, "replacement"), Order("stolen"))).Is(201).HasSafeHeaders();
        var next = (await officer.GetAsync(reply.Headers.Location!.ToString())).Is(200).Json;
        Assert.Equal((2, "active"), (next["serial"]!.GetValue<int>(), next["status"]!.GetValue<string>()));
        Assert.Equal(card["cardNumber"]!.GetValue<string>(), next["replaces"]!.GetValue<string>());
        Assert.NotEqual(card["cardNumber"]!.GetValue<string>(), next["cardNumber"]!.GetValue<string>());
        Assert.NotEqual(card["statusEntry"]!.ToJsonString(), next["statusEntry"]!.ToJsonString());
        await AssertVerdictAsync(card, "replaced");
        await AssertVerdictAsync(next);

        var old = (await officer.GetAsync(To(card, ""))).Is(200).Json;
        Assert.Equal(("replaced", "stolen"), (old["status"]!.GetValue<string>(), old["statusReason"]!.GetValue<string>()));
        var docket = await DocketAssertions.AssertWholeAsync(api.Host, card);
        Assert.Equal(["card-reported-lost", "card-replaced"], docket.News().Select(news => news.News));
        Assert.Equal(docket.Cards.Select(each => each.Number.ToString()), docket.News().Select(news => news.Subject.Id));
        Assert.True(await DocketAssertions.IsNotedAsync(api.Host, docket.Cards[0]));
        Assert.Equal(2, (await DocketAssertions.HintsAsync(api.Host, docket)).Count);
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("damaged")]
    [InlineData("details-changed")]
    [InlineData("key-withdrawn")]
    public async Task An_active_card_is_replaced_for_each_of_these_reasons(string reason)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        (await officer.PostAsync(To(card, "replacement"), Order(reason))).Is(201);
        Assert.Equal(reason, (await officer.GetAsync(To(card, ""))).Json["statusReason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_card_is_renewed_in_its_last_days_and_the_old_one_leaves()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        api.Host.Clock.Advance(TimeSpan.FromDays(364));
        using var officer = api.As("Enrollment.Officer");
        var next = (await officer.PostAsync(To(card, "renewal"), new JsonObject { ["siteId"] = api.Host.SiteId })).Is(201).Json;
        Assert.Equal(api.Host.Clock.GetUtcNow().AddDays(365).ToUnixTimeSeconds(), next["expires"]!.GetValue<DateTimeOffset>().ToUnixTimeSeconds());
        var docket = await DocketAssertions.AssertWholeAsync(api.Host, card);
        Assert.Equal([(CardStatus.Replaced, "renewed"), (CardStatus.Active, null)], docket.Cards.Select(each => (each.Status, each.StatusReason)));
        Assert.Equal("card-renewed", docket.News()[^1].News);
        await AssertVerdictAsync(card, "replaced");
    }

    [Fact]
    public async Task A_card_is_replaced_again_and_again_and_each_repetition_gets_its_own_card()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        var (one, two) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var second = (await officer.PostAsync(To(card, "replacement"), Order("damaged"), one)).Is(201).Json;
        var third = (await officer.PostAsync(To(second, "replacement"), Order("damaged"), two)).Is(201).Json;
        Assert.Equal(second.ToJsonString(), (await officer.PostAsync(To(card, "replacement"), Order("damaged"), one)).Is(201).Json.ToJsonString());
        Assert.Equal(third.ToJsonString(), (await officer.PostAsync(To(second, "replacement"), Order("damaged"), two)).Is(201).Json.ToJsonString());
        var docket = await DocketAssertions.AssertWholeAsync(api.Host, card);
        Assert.Equal([CardStatus.Replaced, CardStatus.Replaced, CardStatus.Active], docket.Cards.Select(each => each.Status));
    }

    [Fact]
    public async Task Everything_that_stands_against_a_successor_is_named_at_once()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        (await officer.PutAsync($"/api/v1/cardholders/{card["cardholderId"]}/clearance", new JsonObject { ["result"] = "Pending" }, "\"5\"")).Is(200);
        (await officer.PostAsync(To(card, "revocation"), new JsonObject { ["reason"] = "misused" })).Is(200);
        (await officer.PostAsync(To(card, "replacement"), new JsonObject { ["siteId"] = "NOPE", ["reason"] = "lost" }))
            .IsProblem(409, "not-cleared", "card-status", "no-such-site");
        (await officer.PostAsync(To(card, "renewal"), new JsonObject { ["siteId"] = "NOPE" }))
            .IsProblem(409, "not-cleared", "card-status", "no-such-site");
    }

    [Fact]
    public async Task A_successor_counts_against_the_quota_of_its_site()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        using var administrator = api.As("Program.Administrator");
        var site = $"Q{Random.Shared.Next(10_000_000):D7}";
        (await administrator.PutAsync($"/api/v1/sites/{site}", new JsonObject { ["name"] = "Full", ["quota"] = 0 })).Is(200);
        var order = new JsonObject { ["siteId"] = site, ["reason"] = "lost" };
        (await officer.PostAsync(To(card, "replacement"), order)).IsProblem(409, "quota-used-up");
        await AssertVerdictAsync(card);
    }

    [Fact]
    public async Task A_bad_order_is_told_all_its_faults_and_changes_nothing()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        var writes = api.Storage.Writes;
        (await officer.PostAsync(To(card, "replacement"), new JsonObject { ["siteId"] = "?", ["reason"] = "renewed", ["rush"] = true })).IsInvalid("siteId", "reason", "rush");
        (await officer.PostAsync(To(card, "replacement"), new JsonObject())).IsInvalid("siteId", "reason");
        (await officer.PostAsync(To(card, "renewal"), new JsonObject { ["reason"] = "lost" })).IsInvalid("siteId", "reason");
        (await officer.PostAsync(To(card, "loss"), new JsonObject { ["reason"] = "under-review" })).IsInvalid("reason");
        foreach (var move in new[] { "replacement", "renewal", "loss" })
        {
            (await officer.PostAsync(To(card, move), Caller.Json("["))).IsProblem(400, "malformed-json");
            (await officer.PostAsync($"/api/v1/cards/nothing/{move}", new JsonObject())).IsProblem(404, "no-such-card");
        }

        (await officer.PostAsync(To(card, "replacement"), Order("lost"), key: "")).IsProblem(400, "idempotency-key-required");
        Assert.Equal(writes, api.Storage.Writes);
    }

    [Fact]
    public async Task A_number_that_is_on_no_record_has_no_successor()
    {
        using var officer = api.As("Enrollment.Officer");
        (await officer.PostAsync("/api/v1/cards/0000-0000-0000/replacement", Order("lost"))).IsProblem(404, "no-such-card");
        (await officer.PostAsync("/api/v1/cards/0000-0000-0000/loss", new JsonObject { ["reason"] = "lost" })).IsProblem(404, "no-such-card");
    }

    [Fact]
    public async Task Of_replacements_at_once_exactly_one_wins()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => officer.PostAsync(To(card, "replacement"), Order("lost"))));
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.IsProblem(409, "card-status"));
        Assert.Equal(2, (await DocketAssertions.AssertWholeAsync(api.Host, card)).Cards.Count);
    }

    [Fact]
    public async Task An_expired_card_is_no_obstacle_to_a_new_one_and_is_recorded_with_it()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        api.Host.Clock.Advance(TimeSpan.FromDays(365));
        using var officer = api.As("Enrollment.Officer");
        var order = new JsonObject { ["cardholderId"] = card["cardholderId"]!.GetValue<string>(), ["siteId"] = api.Host.SiteId };
        var next = (await officer.PostAsync("/api/v1/cards", order)).Is(201).Json;
        Assert.Null(next["replaces"]);
        var docket = await DocketAssertions.AssertWholeAsync(api.Host, card);
        Assert.Equal([CardStatus.Expired, CardStatus.Active], docket.Cards.Select(each => each.Status));
        await AssertVerdictAsync(card, "expired");
    }

    private JsonObject Order(string reason) => new() { ["siteId"] = api.Host.SiteId, ["reason"] = reason };

    private async Task AssertVerdictAsync(JsonObject card, params string[] reasons)
    {
        using var verifier = api.As("Field.Officer");
        var question = new JsonObject { ["credential"] = card["credential"]!.GetValue<string>() };
        var answer = (await verifier.PostAsync("/api/v1/verifications", question, key: "")).Is(200).Json;
        Assert.Equal(reasons, answer["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>()));
    }

    private static string To(JsonObject card, string what) => $"/api/v1/cards/{card["cardNumber"]}/{what}".TrimEnd('/');
}
