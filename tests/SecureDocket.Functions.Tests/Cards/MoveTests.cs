using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>Suspending, reinstating and revoking a card, and what verification says of it.</summary>
public sealed class MoveTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_card_goes_out_of_force_and_back_and_out_for_good_and_every_verifier_sees_it()
    {
        using var officer = api.As("Enrollment.Officer");
        using var field = api.As("Field.Officer");
        var card = await TestPeople.IssueAsync(api.Host);
        await AssertVerdictAsync(card, "valid");

        var suspended = (await field.PostAsync(To(card, "suspension"), Reason("lost"))).Is(200);
        Assert.Equal(("suspended", "lost"), (Status(suspended), suspended.Json["statusReason"]!.GetValue<string>()));
        await AssertVerdictAsync(card, "invalid", "suspended");

        var reinstated = (await officer.PostAsync(To(card, "reinstatement"), new JsonObject())).Is(200);
        Assert.Equal("active", Status(reinstated));
        Assert.Null(reinstated.Json["statusReason"]);
        await AssertVerdictAsync(card, "valid");

        var revoked = (await officer.PostAsync(To(card, "revocation"), Reason("misused"))).Is(200);
        Assert.Equal(("revoked", "misused"), (Status(revoked), revoked.Json["statusReason"]!.GetValue<string>()));
        await AssertVerdictAsync(card, "invalid", "revoked");
    }

    [Theory]
    [InlineData("", "reinstatement", "active")]
    [InlineData("suspension", "suspension", "suspended")]
    [InlineData("revocation", "suspension", "revoked")]
    [InlineData("revocation", "reinstatement", "revoked")]
    [InlineData("revocation", "revocation", "revoked")]
    public async Task A_move_that_is_not_open_is_refused_and_names_the_present_state(string first, string second, string state)
    {
        using var officer = api.As("Enrollment.Officer");
        var card = await TestPeople.IssueAsync(api.Host);
        if (first.Length > 0)
        {
            (await officer.PostAsync(To(card, first), Reason("stolen"))).Is(200);
        }

        var writes = api.Storage.Writes;
        var refused = (await officer.PostAsync(To(card, second), second == "reinstatement" ? new JsonObject() : Reason("lost"))).IsProblem(409, "card-status");
        Assert.Contains(state, refused.Json["detail"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);

        // The key and its answer are kept; nothing else is written.
        Assert.Equal(writes + 2, api.Storage.Writes);
        Assert.Equal(state, Status((await officer.GetAsync(To(card, ""))).Is(200)));
    }

    [Theory]
    [InlineData("suspension", """{"reason":"case-closed"}""", "reason")]
    [InlineData("suspension", """{}""", "reason")]
    [InlineData("suspension", """{"reason":7}""", "reason")]
    [InlineData("revocation", """{"reason":"under-review"}""", "reason")]
    [InlineData("reinstatement", """{"reason":"lost"}""", "reason")]
    public async Task A_body_with_another_reason_is_refused_and_changes_nothing(string move, string body, string field)
    {
        using var officer = api.As("Enrollment.Officer");
        var card = await TestPeople.IssueAsync(api.Host);
        var writes = api.Storage.Writes;
        var refused = (await officer.PostAsync(To(card, move), Caller.Json(body))).IsProblem(400, "invalid");
        Assert.Equal(field, Assert.Single(refused.Json["errors"]!.AsArray())!["field"]!.GetValue<string>());
        Assert.Equal(writes, api.Storage.Writes);
    }

    [Fact]
    public async Task A_move_needs_a_key_and_a_known_card()
    {
        using var officer = api.As("Enrollment.Officer");
        var card = await TestPeople.IssueAsync(api.Host);
        (await officer.PostAsync(To(card, "suspension"), Reason("lost"), key: "")).IsProblem(400, "idempotency-key-required");
        (await officer.PostAsync("/api/v1/cards/0000-0000-0000/suspension", Reason("lost"))).IsProblem(404, "no-such-card");
        (await officer.PostAsync("/api/v1/cards/nothing/suspension", Reason("lost"))).IsProblem(404, "no-such-card");
    }

    [Fact]
    public async Task A_repeat_gets_the_first_answer_whatever_has_happened_since()
    {
        using var officer = api.As("Enrollment.Officer");
        var card = await TestPeople.IssueAsync(api.Host);
        var key = Guid.NewGuid().ToString();
        var first = (await officer.PostAsync(To(card, "suspension"), Reason("lost"), key)).Is(200);
        (await officer.PostAsync(To(card, "reinstatement"), new JsonObject())).Is(200);
        var repeated = (await officer.PostAsync(To(card, "suspension"), Reason("lost"), key)).Is(200);
        Assert.Equal(first.Json.ToJsonString(), repeated.Json.ToJsonString());
        Assert.Equal("active", Status(await officer.GetAsync(To(card, ""))));
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("stolen")]
    public async Task A_card_under_review_that_is_reported_lost_stays_suspended_for_the_new_reason(string reason)
    {
        using var officer = api.As("Enrollment.Officer");
        var card = await TestPeople.IssueAsync(api.Host);
        (await officer.PostAsync(To(card, "suspension"), Reason("under-review"))).Is(200);
        var lost = (await officer.PostAsync(To(card, "loss"), Reason(reason))).Is(200);
        Assert.Equal(("suspended", reason), (Status(lost), lost.Json["statusReason"]!.GetValue<string>()));
        await AssertVerdictAsync(card, "invalid", "suspended");

        var again = (await officer.PostAsync(To(card, "loss"), Reason(reason))).IsProblem(409, "card-status");
        Assert.Contains("Suspended", again.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        var docket = await DocketAssertions.AssertWholeAsync(api.Host, card);
        Assert.Equal(["card-suspended", "card-reported-lost"], docket.News().Select(news => news.News));
    }

    [Fact]
    public async Task A_new_card_may_follow_a_revoked_one_with_the_next_serial_and_another_entry()
    {
        using var officer = api.As("Enrollment.Officer");
        var card = await TestPeople.IssueAsync(api.Host);
        (await officer.PostAsync(To(card, "revocation"), Reason("stolen"))).Is(200);
        var order = new JsonObject { ["cardholderId"] = card["cardholderId"]!.GetValue<string>(), ["siteId"] = api.Host.SiteId };
        var next = (await officer.PostAsync("/api/v1/cards", order)).Is(201).Json;
        Assert.Equal(2, next["serial"]!.GetValue<int>());
        Assert.NotEqual(card["statusEntry"]!.ToJsonString(), next["statusEntry"]!.ToJsonString());
        await AssertVerdictAsync(card, "invalid", "revoked");
        (await officer.GetAsync(To(card, "front.svg"))).IsProblem(409, "card-not-active");
    }

    private async Task AssertVerdictAsync(JsonObject card, string verdict, params string[] reasons)
    {
        foreach (var role in new[] { "Field.Officer", "Partner.Verifier", null })
        {
            using var verifier = api.As(role);
            var question = new JsonObject { ["credential"] = card["credential"]!.GetValue<string>() };
            var answer = (await verifier.PostAsync("/api/v1/verifications", question, key: "")).Is(200).Json;
            Assert.Equal(verdict, answer["verdict"]!.GetValue<string>());
            Assert.Equal(reasons, answer["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>()));
        }
    }

    private static string To(JsonObject card, string what) => $"/api/v1/cards/{card["cardNumber"]}/{what}".TrimEnd('/');

    private static JsonObject Reason(string reason) => new() { ["reason"] = reason };

    private static string Status(Reply reply) => reply.Json["status"]!.GetValue<string>();
}
