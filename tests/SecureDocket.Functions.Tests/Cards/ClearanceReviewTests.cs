using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>A card is as good as its person's clearance, and an officer decides what becomes of one that is no longer cleared.</summary>
public sealed class ClearanceReviewTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("Denied")]
    [InlineData("Pending")]
    public async Task A_card_whose_person_is_no_longer_cleared_is_out_of_force_at_once_and_waits_for_an_officer(string result)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        await RecordAsync(officer, card, result);

        (await officer.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsInvalid("suspended");
        var docket = await DocketAsync(card);
        Assert.True(await DocketAssertions.IsNotedAsync(api.Host, docket.Cards.Single()));
        (await officer.GetAsync($"{Of(card)}/front.svg")).IsProblem(409, "card-not-active");
        (await officer.PostAsync($"{Of(card)}/reinstatement", new JsonObject())).IsProblem(409, "not-cleared");
        (await officer.PostAsync($"{Of(card)}/reinstatement", new JsonObject { ["reason"] = "mistaken-identity" })).IsProblem(409, "not-cleared");
        (await officer.PostAsync($"{Of(card)}/replacement", new JsonObject { ["reason"] = "damaged", ["siteId"] = api.Host.SiteId }))
            .IsProblem(409, "not-cleared", "card-status");

        // A denial is told by text, a check that is pending again is not.
        Assert.Equal(result == "Denied" ? ["clearance-denied"] : [], News(docket));
        var waiting = Assert.Single(await ReviewsAsync(officer), review => review["cardholderId"]!.GetValue<string>() == card["cardholderId"]!.GetValue<string>());
        var shown = (await officer.GetAsync(waiting["href"]!.GetValue<string>())).Is(200).Json["cards"]![0]!;
        Assert.Equal(waiting["since"]!.GetValue<DateTimeOffset>(), shown["reviewSince"]!.GetValue<DateTimeOffset>());

        // The officer's word ends it.
        var revoked = (await officer.PostAsync($"{Of(card)}/revocation", new JsonObject { ["reason"] = "issued-in-error" })).Is(200).Json;
        Assert.Null(revoked["reviewSince"]);
        Assert.Empty(await ReviewsAsync(officer, card));
    }

    [Fact]
    public async Task A_card_goes_back_in_force_by_an_officer_with_a_reason_once_its_person_is_cleared_again()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        await RecordAsync(officer, card, "Denied");
        await RecordAsync(officer, card, "Cleared");

        // A new result alone brings no card back, and there is no way around the review.
        (await officer.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsInvalid("suspended");
        (await officer.PostAsync($"{Of(card)}/reinstatement", new JsonObject())).IsInvalid("reason");
        (await officer.PostAsync($"{Of(card)}/reinstatement", new JsonObject { ["reason"] = "because" })).IsInvalid("reason");
        (await officer.PostAsync($"{Of(card)}/replacement", new JsonObject { ["reason"] = "damaged", ["siteId"] = api.Host.SiteId })).IsProblem(409, "card-status");
        Assert.Single(await ReviewsAsync(officer, card));

        var back = (await officer.PostAsync($"{Of(card)}/reinstatement", new JsonObject { ["reason"] = "mistaken-identity" })).Is(200).Json;
        Assert.Equal(("active", "mistaken-identity"), (back["status"]!.GetValue<string>(), back["reinstatedFor"]!.GetValue<string>()));
        (await officer.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsValid();
        Assert.Empty(await ReviewsAsync(officer, card));

        // Another denial is another review.
        await RecordAsync(officer, card, "Denied");
        Assert.Single(await ReviewsAsync(officer, card));
    }

    [Fact]
    public async Task A_denial_after_a_pending_check_is_told_and_one_of_a_lost_card_keeps_it_lost()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        (await officer.PostAsync($"{Of(card)}/loss", new JsonObject { ["reason"] = "lost" })).Is(200);
        await RecordAsync(officer, card, "Pending");
        Assert.Equal(["card-reported-lost"], News(await DocketAsync(card)));
        await RecordAsync(officer, card, "Denied");
        var docket = await DocketAsync(card);
        Assert.Contains("clearance-denied", News(docket));
        Assert.Equal(("lost", SecureDocket.Cards.CardStatus.Suspended), (docket.Cards.Single().StatusReason, docket.Cards.Single().Status));
        Assert.Single(await ReviewsAsync(officer, card));
    }

    [Fact]
    public async Task A_person_without_a_card_has_nothing_to_review()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.PrepareAsync(officer.Client);
        await RecordAsync(officer, new JsonObject { ["cardholderId"] = id }, "Denied");
        Assert.Empty(await ReviewsAsync(officer, new JsonObject { ["cardholderId"] = id }));
        (await officer.GetAsync("/api/v1/clearance-reviews?page=!")).IsInvalid("page");
    }

    private static string Of(JsonObject card) => $"/api/v1/cards/{card["cardNumber"]!.GetValue<string>().Replace("-", "", StringComparison.Ordinal)}";

    private static async Task RecordAsync(Caller officer, JsonObject card, string result)
    {
        var path = $"/api/v1/cardholders/{card["cardholderId"]}";
        var body = result == "Pending"
            ? new JsonObject { ["result"] = result }
            : new JsonObject { ["result"] = result, ["reference"] = $"BGC-{Guid.NewGuid():N}", ["date"] = "2026-01-31" };
        (await officer.PutAsync($"{path}/clearance", body, (await officer.GetAsync(path)).ETag)).Is(200);
    }

    private static async Task<List<JsonNode>> ReviewsAsync(Caller officer)
    {
        List<JsonNode> reviews = [];
        for (string? page = ""; page is not null;)
        {
            var answer = (await officer.GetAsync($"/api/v1/clearance-reviews{page}")).Is(200).Json;
            reviews.AddRange(answer["reviews"]!.AsArray().OfType<JsonNode>());
            page = answer["next"] is { } next ? $"?page={next}" : null;
        }

        return reviews;
    }

    private static async Task<List<JsonNode>> ReviewsAsync(Caller officer, JsonObject card) =>
        [.. (await ReviewsAsync(officer)).Where(review => review["cardholderId"]!.GetValue<string>() == card["cardholderId"]!.GetValue<string>())];

    private static List<string?> News(Docket docket) => [.. docket.Reminders
        .Where(reminder => reminder.Subject.Kind == ReminderSubjectKind.Card && reminder.State == ReminderState.Planned)
        .Select(reminder => reminder.News)];

    private async Task<Docket> DocketAsync(JsonObject card)
    {
        Assert.True(CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id));
        return (await api.Host.Services.GetRequiredService<DocketStore>().LoadAsync(id, default))!;
    }
}
