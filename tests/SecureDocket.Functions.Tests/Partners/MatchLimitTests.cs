using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Partners;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Partners;

/// <summary>A partner that knows a card learns no birth date by guessing.</summary>
public sealed class MatchLimitTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static int s_partners;

    [Fact]
    public async Task Five_questions_a_day_are_answered_about_one_card_and_the_right_one_after_them_is_not()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var other = await TestPeople.IssueAsync(api.Host);
        var id = await RegisterAsync();
        using var partner = api.As(id, "Partner.Verifier");
        for (var guess = 1; guess <= 5; guess++)
        {
            Assert.False((await AskAsync(partner, card, $"1990-02-0{guess}")).Is(200).Json["birthDateMatches"]!.GetValue<bool>());
        }

        var limited = (await AskAsync(partner, card, "1990-02-28")).IsProblem(429, "match-limit");
        var tomorrow = api.Host.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1) - api.Host.Clock.GetUtcNow().UtcDateTime;
        Assert.InRange(double.Parse(limited.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), tomorrow.TotalSeconds - 1, tomorrow.TotalSeconds + 1);

        // By its number it is the same card; the verdict alone, another card and another partner are not concerned.
        var byNumber = Verifying.Number(card["cardNumber"]!.GetValue<string>());
        byNumber["fullName"] = "Miron Zarechny";
        (await partner.PostAsync(Verifying.Path, byNumber, key: "")).IsProblem(429, "match-limit");
        (await partner.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsValid();
        Assert.True((await AskAsync(partner, other, "1990-02-28")).Is(200).Json["birthDateMatches"]!.GetValue<bool>());
        using var colleague = api.As(await RegisterAsync(), "Partner.Verifier");
        Assert.True((await AskAsync(colleague, card, "1990-02-28")).Is(200).Json["birthDateMatches"]!.GetValue<bool>());

        var usage = await UsageAsync(id);
        Assert.Equal((1, 5, 2, 2), (usage("matched"), usage("mismatched"), usage("matchLimited"), usage("refused")));
        api.Host.Clock.Advance(tomorrow);
        using var nextDay = api.As(id, "Partner.Verifier");
        Assert.True((await AskAsync(nextDay, card, "1990-02-28")).Is(200).Json["birthDateMatches"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Many_guesses_at_once_get_no_more_answers_than_one_after_another()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var partner = api.As(await RegisterAsync(), "Partner.Verifier");
        var replies = await Task.WhenAll(Enumerable.Range(1, 28).Select(day => AskAsync(partner, card, $"1990-02-{day:D2}")));
        Assert.InRange(replies.Count(reply => (int)reply.Status == 200), 1, 28);
        Assert.All(replies.Where(reply => (int)reply.Status != 200), reply => reply.IsProblem(429, "match-limit"));
        (await AskAsync(partner, card, "1990-02-28")).IsProblem(429, "match-limit");
    }

    [Fact]
    public async Task What_does_not_match_is_disclosed_to_the_person()
    {
        var person = await TestCardholder.CreateAsync(api.Host);
        using var partner = api.As(await RegisterAsync(), "Partner.Verifier");
        var question = Verifying.Number(person.CardNumber);
        (question["fullName"], question["birthDate"]) = ("Somebody Else", "1990-02-28");
        Assert.False((await partner.VerifyAsync(question))["nameMatches"]!.GetValue<bool>());

        using var auditor = api.As("Docket.Auditor");
        var look = (await auditor.GetAsync($"/api/v1/cardholders/{person.Id}/disclosures")).Is(200).Json["disclosures"]!.AsArray().Single(each => each!["role"]!.GetValue<string>() == "Partner.Verifier")!;
        Assert.Equal(["verdict", "expires", "nameMatches", "birthDateMatches", "nameDiffers"], look["fields"]!.AsArray().Select(field => field!.GetValue<string>()));
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/disclosures");
        Assert.Contains("that a name or birth date they asked about is not yours", visitor.Page, StringComparison.Ordinal);
    }

    private static Task<Reply> AskAsync(Caller partner, JsonObject card, string birthDate)
    {
        var question = Verifying.Credential(card["credential"]!.GetValue<string>());
        question["birthDate"] = birthDate;
        return partner.PostAsync(Verifying.Path, question, key: "");
    }

    private async Task<string> RegisterAsync()
    {
        var id = $"guessing-{Interlocked.Increment(ref s_partners)}";
        using var administrator = api.As("Program.Administrator");
        (await administrator.PutAsync($"/api/v1/partners/{id}", new JsonObject
        {
            ["name"] = "Benefit office",
            ["kind"] = "live",
            ["scopes"] = new JsonArray("verify", "match-name", "match-birth-date"),
            ["contact"] = "desk@partner.example",
        })).Is(200);
        return id;
    }

    private async Task<Func<string, int>> UsageAsync(string id)
    {
        await api.Host.Services.GetRequiredService<PartnerMeters>().FlushAsync(id, default);
        using var administrator = api.As("Program.Administrator");
        var day = $"{api.Host.Clock.GetUtcNow():yyyy-MM-dd}";
        var usage = (await administrator.GetAsync($"/api/v1/partners/{id}/usage?from={day}&to={day}")).Is(200).Json["days"]![0]!;
        return name => usage[name]!.GetValue<int>();
    }
}
