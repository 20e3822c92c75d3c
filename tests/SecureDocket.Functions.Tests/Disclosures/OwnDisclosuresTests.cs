using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Disclosures;

/// <summary>Who looked at my record: what a cardholder is told, and when.</summary>
public sealed class OwnDisclosuresTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_person_sees_a_month_newest_first_by_role_and_never_by_id_or_name()
    {
        var (card, id) = await IssueAsync();
        foreach (var role in new[] { "Partner.Verifier", "Field.Officer", null })
        {
            api.Host.Clock.Advance(TimeSpan.FromMinutes(1));
            using var caller = api.As(role);
            await caller.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()));
        }

        await RecordAsync(id, new(Actor.CardholderRole, id.ToString()), api.Host.Clock.GetUtcNow());
        var own = await ViewAsync(id, Now);
        Assert.Null(own.Rest);
        Assert.Equal(["Public", "Field.Officer", "Partner.Verifier", "Enrollment.Officer"], own.Items.Select(item => item.Role));
        Assert.Equal(own.Items.OrderByDescending(item => item.At), own.Items);
        Assert.Equal(["verdict", "expires", "nameMatches", "birthDateMatches"], own.Items[2].Fields);

        var text = JsonSerializer.Serialize(own);
        using var auditor = api.As("Docket.Auditor");
        var recorded = (await auditor.GetAsync($"/api/v1/cardholders/{id}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        Assert.All(recorded.Select(entry => entry!["recipient"]!.GetValue<string>()).Where(recipient => recipient.Length > 1), recipient =>
            Assert.DoesNotContain(recipient, text, StringComparison.Ordinal));
        Assert.DoesNotContain(id.ToString(), text, StringComparison.Ordinal);
        Assert.Equal(["At", "Fields", "Purpose", "ReportedAt", "Role"], typeof(OwnDisclosure).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Field.Officer")]
    [InlineData("Enrollment.Officer")]
    public async Task A_sealed_look_is_shown_from_the_day_on_which_the_seal_ends_on_the_person_s_calendar(string role)
    {
        var (card, id) = await IssueAsync();
        using var officer = api.As(role);
        var month = Now;
        var question = Verifying.Credential(card["credential"]!.GetValue<string>());
        var today = api.Host.Clock.GetUtcNow().UtcDateTime.Date;
        (question["sealedUntil"], question["sealReason"]) = ($"{today.AddDays(10):yyyy-MM-dd}", "open-investigation");
        var answer = await officer.VerifyAsync(question);
        (await officer.GetAsync(answer["card"]!["photo"]!["href"]!.GetValue<string>())).Is(200);
        Assert.Equal(0, await VerificationsAsync(id, month));

        using var auditor = api.As("Docket.Auditor");
        var recorded = (await auditor.GetAsync($"/api/v1/cardholders/{id}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        Assert.Equal($"{today.AddDays(10):yyyy-MM-dd}", recorded.Select(entry => entry!["sealedUntil"]).OfType<JsonNode>().Single().GetValue<string>());
        var seal = recorded.Select(entry => entry!["seal"]).OfType<JsonNode>().Single()["id"];
        using var administrator = api.As("Program.Administrator");
        (await administrator.PostAsync($"/api/v1/seals/{seal}/confirmation", new JsonObject())).Is(200);

        // The person's clock is in Chicago, where the day begins five or six hours after UTC's.
        var end = new LocalDate(today.Year, today.Month, today.Day).PlusDays(10).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["America/Chicago"]).ToDateTimeOffset();
        var now = api.Host.Clock.GetUtcNow();
        api.Host.Clock.Advance(end - now - TimeSpan.FromTicks(1));
        Assert.Equal(0, await VerificationsAsync(id, month));
        api.Host.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, await VerificationsAsync(id, month));
    }

    [Fact]
    public async Task Only_officers_seal_and_for_90_days_at_most()
    {
        var (card, _) = await IssueAsync();
        var today = api.Host.Clock.GetUtcNow();

        // The partner's share of the minute is written down with its first request.
        using (var partner = api.As("Partner.Verifier"))
        {
            (await partner.PostAsync(Verifying.Path, new JsonObject { ["credential"] = card["credential"]!.GetValue<string>() })).Is(200);
        }

        var writes = api.Storage.Writes;
        JsonObject Question(string seal) => new() { ["credential"] = card["credential"]!.GetValue<string>(), ["sealedUntil"] = seal, ["sealReason"] = "court-order" };
        foreach (var role in new[] { "Partner.Verifier", null })
        {
            using var caller = api.As(role);
            (await caller.PostAsync(Verifying.Path, Question($"{today.AddDays(1):yyyy-MM-dd}"))).IsInvalid("sealedUntil", "sealReason");
        }

        using var officer = api.As("Field.Officer");
        foreach (var seal in new[] { $"{today:yyyy-MM-dd}", $"{today.AddDays(91):yyyy-MM-dd}", "tomorrow", "2027-02-30", "" })
        {
            (await officer.PostAsync(Verifying.Path, Question(seal))).IsInvalid("sealedUntil");
        }

        Assert.Equal(writes, api.Storage.Writes);
        (await officer.PostAsync(Verifying.Path, Question($"{today.AddDays(90):yyyy-MM-dd}"))).Is(200);
    }

    [Fact]
    public async Task A_month_is_the_person_s_own_and_ends_where_the_next_begins()
    {
        var (_, id) = await IssueAsync();
        var zone = DateTimeZoneProviders.Tzdb["America/Chicago"];
        var start = new LocalDate(2024, 3, 1).AtStartOfDayInZone(zone).ToDateTimeOffset();
        var end = new LocalDate(2024, 4, 1).AtStartOfDayInZone(zone).ToDateTimeOffset();
        foreach (var at in new[] { start.AddTicks(-1), start, end.AddTicks(-1), end })
        {
            await RecordAsync(id, new("Field.Officer", "officer-1"), at);
        }

        Assert.Equal([end.AddTicks(-1), start], (await ViewAsync(id, new(2024, 3))).Items.Select(item => item.At));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(1250)]
    public async Task A_month_that_ran_wild_is_shown_newest_first_and_to_its_end(int looks)
    {
        var (_, id) = await IssueAsync();
        var at = new DateTimeOffset(2023, 5, 10, 0, 0, 0, TimeSpan.Zero);
        await Parallel.ForAsync(0, looks, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) => await RecordAsync(id, new("Partner.Verifier", "app"), at.AddMinutes(number)));
        List<DateTimeOffset> seen = [];
        DateTimeOffset? rest = null;
        do
        {
            var own = await ViewAsync(id, new(2023, 5), rest);
            Assert.InRange(own.Items.Count, 1, 200);
            seen.AddRange(own.Items.Select(item => item.At));
            rest = own.Rest;
        }
        while (rest is not null);

        Assert.Equal(Enumerable.Range(0, looks).Reverse().Select(number => at.AddMinutes(number)), seen);
    }

    [Fact]
    public async Task Nobody_has_no_disclosures() => Assert.Equal("no-such-cardholder", Assert.Single(
        (await api.Host.Services.GetRequiredService<ViewOwnDisclosures>().ExecuteAsync(CardholderId.New(), Now, null, default)).Refusals).Code);

    /// <summary>This month, where the test's person lives.</summary>
    private YearMonth Now => Instant.FromDateTimeOffset(api.Host.Clock.GetUtcNow()).InZone(DateTimeZoneProviders.Tzdb["America/Chicago"]).Date.ToYearMonth();

    private async Task<(JsonObject Card, CardholderId Id)> IssueAsync()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        _ = CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id);
        return (card, id);
    }

    private async Task<OwnDisclosures> ViewAsync(CardholderId id, YearMonth month, DateTimeOffset? until = null) =>
        (await api.Host.Services.GetRequiredService<ViewOwnDisclosures>().ExecuteAsync(id, month, until, default)).Value!;

    private async Task<int> VerificationsAsync(CardholderId id, YearMonth month) =>
        (await ViewAsync(id, month)).Items.Count(item => item.Purpose == Purpose.Verification);

    private Task<Disclosure> RecordAsync(CardholderId id, Actor recipient, DateTimeOffset at) => api.Host.Services.GetRequiredService<DisclosureLog>().RecordAsync(
        id,
        new Disclosure { Id = OperationId.New().Value, At = at, Recipient = recipient, Purpose = Purpose.CheckInService, Fields = ["checkIns"] },
        default);
}
