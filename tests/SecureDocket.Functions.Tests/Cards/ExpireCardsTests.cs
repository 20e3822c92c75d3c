using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>Recording what has expired. The host is this class's own, because its clock moves.</summary>
public sealed class ExpireCardsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_card_is_recorded_as_expired_once_its_last_day_has_passed()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var expires = card["expires"]!.GetValue<DateTimeOffset>();
        api.Host.Clock.Advance(expires.UtcDateTime.Date.AddDays(1) - api.Host.Clock.GetUtcNow().UtcDateTime - TimeSpan.FromTicks(1));
        await ExpireAsync();
        Assert.Equal(CardStatus.Active, (await DocketAssertions.AssertWholeAsync(api.Host, card)).Cards.Single().Status);

        api.Host.Clock.Advance(TimeSpan.FromTicks(1));
        await ExpireAsync();
        await ExpireAsync();
        var docket = await DocketAssertions.AssertWholeAsync(api.Host, card);
        Assert.Equal((CardStatus.Expired, null), (docket.Cards.Single().Status, docket.Cards.Single().StatusReason));
        Assert.Equal(1, docket.Told("card-expired"));
        Assert.Empty(await DocketAssertions.HintsAsync(api.Host, docket));
        Assert.Equal(0, await ExpireAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Verification_says_expired_once_whether_it_is_recorded_or_not(bool typed)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        api.Host.Clock.Advance(TimeSpan.FromDays(367));
        await ExpireAsync();
        using var officer = api.As("Field.Officer");
        (await officer.VerifyAsync(typed
            ? Verifying.Number(card["cardNumber"]!.GetValue<string>())
            : Verifying.Credential(card["credential"]!.GetValue<string>()))).IsInvalid("expired");
    }

    [Fact]
    public async Task A_suspended_card_expires_too_and_its_list_is_told()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        await MoveAsync(card, "loss");
        api.Host.Clock.Advance(TimeSpan.FromDays(367));
        await ExpireAsync();
        var expired = (await DocketAssertions.AssertWholeAsync(api.Host, card)).Cards.Single();
        Assert.Equal((CardStatus.Expired, Credentials.CardState.Valid), (expired.Status, expired.State));
        Assert.True(await DocketAssertions.IsNotedAsync(api.Host, expired));
    }

    [Theory]
    [InlineData("revocation")]
    [InlineData("replacement")]
    public async Task A_card_that_left_before_stays_as_it_is_and_its_hint_goes(string move)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        await MoveAsync(card, move);
        var left = (await DocketAssertions.AssertWholeAsync(api.Host, card)).Cards[0].Status;
        api.Host.Clock.Advance(TimeSpan.FromDays(367));
        await ExpireAsync();
        var docket = await DocketAssertions.AssertWholeAsync(api.Host, card);
        Assert.Equal(left, docket.Cards[0].Status);
        Assert.All(docket.Cards.Skip(1), next => Assert.Equal(CardStatus.Expired, next.Status));
        Assert.Empty(await DocketAssertions.HintsAsync(api.Host, docket));
    }

    [Fact]
    public async Task A_hint_to_a_card_or_docket_that_never_came_to_be_is_dropped()
    {
        var docket = await DocketAssertions.AssertWholeAsync(api.Host, await TestPeople.IssueAsync(api.Host));
        var issued = api.Host.Services.GetRequiredService<IssuedCards>();
        var past = docket.Cards.Single() with { Number = CardNumber.FromBytes(Guid.NewGuid().ToByteArray()), Expires = api.Host.Clock.GetUtcNow().AddDays(-2) };
        await issued.AddAsync(docket.Cardholder.Id, past, default);
        await issued.AddAsync(CardholderId.New(), past with { Number = CardNumber.FromBytes(Guid.NewGuid().ToByteArray()) }, default);
        Assert.Equal(2, await ExpireAsync());
        Assert.Equal(0, await ExpireAsync());
        Assert.Equal(docket.Version, (await DocketAssertions.AssertWholeAsync(api.Host, new JsonObject { ["cardholderId"] = docket.Cardholder.Id.ToString() })).Version);
    }

    private Task<int> ExpireAsync() => api.Host.Services.GetRequiredService<ExpireCards>().ExecuteAsync(default);

    private async Task MoveAsync(JsonObject card, string move)
    {
        using var officer = api.As("Enrollment.Officer");
        var body = new JsonObject { ["reason"] = "lost" };
        if (move == "replacement")
        {
            body["siteId"] = api.Host.SiteId;
        }

        Assert.InRange((await officer.PostAsync($"/api/v1/cards/{card["cardNumber"]}/{move}", body)).Status, 200, 201);
    }
}
