using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>A card in time. The host is this class's own, because its clock moves.</summary>
public sealed class ExpiryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_card_holds_until_it_expires(bool typed)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var question = typed
            ? Verifying.Number(card["cardNumber"]!.GetValue<string>())
            : Verifying.Credential(card["credential"]!.GetValue<string>());
        var left = card["expires"]!.GetValue<DateTimeOffset>() - api.Host.Clock.GetUtcNow();

        api.Host.Clock.Advance(left - TimeSpan.FromSeconds(1));
        using var before = api.As("Partner.Verifier");
        (await before.VerifyAsync(question)).IsValid();
        api.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        using var after = api.As("Partner.Verifier");
        var expired = (await after.VerifyAsync(question)).IsInvalid("expired");
        Reply.HasExactly(expired, "verdict", "reasons", "evidence", "id", "expires");
    }

    [Fact]
    public async Task A_partner_learns_no_match_of_an_expired_card()
    {
        var question = Verifying.Credential((await TestPeople.IssueAsync(api.Host))["credential"]!.GetValue<string>());
        (question["fullName"], question["birthDate"]) = ("Miron Zarechny", "1990-02-28");
        api.Host.Clock.Advance(TimeSpan.FromDays(366));
        using var partner = api.As("Partner.Verifier");
        Reply.HasExactly((await partner.VerifyAsync(question)).IsInvalid("expired"), "verdict", "reasons", "evidence", "id", "expires");
    }

    [Fact]
    public async Task An_expired_card_is_shown_as_such_and_printed_no_more()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        api.Host.Clock.Advance(TimeSpan.FromDays(366));
        using var officer = api.As("Enrollment.Officer");
        var address = $"/api/v1/cards/{card["cardNumber"]}";
        Assert.Equal("expired", (await officer.GetAsync(address)).Is(200).Json["status"]!.GetValue<string>());
        var docket = (await officer.GetAsync($"/api/v1/cardholders/{card["cardholderId"]}")).Is(200).Json;
        Assert.Equal("expired", Assert.Single(docket["cards"]!.AsArray())!["status"]!.GetValue<string>());
        (await officer.GetAsync($"{address}/front.svg")).IsProblem(409, "card-not-active");
    }

    [Fact]
    public async Task A_card_does_not_hold_before_it_is_issued()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        api.Host.Clock.Advance(-TimeSpan.FromHours(1));
        using var officer = api.As("Field.Officer");
        (await officer.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsInvalid("not-yet-valid");
        api.Host.Clock.Advance(TimeSpan.FromHours(1));
    }
}
