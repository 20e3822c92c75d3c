using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.CheckIns;

/// <summary>A person reports as often as the schedule says: no booking, move or cancellation puts it off, and officers see where the interval is broken.</summary>
public sealed class HorizonTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    // Half past five in Phoenix, on a day of slots from eight to twelve.
    private const string Today = "2030-06-10T12:30:00Z";

    private Caller _officer = null!;

    public Task InitializeAsync()
    {
        TestHearings.SetNow(api.Host, Today);
        _officer = api.As("Enrollment.Officer");
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _officer.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task In_the_portal_no_check_in_goes_past_the_schedule()
    {
        var office = await TestCheckIns.OpenAsync(api.Host, TestCheckIns.Office(seats: 20));
        var person = await TestCardholder.CreateAsync(api.Host);
        await ScheduleAsync(person.Id, office, 30);
        using var visitor = await person.SignInAsync();

        // Thirty days and two weeks of grace on: before the hour at which the schedule was set.
        var days = await DaysAsync(visitor, office);
        Assert.Equal("2030-07-23", days[^1]);
        Assert.DoesNotContain("name=\"start\"", (await visitor.GoAsync($"/check-ins/booking?office={office}&day=2030-07-24")).Source, StringComparison.Ordinal);
        foreach (var late in new[] { "2030-07-24T08:00", "2036-06-10T08:00", "9998-06-10T08:00" })
        {
            Assert.Contains("SlotTaken", await BookAsync(visitor, office, late), StringComparison.Ordinal);
        }

        Assert.Contains("Booked", await BookAsync(visitor, office, "2030-06-20T08:00"), StringComparison.Ordinal);
        var checkIn = Text(await BookedAsync(person.Id), "checkInId");
        foreach (var late in new[] { "2030-07-24T08:00", "2036-06-10T08:00" })
        {
            Assert.Contains("SlotTaken", await BookAsync(visitor, office, late, checkIn), StringComparison.Ordinal);
        }

        Assert.Contains("Moved", await BookAsync(visitor, office, "2030-07-23T11:30", checkIn), StringComparison.Ordinal);
        await visitor.GoAsync($"/check-ins/{checkIn}/cancellation");
        await visitor.SubmitAsync($"/check-ins/{checkIn}/cancellation");
        Assert.Contains("SlotTaken", await BookAsync(visitor, office, "9998-06-10T08:00"), StringComparison.Ordinal);
        Assert.DoesNotContain((await ShowAsync(person.Id))["checkIns"]!.AsArray(), each => string.CompareOrdinal(Text(each, "start"), "2030-07-24") > 0);
    }

    [Fact]
    public async Task Without_a_schedule_a_check_in_is_booked_a_year_ahead_at_most()
    {
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host));
        (await _officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, "2031-06-12T08:00"))).IsProblem(409, "slot-too-late");
        (await _officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, "9998-06-12T08:00"))).IsProblem(409, "slot-too-late");
        var booked = (await _officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, "2031-06-10T08:00"))).Is(201).Json;
        (await _officer.PostAsync($"{TestCheckIns.Path(person)}/{Text(booked, "checkInId")}/move", TestCheckIns.Slot(null, "2031-06-12T08:00"))).IsProblem(409, "slot-too-late");
    }

    [Fact]
    public async Task A_check_in_that_is_booked_later_than_the_schedule_is_not_as_scheduled_and_officers_see_it()
    {
        var office = await TestCheckIns.OpenAsync(api.Host);
        var card = await TestPeople.IssueAsync(api.Host);
        var person = Text(card, "cardholderId");
        (await _officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, "2030-12-10T08:00"))).Is(201);
        Assert.Null((await ShowAsync(person))["reportBy"]);
        await ScheduleAsync(person, office, 30);

        var shown = await ShowAsync(person);
        Assert.Equal("2030-07-24T12:30:00+00:00", Text(shown, "reportBy"));
        Assert.Equal((true, true), (shown["checkInToBook"]!.GetValue<bool>(), shown["scheduleBroken"]!.GetValue<bool>()));
        var seen = (await _officer.VerifyAsync(Verifying.Credential(Text(card, "credential"))))["card"]!;
        Assert.Equal((true, true), (seen["checkInToBook"]!.GetValue<bool>(), seen["scheduleBroken"]!.GetValue<bool>()));

        (await _officer.PostAsync($"{TestCheckIns.Path(person)}/{Text(await BookedAsync(person), "checkInId")}/move", TestCheckIns.Slot(null, "2030-07-10T08:00"))).Is(200);
        shown = await ShowAsync(person);
        Assert.False(shown["checkInToBook"]!.GetValue<bool>());
        Assert.Null(shown["scheduleBroken"]);
    }

    [Fact]
    public async Task Whoever_is_late_may_come_soon_and_puts_nothing_off()
    {
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host));
        await ScheduleAsync(person, office, 30);
        TestHearings.SetNow(api.Host, "2030-08-01T12:30:00Z");
        using var officer = api.As("Enrollment.Officer");
        async Task<JsonObject> ShowAsync() => (await officer.GetAsync(TestCheckIns.Path(person))).Is(200).Json;
        Assert.True((await ShowAsync())["scheduleBroken"]!.GetValue<bool>());

        // The schedule's last day is past: two weeks from now at most, and then neither later nor off.
        Assert.Equal("slot-too-late", (await BookAsync(person, office, new(2030, 8, 16, 8, 0), CheckInBooking.Cardholder)).Refusals.Single().Code);
        var booked = (await BookAsync(person, office, new(2030, 8, 12, 8, 0), CheckInBooking.Cardholder)).Value!;
        Assert.Equal("slot-too-late", (await MoveAsync(person, booked.Id, new(2030, 8, 13, 8, 0), CheckInBooking.Text)).Refusals.Single().Code);
        Assert.Equal("check-in-status", (await CancelAsync(person, booked.Id, CheckInBooking.Cardholder)).Refusals.Single().Code);
        Assert.False((await MoveAsync(person, booked.Id, new(2030, 8, 9, 8, 0), CheckInBooking.Text)).IsRefused);
        Assert.False((await MoveAsync(person, booked.Id, new(2030, 8, 13, 8, 0), CheckInBooking.Officer)).IsRefused);
        var shown = await ShowAsync();
        Assert.Equal((false, true), (shown["checkInToBook"]!.GetValue<bool>(), shown["scheduleBroken"]!.GetValue<bool>()));

        // Once they have reported, the interval counts from there.
        TestHearings.SetNow(api.Host, "2030-08-13T16:00:00Z");
        using var later = api.As("Enrollment.Officer");
        var attended = (await later.PostAsync($"{TestCheckIns.Path(person)}/{booked.Id}/attendance", new JsonObject { ["manner"] = "in-person" })).Is(200).Json;
        Assert.Equal("2030-09-12T08:00", Text(attended["next"], "start"));
        Assert.Null((await later.GetAsync(TestCheckIns.Path(person))).Json["scheduleBroken"]);
        Assert.False((await CancelAsync(person, Text(attended["next"], "checkInId"), CheckInBooking.Cardholder)).IsRefused);
    }

    [Fact]
    public async Task Missing_a_check_in_buys_no_other_interval()
    {
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host));
        await ScheduleAsync(person, office, 7);
        Assert.False((await BookAsync(person, office, new(2030, 6, 17, 8, 0), CheckInBooking.Cardholder)).IsRefused);
        TestHearings.SetNow(api.Host, "2030-06-17T20:00:00Z");
        await api.Host.RunTimerAsync("MarkMissedCheckIns");
        var docket = await TestCheckIns.DocketAsync(api.Host, person);
        Assert.Equal(CheckInStatus.Missed, docket.CheckIns.Single().Status);
        Assert.Equal(Instant.FromUtc(2030, 7, 1, 15, 0), docket.ReportBy);
        Assert.Equal("slot-too-late", (await BookAsync(person, office, new(2030, 7, 2, 8, 0), CheckInBooking.Cardholder)).Refusals.Single().Code);
        Assert.False((await BookAsync(person, office, new(2030, 7, 1, 8, 0), CheckInBooking.Cardholder)).IsRefused);
    }

    private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();

    private static async Task<List<string>> DaysAsync(PortalVisitor visitor, string office)
    {
        List<string> days = [];
        for (var page = "/check-ins/booking?office=" + office; ; page = $"/check-ins/booking?office={office}&after={days[^1]}")
        {
            await visitor.GoAsync(page);
            var found = System.Text.RegularExpressions.Regex.Matches(visitor.Source, @"day=(\d{4}-\d\d-\d\d)").Select(match => match.Groups[1].Value).ToList();
            if (found.Count == 0)
            {
                return days;
            }

            days.AddRange(found);
        }
    }

    /// <summary>Sends the form of a day that is offered, with another time in it; gives where that leads.</summary>
    private static async Task<string> BookAsync(PortalVisitor visitor, string office, string start, string move = "")
    {
        await visitor.GoAsync($"/check-ins/booking?{(move.Length == 0 ? "" : $"move={move}&")}office={office}&day=2030-06-21");
        var form = visitor.FieldsOf("/check-ins/booking", ("start", start));
        using var answer = await visitor.PostAsync("/check-ins/booking", form);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<string> PersonAsync() => (await TestCheckIns.PeopleAsync(api.Host, 1))[0];

    private async Task ScheduleAsync(string person, string office, int days) => (await _officer.PutAsync(
        $"/api/v1/cardholders/{person}/check-in-schedule", new JsonObject { ["officeId"] = office, ["everyDays"] = days })).Is(200);

    private async Task<JsonObject> ShowAsync(string person) => (await _officer.GetAsync(TestCheckIns.Path(person))).Is(200).Json;

    private async Task<JsonNode> BookedAsync(string person) =>
        (await ShowAsync(person))["checkIns"]!.AsArray().Single(each => Text(each, "status") == "booked")!;

    private Task<Result<CheckIn>> BookAsync(string person, string office, LocalDateTime start, CheckInBooking by) =>
        api.Host.Services.GetRequiredService<BookCheckIn>().ExecuteAsync(TestCheckIns.Id(person), office, start, by, new("Cardholder", "test"), OperationId.New(), default);

    private Task<Result<CheckIn>> MoveAsync(string person, string checkIn, LocalDateTime start, CheckInBooking by) =>
        api.Host.Services.GetRequiredService<MoveCheckIn>().ExecuteAsync(TestCheckIns.Id(person), checkIn, null, start, by, new("Cardholder", "test"), OperationId.New(), default);

    private Task<Result<CheckIn>> CancelAsync(string person, string checkIn, CheckInBooking by) => api.Host.Services.GetRequiredService<CancelCheckIn>().ExecuteAsync(
        TestCheckIns.Id(person), checkIn, CancelReasons.PersonAsked, by, new("Cardholder", "test"), OperationId.New(), default);
}
