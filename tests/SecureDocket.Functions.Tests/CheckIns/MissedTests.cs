using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Closures;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.CheckIns;

/// <summary>Check-ins that nobody came to.</summary>
public sealed class MissedTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Timer = "MarkMissedCheckIns";

    [Fact]
    public async Task A_check_in_is_missed_once_the_grace_period_is_over_and_officers_are_shown_it()
    {
        TestHearings.SetNow(api.Host, "2030-06-10T12:00:00Z");
        var card = await TestPeople.IssueAsync(api.Host);
        var (person, question) = (card["cardholderId"]!.GetValue<string>(), Verifying.Credential(card["credential"]!.GetValue<string>()));
        var others = await TestCheckIns.PeopleAsync(api.Host, 2);
        var office = await TestCheckIns.OpenAsync(api.Host, TestCheckIns.Office(seats: 3));
        await BookAsync(person, office, "2030-06-10T08:00");
        var attended = await BookAsync(others[0], office, "2030-06-10T08:00");
        await BookAsync(others[1], office, "2030-06-10T08:30");
        using (var officer = api.As("Field.Officer"))
        {
            (await officer.PostAsync($"{attended}/attendance", new JsonObject { ["manner"] = "in-person" })).Is(200);
            Assert.Equal("""{"start":"2030-06-10T08:00","timeZone":"America/Phoenix","office":"Field Office","personStart":"2030-06-10T10:00"}""", await ShownAsync(question, "nextCheckIn"));
        }

        TestHearings.SetNow(api.Host, "2030-06-10T15:59:59Z");
        await api.Host.RunTimerAsync(Timer);
        Assert.Equal(["check-in-booked"], await TestCheckIns.JournalAsync(api.Host, person));
        Assert.Null(await ShownAsync(question, "nextCheckIn"));
        Assert.Null(await ShownAsync(question, "missedCheckIns"));

        TestHearings.SetNow(api.Host, "2030-06-10T16:00:00Z");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.Host.RunTimerAsync(Timer)));
        await api.Host.RunTimerAsync(Timer);
        Assert.Equal(["check-in-booked", "check-in-missed"], await TestCheckIns.JournalAsync(api.Host, person));
        Assert.Equal(["check-in-booked", "check-in-attended"], await TestCheckIns.JournalAsync(api.Host, others[0]));
        Assert.Equal(["check-in-booked"], await TestCheckIns.JournalAsync(api.Host, others[1]));
        Assert.Equal("0830", Assert.Single(await TestCheckIns.SeatsAsync(api.Host, office, "2030-06-10"))[..4]);
        Assert.Equal("""{"count":1,"last":"2030-06-10"}""", await ShownAsync(question, "missedCheckIns"));
        var missed = Assert.Single((await TestCheckIns.DocketAsync(api.Host, person)).CheckIns);
        Assert.Equal((2, "2030-06-10T16:00:00Z"), (missed.Version, missed.RecordedAt.ToString()));

        // Who comes late is still taken in.
        using var later = api.As("Field.Officer");
        (await later.PostAsync($"{TestCheckIns.Path(person)}/{missed.Id}/attendance", new JsonObject { ["manner"] = "in-person" })).Is(200);
        Assert.Null(await ShownAsync(question, "missedCheckIns"));
    }

    [Fact]
    public async Task Nobody_misses_a_day_on_which_the_office_was_closed()
    {
        TestHearings.SetNow(api.Host, "2032-06-10T12:00:00Z");
        var people = await TestCheckIns.PeopleAsync(api.Host, 2);
        var office = await TestCheckIns.OpenAsync(api.Host);
        await BookAsync(people[0], office, "2032-06-11T08:00");
        await BookAsync(people[1], office, "2032-06-12T08:00");
        using var administrator = api.As("Program.Administrator");
        (await administrator.PostAsync($"/api/v1/offices/{office}/closures", TestClosures.Body("2032-06-11", 1, reason: "holiday"))).Is(201);

        TestHearings.SetNow(api.Host, "2032-06-13T12:00:00Z");
        await api.Host.RunTimerAsync(Timer);
        Assert.Equal(["check-in-booked", "check-in-cancelled"], await TestCheckIns.JournalAsync(api.Host, people[0]));
        Assert.Equal("office-closed", Assert.Single((await TestCheckIns.DocketAsync(api.Host, people[0])).CheckIns).CancelReason);
        Assert.Equal(["check-in-booked", "check-in-missed"], await TestCheckIns.JournalAsync(api.Host, people[1]));
    }

    [Fact]
    public async Task After_a_long_outage_every_day_since_the_last_run_is_caught_up()
    {
        TestHearings.SetNow(api.Host, "2031-01-10T12:00:00Z");
        var people = await TestCheckIns.PeopleAsync(api.Host, 3);
        var office = await TestCheckIns.OpenAsync(api.Host);
        await api.Host.RunTimerAsync(Timer);
        await BookAsync(people[0], office, "2031-01-11T11:30");
        await BookAsync(people[1], office, "2031-02-20T08:00");
        await BookAsync(people[2], office, "2031-03-31T08:00");

        TestHearings.SetNow(api.Host, "2031-03-30T12:00:00Z");
        await api.Host.RunTimerAsync(Timer);
        Assert.Equal(["check-in-booked", "check-in-missed"], await TestCheckIns.JournalAsync(api.Host, people[0]));
        Assert.Equal(["check-in-booked", "check-in-missed"], await TestCheckIns.JournalAsync(api.Host, people[1]));
        Assert.Equal(["check-in-booked"], await TestCheckIns.JournalAsync(api.Host, people[2]));
    }

    [Fact]
    public async Task One_office_that_fails_holds_up_no_other()
    {
        TestHearings.SetNow(api.Host, "2031-05-10T12:00:00Z");
        var people = await TestCheckIns.PeopleAsync(api.Host, 1);
        var broken = await TestCheckIns.OpenAsync(api.Host);
        await TestCheckIns.SpoilAsync(api.Host, broken);
        var office = await TestCheckIns.OpenAsync(api.Host);
        await BookAsync(people[0], office, "2031-05-10T08:00");
        TestHearings.SetNow(api.Host, "2031-05-10T17:00:00Z");
        await api.Host.RunTimerAsync(Timer);
        Assert.Equal(["check-in-booked", "check-in-missed"], await TestCheckIns.JournalAsync(api.Host, people[0]));
    }

    private async Task<string> BookAsync(string person, string office, string start)
    {
        using var officer = api.As("Field.Officer");
        var booked = (await officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, start))).Is(201).Json;
        return $"{TestCheckIns.Path(person)}/{booked["checkInId"]}";
    }

    private async Task<string?> ShownAsync(JsonObject question, string member)
    {
        using var officer = api.As("Field.Officer");
        return (await officer.VerifyAsync(question)).IsValid()["card"]![member]?.ToJsonString();
    }
}
