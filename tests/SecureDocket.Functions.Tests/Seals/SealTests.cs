using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Seals;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Seals;

/// <summary>A look is kept from its person by an officer's word for three days, and longer by an administrator's.</summary>
public sealed class SealTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Officer = "officer-21";
    private const string Seals = "/api/v1/seals";

    [Fact]
    public async Task A_seal_that_nobody_confirms_ends_by_itself_after_72_hours()
    {
        var (person, seal) = await SealAsync();
        Assert.Equal("waiting", seal["status"]!.GetValue<string>());
        api.Host.Clock.Advance(Seal.AloneFor - TimeSpan.FromTicks(1));
        Assert.Equal(0, await ToldAsync(person));
        Assert.Equal("waiting", (await FindAsync(seal))["status"]!.GetValue<string>());

        api.Host.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, await ToldAsync(person));
        Assert.Equal("lapsed", (await FindAsync(seal))["status"]!.GetValue<string>());
        using var administrator = api.Administrator(Administrators.Approving);
        (await DecideAsync(administrator, seal, "confirmation")).IsProblem(409, "seal-status");
        (await DecideAsync(administrator, seal, "end")).IsProblem(409, "seal-status");
        Assert.Equal(1, await ToldAsync(person));
    }

    [Fact]
    public async Task A_confirmed_seal_holds_until_its_day_on_the_person_s_calendar()
    {
        var (person, seal) = await SealAsync(days: 10);
        using (var administrator = api.Administrator(Administrators.Approving))
        {
            var confirmed = (await DecideAsync(administrator, seal, "confirmation")).Is(200).Json;
            Assert.Equal(("confirmed", Administrators.Approving), (confirmed["status"]!.GetValue<string>(), confirmed["confirmedBy"]!.GetValue<string>()));
        }

        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(seal["sealedUntil"]!.GetValue<string>()).Value;
        var end = day.AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["America/Chicago"]).ToDateTimeOffset();
        api.Host.Clock.Advance(end - api.Host.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        Assert.Equal(0, await ToldAsync(person));
        api.Host.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, await ToldAsync(person));

        // On some calendar the day has not come for another while.
        Assert.Equal("confirmed", (await FindAsync(seal))["status"]!.GetValue<string>());
        api.Host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("over", (await FindAsync(seal))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Whoever_asked_never_confirms_and_may_take_it_back()
    {
        var (person, seal) = await SealAsync();
        using var asking = api.As(Officer, "Program.Administrator");
        (await DecideAsync(asking, seal, "confirmation")).IsProblem(403, "four-eyes");
        Assert.Equal("waiting", (await FindAsync(seal))["status"]!.GetValue<string>());
        Assert.Equal("declined", (await DecideAsync(asking, seal, "end")).Is(200).Json["status"]!.GetValue<string>());
        Assert.Equal(1, await ToldAsync(person));
        (await DecideAsync(asking, seal, "confirmation")).IsProblem(403, "four-eyes");
    }

    [Fact]
    public async Task A_decision_stands_however_often_it_is_repeated_and_another_s_is_told_of_it()
    {
        var (person, seal) = await SealAsync();
        using var administrator = api.Administrator(Administrators.Approving);
        using var third = api.Administrator(Administrators.Third);
        var confirmed = (await DecideAsync(administrator, seal, "confirmation")).Is(200).Text;
        Assert.Equal(confirmed, (await DecideAsync(administrator, seal, "confirmation")).Is(200).Text);
        (await DecideAsync(third, seal, "confirmation")).IsProblem(409, "seal-status");
        Assert.Equal(0, await ToldAsync(person));

        var ended = (await DecideAsync(third, seal, "end")).Is(200);
        Assert.Equal("ended", ended.Json["status"]!.GetValue<string>());
        Assert.Equal(ended.Text, (await DecideAsync(third, seal, "end")).Is(200).Text);
        (await DecideAsync(administrator, seal, "end")).IsProblem(409, "seal-status");
        (await DecideAsync(administrator, seal, "confirmation")).IsProblem(409, "seal-status");
        Assert.Equal(1, await ToldAsync(person));
    }

    [Fact]
    public async Task An_administrator_sees_officer_and_reason_and_never_whose_look_it_is()
    {
        var (person, seal) = await SealAsync("safety-of-a-person");
        Reply.HasExactly(seal, "id", "disclosureId", "lookedAt", "status", "reason", "sealedUntil", "requestedBy", "requestedAt", "confirmBefore");
        Assert.Equal((Officer, "safety-of-a-person"), (seal["requestedBy"]!.GetValue<string>(), seal["reason"]!.GetValue<string>()));
        Assert.Equal(api.Host.Clock.GetUtcNow() + TimeSpan.FromHours(72), seal["confirmBefore"]!.GetValue<DateTimeOffset>());
        using var administrator = api.Administrator(Administrators.Approving);
        var page = (await administrator.GetAsync(Seals)).Is(200).HasSafeHeaders().Text;
        Assert.DoesNotContain(person.ToString(), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_sees_who_confirmed_beside_the_look()
    {
        var (person, seal) = await SealAsync();
        using var administrator = api.Administrator(Administrators.Approving);
        (await DecideAsync(administrator, seal, "confirmation")).Is(200);
        using var auditor = api.As("Docket.Auditor");
        var look = (await auditor.GetAsync($"/api/v1/cardholders/{person}/disclosures")).Is(200).Json["disclosures"]!.AsArray()
            .Single(each => each!["id"]!.GetValue<string>() == seal["disclosureId"]!.GetValue<string>())!;
        Assert.Equal(seal["sealedUntil"]!.GetValue<string>(), look["sealedUntil"]!.GetValue<string>());
        Assert.Equal(
            (Officer, Administrators.Approving, "confirmed"),
            (look["seal"]!["requestedBy"]!.GetValue<string>(), look["seal"]!["confirmedBy"]!.GetValue<string>(), look["seal"]!["status"]!.GetValue<string>()));
        (await auditor.GetAsync(Seals)).Is(200);
    }

    [Fact]
    public async Task Seals_are_listed_page_by_page_the_newest_first()
    {
        using var officer = api.As(Officer, "Field.Officer");
        var card = await TestPeople.IssueAsync(api.Host);
        for (var number = 0; number < 101; number++)
        {
            api.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await officer.VerifyAsync(Question(card, 5, "court-order"));
        }

        using var administrator = api.Administrator(Administrators.Approving);
        List<string> ids = [];
        string? page = null;
        do
        {
            var json = (await administrator.GetAsync($"{Seals}{(page is null ? "" : $"?page={page}")}")).Is(200).Json;
            Assert.InRange(json["seals"]!.AsArray().Count, 1, 100);
            ids.AddRange(json["seals"]!.AsArray().Select(seal => seal!["id"]!.GetValue<string>()));
            page = json["next"]?.GetValue<string>();
        }
        while (page is not null);

        Assert.True(ids.Count >= 101);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids.Select(id => id[..17]).OrderDescending(StringComparer.Ordinal), ids.Select(id => id[..17]));
        (await administrator.GetAsync($"{Seals}?page=x")).IsInvalid("page");
    }

    [Fact]
    public async Task The_report_counts_each_month_and_reason_and_its_columns_add_up()
    {
        // A month of its own: what other tests seal is not counted with it.
        var now = api.Host.Clock.GetUtcNow();
        api.Host.Clock.Advance(new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(7) - now);
        var month = api.Host.Clock.GetUtcNow();
        using (var administrator = api.Administrator(Administrators.Approving))
        {
            (await DecideAsync(administrator, (await SealAsync()).Seal, "end")).Is(200);
            (await DecideAsync(administrator, (await SealAsync()).Seal, "confirmation")).Is(200);
            var ended = (await SealAsync()).Seal;
            (await DecideAsync(administrator, ended, "confirmation")).Is(200);
            (await DecideAsync(administrator, ended, "end")).Is(200);
            await SealAsync("court-order");
        }

        api.Host.Clock.Advance(TimeSpan.FromHours(73));
        await SealAsync();
        foreach (var role in new[] { "Docket.Auditor", "Program.Administrator" })
        {
            using var reader = api.As(role);
            var report = (await reader.GetAsync($"/api/v1/reports/seals?from={month:yyyy-MM-dd}&to={month.AddDays(6):yyyy-MM-dd}")).Is(200).Json;
            Assert.True(report["isComplete"]!.GetValue<bool>());
            Assert.Equal(
                [
                    $$"""{"month":"{{month:yyyy-MM}}","reason":"open-investigation","asked":4,"waiting":1,"confirmed":2,"declined":1,"lapsed":0,"endedEarly":1}""",
                    $$"""{"month":"{{month:yyyy-MM}}","reason":"court-order","asked":1,"waiting":0,"confirmed":0,"declined":0,"lapsed":1,"endedEarly":0}""",
                ],
                report["counts"]!.AsArray().Select(count => count!.ToJsonString()));
            Assert.Empty((await reader.GetAsync($"/api/v1/reports/seals?from={month.AddDays(-20):yyyy-MM-dd}&to={month.AddDays(-1):yyyy-MM-dd}")).Is(200).Json["counts"]!.AsArray());
            (await reader.GetAsync("/api/v1/reports/seals?from=2026-01-01&to=2027-01-02")).IsInvalid("to");
            (await reader.GetAsync("/api/v1/reports/seals")).IsInvalid("from", "to");
        }
    }

    [Fact]
    public async Task Until_and_reason_come_together_and_90_days_are_the_most()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As(Officer, "Field.Officer");
        var writes = api.Storage.Writes;
        (await officer.PostAsync(Verifying.Path, Question(card, 5, null), key: "")).IsInvalid("sealReason");
        (await officer.PostAsync(Verifying.Path, Question(card, null, "court-order"), key: "")).IsInvalid("sealedUntil");
        (await officer.PostAsync(Verifying.Path, Question(card, 5, "curiosity"), key: "")).IsInvalid("sealReason");
        (await officer.PostAsync(Verifying.Path, Question(card, 91, ""), key: "")).IsInvalid("sealedUntil", "sealReason");
        (await officer.PostAsync(Verifying.Path, Question(card, 0, "CourtOrder"), key: "")).IsInvalid("sealedUntil", "sealReason");
        Assert.Equal(writes, api.Storage.Writes);
        await officer.VerifyAsync(Question(card, 90, "court-order"));
    }

    [Fact]
    public async Task Nobody_but_an_officer_seals()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        foreach (var role in new[] { "Partner.Verifier", null })
        {
            using var caller = api.As(role);
            (await caller.PostAsync(Verifying.Path, Question(card, 5, "court-order"), key: "")).IsInvalid("sealedUntil", "sealReason");
        }
    }

    [Fact]
    public async Task A_look_that_was_sealed_before_seals_had_a_reason_stays_as_it_was_recorded()
    {
        var (person, _) = await SealAsync();
        var now = api.Host.Clock.GetUtcNow();
        await RecordAsync(person, 200, null);
        api.Host.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(1, await ToldAsync(person, now));
        using var auditor = api.As("Docket.Auditor");
        var looks = (await auditor.GetAsync($"/api/v1/cardholders/{person}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        Assert.Single(looks, look => look!["sealedUntil"] is not null && look["seal"] is null);
        api.Host.Clock.Advance(TimeSpan.FromDays(101));
        Assert.Equal(2, await ToldAsync(person, now));
    }

    [Fact]
    public async Task A_seal_that_is_on_no_record_keeps_nothing_from_the_person()
    {
        var (person, _) = await SealAsync();
        await RecordAsync(person, 20, "20261120150405123-5e884898");
        Assert.Equal(1, await ToldAsync(person));
    }

    [Theory]
    [InlineData("00000000000000000-00000000")]
    [InlineData("99999999999999999-ffffffff")]
    [InlineData("nothing")]
    [InlineData("%23%3F%5C")]
    public async Task An_unknown_seal_is_not_found(string id)
    {
        using var administrator = api.Administrator(Administrators.Approving);
        (await administrator.PostAsync($"{Seals}/{id}/confirmation", new JsonObject())).IsProblem(404, "no-such-seal");
        (await administrator.PostAsync($"{Seals}/{id}/end", new JsonObject())).IsProblem(404, "no-such-seal");
        (await administrator.PostAsync($"{Seals}/{id}/end", new JsonObject { ["yes"] = true }, key: "")).IsProblem(400, "invalid", "idempotency-key-required");
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_is_told_that_the_other_did()
    {
        var (person, seal) = await SealAsync();
        using var administrator = api.Administrator(Administrators.Approving);
        using var third = api.Administrator(Administrators.Third);
        var replies = await Task.WhenAll(DecideAsync(administrator, seal, "confirmation"), DecideAsync(third, seal, "confirmation"));
        Assert.Equal([200, 409], replies.Select(reply => reply.Status).Order());
        Assert.Equal(0, await ToldAsync(person));
    }

    /// <summary>A look as a row has it: sealed for some days by a seal of this id, or by none.</summary>
    private Task<Disclosure> RecordAsync(CardholderId person, int days, string? seal)
    {
        var now = api.Host.Clock.GetUtcNow();
        return api.Host.Services.GetRequiredService<DisclosureLog>().RecordAsync(
            person,
            new Disclosure
            {
                Id = OperationId.New().Value,
                At = now,
                Recipient = new("Field.Officer", Officer),
                Purpose = Purpose.Verification,
                Fields = ["verdict"],
                SealedUntil = LocalDate.FromDateTime(now.UtcDateTime).PlusDays(days),
                Seal = seal,
            },
            default);
    }

    private JsonObject Question(JsonObject card, int? days, string? reason)
    {
        var question = Verifying.Credential(card["credential"]!.GetValue<string>());
        (question["sealedUntil"], question["sealReason"]) = (days is { } some ? $"{api.Host.Clock.GetUtcNow().AddDays(some):yyyy-MM-dd}" : null, reason);
        return question;
    }

    /// <summary>A look at a fresh person's card that an officer seals, as an administrator sees the seal.</summary>
    private async Task<(CardholderId Person, JsonNode Seal)> SealAsync(string reason = "open-investigation", int days = 30)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        _ = CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var person);
        using var officer = api.As(Officer, "Field.Officer");
        var look = (await officer.VerifyAsync(Question(card, days, reason)))["id"]!.GetValue<string>();
        Assert.Equal(0, await ToldAsync(person));
        using var administrator = api.Administrator(Administrators.Approving);
        return (person, (await administrator.GetAsync(Seals)).Is(200).Json["seals"]!.AsArray().Single(seal => seal!["disclosureId"]!.GetValue<string>() == look)!);
    }

    private async Task<JsonNode> FindAsync(JsonNode seal)
    {
        using var administrator = api.Administrator(Administrators.Approving);
        return (await administrator.GetAsync(Seals)).Is(200).Json["seals"]!.AsArray().Single(each => each!["id"]!.GetValue<string>() == seal["id"]!.GetValue<string>())!;
    }

    private static Task<Reply> DecideAsync(Caller administrator, JsonNode seal, string decision) =>
        administrator.PostAsync($"{Seals}/{seal["id"]}/{decision}", new JsonObject());

    /// <summary>How many verifications the person is told of in the month of a look; of the last 40 days when none is named.</summary>
    private async Task<int> ToldAsync(CardholderId person, DateTimeOffset? looked = null)
    {
        var view = api.Host.Services.GetRequiredService<ViewOwnDisclosures>();
        var zone = DateTimeZoneProviders.Tzdb["America/Chicago"];
        YearMonth MonthOf(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).Date.ToYearMonth();
        var now = api.Host.Clock.GetUtcNow();
        var told = 0;
        foreach (var month in looked is { } at ? [MonthOf(at)] : new[] { now.AddDays(-40), now.AddDays(-20), now }.Select(MonthOf).Distinct())
        {
            told += (await view.ExecuteAsync(person, month, null, default)).Value!.Items.Count(item => item.Purpose == Purpose.Verification);
        }

        return told;
    }
}
