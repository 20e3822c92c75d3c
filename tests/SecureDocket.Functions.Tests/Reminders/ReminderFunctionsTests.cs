using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Hearings;
using Xunit;

namespace SecureDocket.Functions.Tests.Reminders;

/// <summary>A hearing's reminders from the registrar's word to the report of the day, through the API and the timers.</summary>
public sealed class ReminderFunctionsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_hearing_is_reminded_of_by_the_timers_and_every_reminder_is_shown_and_counted()
    {
        // Noon in Chicago, where the person lives.
        TestHearings.SetNow(api.Host, "2030-06-03T17:00:00Z");
        await TestHearings.CourtAsync(api.Host, "NYC", "America/New_York");
        var (aNumber, cardholder) = await TestHearings.PersonAsync(api.Host);
        await api.Host.RunTimerAsync("SendDueReminders");
        Assert.Equal([("notice", "2030-06-03T12:00", "accepted")], await ShownAsync(cardholder));
        var id = TestHearings.NewId();
        await PutAsync(id, TestHearings.Hearing(aNumber, start: "2030-06-14T09:00"));
        Assert.Equal(
            [("notice", "2030-06-03T12:00", "accepted"), ("notice", "2030-06-03T12:00", "planned"), ("sevenDays", "2030-06-07T09:00", "planned"), ("threeDays", "2030-06-11T09:00", "planned"), ("oneDay", "2030-06-13T09:00", "planned")],
            (await ShownAsync(cardholder)).OrderBy(shown => shown.DueLocal, StringComparer.Ordinal).ThenBy(shown => shown.State, StringComparer.Ordinal));

        await api.Host.RunTimerAsync("SettleUnansweredReminders");
        await api.Host.RunTimerAsync("SendDueReminders");
        await api.Host.RunTimerAsync("SendDueReminders");
        Assert.Equal(2, api.Host.Sms.Left.Count);
        var sent = api.Host.Sms.Left[1];
        using var officer = api.As("Enrollment.Officer");
        Assert.Equal((await officer.GetAsync($"/api/v1/cardholders/{cardholder}")).Json["mobile"]!.GetValue<string>(), sent.Message.To);
        Assert.StartsWith("SDC: вам назначена встреча 14 июня в 9:00 EDT.", sent.Message.Text, StringComparison.Ordinal);

        TestHearings.SetNow(api.Host, "2030-06-07T14:00:30Z");
        await api.Host.RunTimerAsync("SendDueReminders");
        TestHearings.SetNow(api.Host, "2030-06-08T15:00:00Z");
        await api.Host.RunTimerAsync("SettleUnansweredReminders");
        var cancelled = TestHearings.Hearing(aNumber, 2, start: "2030-06-14T09:00");
        cancelled["cancelled"] = true;
        await PutAsync(id, cancelled);
        Assert.Equal(
            [("notice", "2030-06-03T12:00", "unknown"), ("notice", "2030-06-03T12:00", "unknown"), ("sevenDays", "2030-06-07T09:00", "unknown"), ("notice", "2030-06-08T10:00", "planned"),
                ("threeDays", "2030-06-11T09:00", "cancelled"), ("oneDay", "2030-06-13T09:00", "cancelled")],
            await ShownAsync(cardholder));

        Assert.Equal((1, 1, 30L), await ReportAsync("2030-06-07", "sent", "unknown"));
        Assert.Equal((1, 1, null), await ReportAsync("2030-06-11", "explained", "cancelled"));
        Assert.Equal((1, 1, null), await ReportAsync("2030-06-08", "waiting", "planned"));

        // The look was disclosed, and the chain of everything that the timers wrote holds.
        using var auditor = api.As("Docket.Auditor");
        var disclosures = (await auditor.GetAsync($"/api/v1/cardholders/{cardholder}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        Assert.Equal(["reminderService"], disclosures.Select(one => one!["purpose"]!.GetValue<string>()).Where(purpose => purpose is not ("enrollment" or "audit")).Distinct());
        var journal = (await auditor.GetAsync($"/api/v1/cardholders/{cardholder}/journal")).Is(200).Json;
        Assert.True(journal["chain"]!["unbroken"]!.GetValue<bool>());
        Assert.Equal(
            ["reminder-claimed", "reminder-accepted", "hearing-set", "reminder-claimed", "reminder-accepted", "reminder-claimed", "reminder-accepted", "reminder-unknown", "reminder-unknown", "reminder-unknown", "hearing-cancelled"],
            journal["events"]!.AsArray().Select(link => link!["kind"]!.GetValue<string>()).Skip(1));
    }

    [Fact]
    public async Task The_nightly_run_writes_nothing_where_nothing_is_out_of_step()
    {
        TestHearings.SetNow(api.Host, "2031-06-03T17:00:00Z");
        await TestHearings.CourtAsync(api.Host, "NYC", "America/New_York");
        var (aNumber, cardholder) = await TestHearings.PersonAsync(api.Host);
        await PutAsync(TestHearings.NewId(), TestHearings.Hearing(aNumber, start: "2031-06-14T09:00"));
        await api.Host.RunTimerAsync("ReplanReminders");
        Assert.Equal(["hearing-set"], await TestHearings.JournalAsync(api.Host, cardholder));
        Assert.All(await ShownAsync(cardholder), shown => Assert.Equal("planned", shown.State));
    }

    [Fact]
    public async Task An_unknown_cardholder_has_no_reminders_to_show()
    {
        using var officer = api.As("Field.Officer");
        (await officer.GetAsync("/api/v1/cardholders/AAAAAAAAAAAAAAAAAAAAAA/reminders")).IsProblem(404, "no-such-cardholder");
        (await officer.GetAsync("/api/v1/cardholders/nobody/reminders")).IsProblem(404, "no-such-cardholder");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?day=")]
    [InlineData("?day=2031-02-29")]
    [InlineData("?day=03/04/2031")]
    [InlineData("?day=2031-03-04T00:00")]
    [InlineData("?day=-0001-03-04")]
    [InlineData("?day=9999-12-31")]
    public async Task A_report_without_a_day_of_the_calendar_is_refused(string query)
    {
        using var administrator = api.As("Program.Administrator");
        (await administrator.GetAsync($"/api/v1/reports/reminders{query}")).IsInvalid("day");
    }

    private async Task PutAsync(string id, JsonObject hearing)
    {
        using var registrar = api.As("Court.Registrar");
        (await registrar.PutAsync(TestHearings.Path(id), hearing)).Is(200);
    }

    private async Task<List<(string Occasion, string DueLocal, string State)>> ShownAsync(string cardholder)
    {
        using var officer = api.As("Enrollment.Officer");
        var answer = (await officer.GetAsync($"/api/v1/cardholders/{cardholder}/reminders")).Is(200).HasSafeHeaders();
        Assert.DoesNotContain("appointment", answer.Text, StringComparison.Ordinal);
        return [.. answer.Json["reminders"]!.AsArray().Select(one =>
            (one!["occasion"]!.GetValue<string>(), one["dueLocal"]!.GetValue<string>(), one["state"]!.GetValue<string>()))];
    }

    private async Task<(int Due, int Count, long? Lateness)> ReportAsync(string day, string group, string state)
    {
        using var administrator = api.As("Program.Administrator");
        var report = (await administrator.GetAsync($"/api/v1/reports/reminders?day={day}")).Is(200).HasSafeHeaders().Json;
        int Sum(string name) => report[name]!.AsObject().Sum(count => count.Value!.GetValue<int>());
        Assert.Equal(report["due"]!.GetValue<int>(), Sum("sent") + Sum("explained") + Sum("waiting"));
        return (report["due"]!.GetValue<int>(), report[group]![state]!.GetValue<int>(), report["latenessP99Seconds"]?.GetValue<long>());
    }
}
