using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.CheckIns;

/// <summary>Check-ins as officers book, move, cancel and record them.</summary>
public sealed class BookingTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private const string Early = "2030-06-10T08:00";
    private const string Late = "2030-06-10T08:30";

    private Caller _officer = null!;

    /// <summary>Half past five in Phoenix, on the day of the slots.</summary>
    public Task InitializeAsync()
    {
        TestHearings.SetNow(api.Host, "2030-06-10T12:30:00Z");
        _officer = api.As("Enrollment.Officer");
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _officer.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_check_in_is_booked_moved_and_cancelled_and_each_seat_is_free_again()
    {
        var (person, office, other) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host), await TestCheckIns.OpenAsync(api.Host));
        var key = Guid.NewGuid().ToString();
        var booked = (await BookAsync(person, office, Early, key)).Is(201).HasSafeHeaders();
        Assert.Equal(booked.Text, (await BookAsync(person, office, Early, key)).Is(201).Text);
        var checkIn = Reply.HasExactly(
            booked.Json, "checkInId", "version", "status", "officeId", "office", "start", "timeZone", "tzdbVersion", "startsAt", "seat", "bookedBy");
        Assert.Equal(("booked", office, "Field Office", Early, "2030-06-10T15:00:00+00:00", "officer"),
            (Text(checkIn, "status"), Text(checkIn, "officeId"), Text(checkIn, "office"), Text(checkIn, "start"), Text(checkIn, "startsAt"), Text(checkIn, "bookedBy")));
        Assert.Equal((1, 2), (await FreeAsync(office, Early), await FreeAsync(office, Late)));

        var path = $"{TestCheckIns.Path(person)}/{Text(checkIn, "checkInId")}";
        var moved = (await _officer.PostAsync($"{path}/move", TestCheckIns.Slot(null, Late))).Is(200).Json;
        Assert.Equal((Late, 2, office), (Text(moved, "start"), moved["version"]!.GetValue<int>(), Text(moved, "officeId")));
        Assert.Equal((2, 1), (await FreeAsync(office, Early), await FreeAsync(office, Late)));

        var elsewhere = (await _officer.PostAsync($"{path}/move", TestCheckIns.Slot(other, Early))).Is(200).Json;
        Assert.Equal((other, 3), (Text(elsewhere, "officeId"), elsewhere["version"]!.GetValue<int>()));
        Assert.Equal((2, 1), (await FreeAsync(office, Late), await FreeAsync(other, Early)));

        var same = (await _officer.PostAsync($"{path}/move", TestCheckIns.Slot(other, Early))).Is(200).Json;
        Assert.Equal(3, same["version"]!.GetValue<int>());

        var cancelled = (await _officer.PostAsync($"{path}/cancellation", new JsonObject { ["reason"] = "office-closed" })).Is(200).Json;
        Assert.Equal(("cancelled", "office-closed", 4), (Text(cancelled, "status"), Text(cancelled, "cancelReason"), cancelled["version"]!.GetValue<int>()));
        Assert.Equal(2, await FreeAsync(other, Early));
        Assert.Equal(["check-in-booked", "check-in-moved", "check-in-moved", "check-in-cancelled"], await TestCheckIns.JournalAsync(api.Host, person));

        (await BookAsync(person, office, Early)).Is(201);
        Assert.Equal(2, (await TestCheckIns.DocketAsync(api.Host, person)).CheckIns.Count);
    }

    [Theory]
    [InlineData("NONE", "2030-06-10T08:00", 404, "no-such-office")]
    [InlineData(null, "2030-06-10T08:15", 409, "no-such-slot")]
    [InlineData(null, "2030-06-10T07:30", 409, "no-such-slot")]
    [InlineData(null, "2030-06-10T12:00", 409, "no-such-slot")]
    [InlineData(null, "2030-06-12T08:00", 409, "no-such-slot")]
    [InlineData(null, "2030-06-09T08:00", 409, "slot-passed")]
    public async Task What_is_no_slot_to_come_is_refused(string? officeId, string start, int status, string code)
    {
        var body = TestCheckIns.Office();
        body["holidays"] = new JsonArray("2030-06-12");
        var office = officeId ?? await TestCheckIns.OpenAsync(api.Host, body);
        var person = await PersonAsync();
        (await BookAsync(person, office, start)).IsProblem(status, code);
        var real = await TestCheckIns.OpenAsync(api.Host);
        var path = $"{TestCheckIns.Path(person)}/{Text((await BookAsync(person, real, Early)).Is(201).Json, "checkInId")}";
        (await _officer.PostAsync($"{path}/move", TestCheckIns.Slot(office, start))).IsProblem(status, code);
        Assert.Equal(["check-in-booked"], await TestCheckIns.JournalAsync(api.Host, person));
    }

    [Fact]
    public async Task A_time_that_the_clock_skips_is_no_slot()
    {
        var body = TestCheckIns.Office(zone: "America/New_York");
        body["openingHours"] = new JsonArray("Su 01:00-04:00");
        var office = await TestCheckIns.OpenAsync(api.Host, body);
        var person = await PersonAsync();
        (await BookAsync(person, office, "2031-03-09T02:30")).IsProblem(409, "no-such-slot");
        Assert.Equal("2031-03-09T07:00:00+00:00", Text((await BookAsync(person, office, "2031-03-09T03:00")).Is(201).Json, "startsAt"));
    }

    [Fact]
    public async Task A_slot_passes_when_it_begins()
    {
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host));
        TestHearings.SetNow(api.Host, "2030-06-10T15:00:00Z");
        using var officer = api.As("Field.Officer");
        (await officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, Early))).IsProblem(409, "slot-passed");
        (await officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, Late))).Is(201);
    }

    [Fact]
    public async Task A_booking_needs_no_card_so_that_whoever_lost_it_can_come()
    {
        var office = await TestCheckIns.OpenAsync(api.Host);
        using var client = api.Host.As("Enrollment.Officer");
        (await BookAsync(await TestPeople.EnrollAsync(client), office, Early)).Is(201);

        var card = await TestPeople.IssueAsync(api.Host);
        var (person, address) = (Text(card, "cardholderId"), $"/api/v1/cards/{card["cardNumber"]}");
        (await _officer.PostAsync($"{address}/suspension", new JsonObject { ["reason"] = "under-review" })).Is(200);
        var checkIn = (await BookAsync(person, office, Early)).Is(201).Json;
        (await _officer.PostAsync($"{address}/revocation", new JsonObject { ["reason"] = "misused" })).Is(200);
        var path = $"{TestCheckIns.Path(person)}/{Text(checkIn, "checkInId")}";
        (await _officer.PostAsync($"{path}/move", TestCheckIns.Slot(office, Late))).Is(200);
        (await _officer.PostAsync($"{path}/cancellation", new JsonObject { ["reason"] = "not-required" })).Is(200);
        (await BookAsync(person, office, "2030-06-10T08:10")).IsProblem(409, "no-such-slot");

        var expired = await PersonAsync();
        TestHearings.SetNow(api.Host, "2031-08-01T12:00:00Z");
        using var later = api.As("Enrollment.Officer");
        (await later.PostAsync(TestCheckIns.Path(expired), TestCheckIns.Slot(office, "2031-08-02T08:00"))).Is(201);
    }

    [Fact]
    public async Task A_person_has_one_check_in_to_come_and_a_slot_has_its_seats()
    {
        var office = await TestCheckIns.OpenAsync(api.Host);
        var people = await TestCheckIns.PeopleAsync(api.Host, 3);
        var first = (await BookAsync(people[0], office, Early)).Is(201).Json;
        (await BookAsync(people[0], office, Late)).IsProblem(409, "check-in-exists");
        var second = (await BookAsync(people[1], office, Early)).Is(201).Json;
        Assert.Equal([1, 2], new[] { first, second }.Select(checkIn => checkIn["seat"]!.GetValue<int>()).Order());
        (await BookAsync(people[2], office, Early)).IsProblem(409, "slot-full");
        var third = (await BookAsync(people[2], office, Late)).Is(201).Json;
        var move = $"{TestCheckIns.Path(people[2])}/{Text(third, "checkInId")}/move";
        (await _officer.PostAsync(move, TestCheckIns.Slot(null, Early))).IsProblem(409, "slot-full");

        (await _officer.PostAsync($"{TestCheckIns.Path(people[0])}/{Text(first, "checkInId")}/cancellation", new JsonObject { ["reason"] = "person-asked" })).Is(200);
        Assert.Equal(first["seat"]!.GetValue<int>(), (await _officer.PostAsync(move, TestCheckIns.Slot(null, Early))).Is(200).Json["seat"]!.GetValue<int>());
        Assert.Equal((0, 2), (await FreeAsync(office, Early), await FreeAsync(office, Late)));
    }

    [Fact]
    public async Task A_docket_has_two_hundred_check_ins_at_most()
    {
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host));
        var booked = (await BookAsync(person, office, Early)).Is(201).Json;
        (await _officer.PostAsync($"{TestCheckIns.Path(person)}/{Text(booked, "checkInId")}/cancellation", new JsonObject { ["reason"] = "person-asked" })).Is(200);
        var dockets = api.Host.Services.GetRequiredService<DocketStore>();
        var docket = await TestCheckIns.DocketAsync(api.Host, person);
        foreach (var chunk in Enumerable.Range(0, 199).Chunk(20))
        {
            var change = new DocketChange("check-in-cancelled") { CheckIns = [.. chunk.Select(number => docket.CheckIns[0] with { Id = $"{number:x32}" })] };
            docket = (await dockets.CommitAsync(docket, change, new("Enrollment.Officer", "test"), OperationId.New(), default))!;
        }

        (await BookAsync(person, office, Early)).IsProblem(409, "check-in-limit");
    }

    [Fact]
    public async Task Requests_that_do_not_fit_are_told_every_fault()
    {
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host));
        var path = TestCheckIns.Path(person);
        (await _officer.PostAsync(path, new JsonObject())).IsInvalid("officeId", "start");
        (await _officer.PostAsync(path, TestCheckIns.Slot("FIELD OFFICE", "10.6.2030"))).IsInvalid("officeId", "start");
        (await _officer.PostAsync(path, new JsonObject { ["officeId"] = 7, ["start"] = 8, ["seat"] = 1 })).IsInvalid("officeId", "start", "seat");
        foreach (var start in new[] { "2030-06-10", "2030-06-10T24:00", "2030-06-31T08:00", "2030-06-10T08:00Z", "2030-06-10T8:00", "9999-12-31T08:00", "" })
        {
            (await BookAsync(person, office, start)).IsInvalid("start");
        }

        (await _officer.PostAsync(path, TestCheckIns.Slot(office, Early), key: "")).IsProblem(400, "idempotency-key-required");
        (await _officer.PostAsync(path, Caller.Bytes([.. "{"u8], "application/json"))).IsProblem(400, "malformed-json");
        (await _officer.PostAsync(path, Caller.Bytes([.. "{}"u8], "text/plain"))).IsProblem(415, "unsupported-media-type");
        (await BookAsync("nobody", office, Early)).IsProblem(404, "no-such-cardholder");
        (await BookAsync("AAAAAAAAAAAAAAAAAAAAAA", office, Early)).IsProblem(404, "no-such-cardholder");
        foreach (var (command, fault) in new[] { ("move", "start"), ("cancellation", "reason"), ("attendance", "manner") })
        {
            (await _officer.PostAsync($"{path}/-/{command}", new JsonObject())).IsInvalid(fault);
            (await _officer.PostAsync($"{path}/-/{command}", new JsonObject { [fault] = "?" })).IsInvalid(fault);
        }

        (await _officer.PostAsync($"{path}/-/move", TestCheckIns.Slot(null, Early))).IsProblem(404, "no-such-check-in");
        (await _officer.PostAsync($"{path}/-/cancellation", new JsonObject { ["reason"] = "person-asked" })).IsProblem(404, "no-such-check-in");
        (await _officer.PostAsync($"{path}/-/attendance", new JsonObject { ["manner"] = "remote" })).IsProblem(404, "no-such-check-in");

        var key = Guid.NewGuid().ToString();
        (await BookAsync(person, office, Early, key)).Is(201);
        (await BookAsync(person, office, Late, key)).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task An_attendance_is_recorded_once_from_its_day_on_and_from_afar_where_the_office_allows()
    {
        var people = await TestCheckIns.PeopleAsync(api.Host, 2);
        var (strict, lenient) = (await TestCheckIns.OpenAsync(api.Host), await TestCheckIns.OpenAsync(api.Host, TestCheckIns.Office(remote: true)));
        var first = await AddressAsync(people[0], strict, "2030-06-11T08:00");
        (await AttendAsync(first, "in-person")).IsProblem(409, "check-in-too-early");

        // Midnight in Phoenix: the check-in's day, eight hours before its time.
        TestHearings.SetNow(api.Host, "2030-06-11T07:00:00Z");
        _officer.Dispose();
        _officer = api.As("Field.Officer");
        (await AttendAsync(first, "remote")).IsProblem(409, "remote-not-allowed");
        var key = Guid.NewGuid().ToString();
        var answer = (await AttendAsync(first, "in-person", key)).Is(200);
        Assert.Equal(answer.Text, (await AttendAsync(first, "in-person", key)).Is(200).Text);
        var json = Reply.HasExactly(answer.Json, "checkIn", "checkInToBook");
        Assert.Equal(("attended", "in-person", false), (Text(json["checkIn"], "status"), Text(json["checkIn"], "manner"), json["checkInToBook"]!.GetValue<bool>()));
        (await AttendAsync(first, "in-person")).IsProblem(409, "check-in-status");
        (await _officer.PostAsync($"{first}/move", TestCheckIns.Slot(null, "2030-06-12T08:00"))).IsProblem(409, "check-in-status");
        (await _officer.PostAsync($"{first}/cancellation", new JsonObject { ["reason"] = "person-asked" })).IsProblem(409, "check-in-status");

        var second = await AddressAsync(people[1], lenient, "2030-06-11T09:00");
        Assert.Equal("remote", Text((await AttendAsync(second, "remote")).Is(200).Json["checkIn"], "manner"));
    }

    [Fact]
    public async Task Who_reports_by_a_schedule_is_booked_again_on_the_first_day_that_is_open()
    {
        var body = TestCheckIns.Office(seats: 1);
        body["holidays"] = new JsonArray("2030-09-08");
        var office = await TestCheckIns.OpenAsync(api.Host, body);
        var people = await TestCheckIns.PeopleAsync(api.Host, 2);
        (await BookAsync(people[1], office, "2030-09-09T08:00")).Is(201);
        (await ScheduleAsync(people[0], office, 90)).Is(200);
        Assert.True((await ShowAsync(people[0]))["checkInToBook"]!.GetValue<bool>());

        // Ninety days on is a holiday, and the first slot of the day after is another's.
        var answer = (await AttendAsync(await AddressAsync(people[0], office, Early), "in-person")).Is(200).Json;
        Assert.Equal(("2030-09-09T08:30", "schedule", false), (Text(answer["next"], "start"), Text(answer["next"], "bookedBy"), answer["checkInToBook"]!.GetValue<bool>()));
        var shown = await ShowAsync(people[0]);
        Assert.Equal(["attended", "booked"], shown["checkIns"]!.AsArray().Select(checkIn => Text(checkIn, "status")));
        Assert.Equal((office, 90, false), (Text(shown["schedule"], "officeId"), shown["schedule"]!["everyDays"]!.GetValue<int>(), shown["checkInToBook"]!.GetValue<bool>()));
        Assert.Equal(["check-in-schedule-set", "check-in-booked", "check-in-attended"], await TestCheckIns.JournalAsync(api.Host, people[0]));
    }

    [Fact]
    public async Task Where_nothing_is_open_the_attendance_stands_and_officers_are_told()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var (person, question) = (Text(card, "cardholderId"), Verifying.Credential(Text(card, "credential")));
        var body = TestCheckIns.Office();
        body["openingHours"] = new JsonArray();
        var (office, closed) = (await TestCheckIns.OpenAsync(api.Host), await TestCheckIns.OpenAsync(api.Host, body));
        (await ScheduleAsync(person, closed, 7)).Is(200);
        var answer = (await AttendAsync(await AddressAsync(person, office, Early), "in-person")).Is(200).Json;
        Assert.True(Reply.HasExactly(answer, "checkIn", "checkInToBook")["checkInToBook"]!.GetValue<bool>());
        Assert.True((await _officer.VerifyAsync(question)).IsValid()["card"]!["checkInToBook"]!.GetValue<bool>());

        (await _officer.SendAsync(new(HttpMethod.Delete, $"/api/v1/cardholders/{person}/check-in-schedule"))).Is(204);
        (await _officer.SendAsync(new(HttpMethod.Delete, $"/api/v1/cardholders/{person}/check-in-schedule"))).Is(204);
        Assert.Null((await _officer.VerifyAsync(question)).IsValid()["card"]!["checkInToBook"]);
        Assert.Null((await ShowAsync(person))["schedule"]);
        Assert.Equal(
            ["check-in-schedule-set", "check-in-booked", "check-in-attended", "check-in-schedule-ended"], await TestCheckIns.JournalAsync(api.Host, person));
    }

    [Fact]
    public async Task A_schedule_that_does_not_fit_is_told_every_fault()
    {
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host));
        var path = $"/api/v1/cardholders/{person}/check-in-schedule";
        (await _officer.PutAsync(path, new JsonObject { ["every"] = 7 })).IsInvalid("officeId", "everyDays", "every");
        (await ScheduleAsync(person, office, 6)).IsInvalid("everyDays");
        (await ScheduleAsync(person, office, 366)).IsInvalid("everyDays");
        (await ScheduleAsync(person, "NONE", 7)).IsProblem(404, "no-such-office");
        (await ScheduleAsync("AAAAAAAAAAAAAAAAAAAAAA", office, 7)).IsProblem(404, "no-such-cardholder");
        (await ScheduleAsync("nobody", office, 7)).IsProblem(404, "no-such-cardholder");
        (await _officer.SendAsync(new(HttpMethod.Delete, "/api/v1/cardholders/nobody/check-in-schedule"))).IsProblem(404, "no-such-cardholder");
        Assert.Empty(await TestCheckIns.JournalAsync(api.Host, person));
    }

    [Fact]
    public async Task A_person_moves_their_own_check_in_only_before_its_time_and_an_officer_also_after()
    {
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host));
        var id = Text((await BookAsync(person, office, Early)).Is(201).Json, "checkInId");
        var move = api.Host.Services.GetRequiredService<MoveCheckIn>();
        Task<Result<CheckIn>> MoveAsync(CheckInBooking by, LocalDateTime start) =>
            move.ExecuteAsync(TestCheckIns.Id(person), id, null, start, by, new("Cardholder", "test"), OperationId.New(), default);
        Assert.Equal(CheckInBooking.Text, (await MoveAsync(CheckInBooking.Text, new(2030, 6, 10, 9, 0))).Value!.BookedBy);
        TestHearings.SetNow(api.Host, "2030-06-10T16:00:00Z");
        Assert.Equal("check-in-status", (await MoveAsync(CheckInBooking.Cardholder, new(2030, 6, 11, 9, 0))).Refusals.Single().Code);
        Assert.Equal(4, (await MoveAsync(CheckInBooking.Officer, new(2030, 6, 11, 9, 0))).Value!.Version + 1);
    }

    [Fact]
    public async Task The_next_openings_are_the_first_free_slots_of_the_next_days()
    {
        var body = TestCheckIns.Office(seats: 1);
        body["holidays"] = new JsonArray("2030-06-12");
        var office = await TestCheckIns.OpenAsync(api.Host, body);
        (await BookAsync(await PersonAsync(), office, "2030-06-11T08:00")).Is(201);
        var find = api.Host.Services.GetRequiredService<FindOpenings>();
        var openings = await find.ExecuteAsync(office, Instant.FromUtc(2030, 6, 10, 15, 0), Instant.FromUtc(2999, 1, 1, 0, 0), 3, default);
        Assert.Equal(
            [new LocalDateTime(2030, 6, 10, 8, 30), new(2030, 6, 11, 8, 30), new(2030, 6, 13, 8, 0)], openings.Select(opening => opening.Start));
        Assert.Equal((office, "Field Office", "America/Phoenix", Instant.FromUtc(2030, 6, 10, 15, 30)),
            (openings[0].OfficeId, openings[0].OfficeName, openings[0].TimeZone, openings[0].Instant));
        Assert.Empty(await find.ExecuteAsync("NONE", default, Instant.FromUtc(2999, 1, 1, 0, 0), 3, default));
        Assert.Equal(60, (await find.ExecuteAsync(office, default, Instant.FromUtc(2999, 1, 1, 0, 0), 100, default)).Count);
        Assert.Equal(2, (await find.ExecuteAsync(office, default, Instant.FromUtc(2030, 6, 11, 15, 30), 100, default)).Count);
    }

    [Fact]
    public async Task Who_may_look_is_shown_the_check_ins_and_the_look_is_disclosed()
    {
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host));
        Assert.Empty((await ShowAsync(person))["checkIns"]!.AsArray());
        (await BookAsync(person, office, Early)).Is(201);
        using var registrar = api.As("Court.Registrar");
        var shown = (await registrar.GetAsync(TestCheckIns.Path(person))).Is(200).HasSafeHeaders().Json;
        Assert.Equal(Early, Text(Assert.Single(Reply.HasExactly(shown, "checkIns", "checkInToBook")["checkIns"]!.AsArray()), "start"));
        using var auditor = api.As("Docket.Auditor");
        var disclosure = Assert.Single(
            (await auditor.GetAsync($"/api/v1/cardholders/{person}/disclosures")).Is(200).Json["disclosures"]!.AsArray(), one => Text(one, "role") == "Court.Registrar");
        Assert.Equal("checkInService", Text(disclosure, "purpose"));
        Assert.Equal(["checkIns", "schedule"], disclosure!["fields"]!.AsArray().Select(field => field!.GetValue<string>()));
        (await registrar.GetAsync(TestCheckIns.Path("nobody"))).IsProblem(404, "no-such-cardholder");
        (await registrar.GetAsync(TestCheckIns.Path("AAAAAAAAAAAAAAAAAAAAAA"))).IsProblem(404, "no-such-cardholder");
    }

    [Fact]
    public async Task Of_many_at_once_each_seat_goes_to_one()
    {
        const int Seats = 3;
        var office = await TestCheckIns.OpenAsync(api.Host, TestCheckIns.Office(Seats));
        var people = await TestCheckIns.PeopleAsync(api.Host, 12);
        for (var day = 11; day < 14; day++)
        {
            var replies = await Task.WhenAll(people.Select(person => BookAsync(person, office, $"2030-06-{day}T08:00")));
            Assert.Equal(Seats, replies.Count(reply => reply.Status == 201));
            Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.IsProblem(409, "slot-full"));
            Assert.Equal([1, 2, 3], replies.Where(reply => reply.Status == 201).Select(reply => reply.Json["seat"]!.GetValue<int>()).Order());
            people = [.. people.Where((_, at) => replies[at].Status != 201)];
        }
    }

    [Fact]
    public async Task Of_one_person_s_bookings_at_once_one_is_made()
    {
        // A seat for each: who lost the race is told of the check-in that won, not of seats that the others held for a moment.
        var (person, office) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host, TestCheckIns.Office(seats: 3)));
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(at => BookAsync(person, office, at % 2 == 0 ? Early : Late)));
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.IsProblem(409, "check-in-exists"));
        Assert.Equal(5, await FreeAsync(office, Early) + await FreeAsync(office, Late));
        Assert.Single((await TestCheckIns.DocketAsync(api.Host, person)).CheckIns);
    }

    [Fact]
    public async Task A_request_and_its_repetitions_at_once_book_once()
    {
        var (person, office, key) = (await PersonAsync(), await TestCheckIns.OpenAsync(api.Host), Guid.NewGuid().ToString());
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => BookAsync(person, office, Early, key)));
        Assert.Single(replies.Select(reply => reply.Is(201).Text).Distinct());
        Assert.Single(await TestCheckIns.SeatsAsync(api.Host, office, Early[..10]));
        Assert.Equal(["check-in-booked"], await TestCheckIns.JournalAsync(api.Host, person));
    }

    private async Task<string> PersonAsync() => (await TestCheckIns.PeopleAsync(api.Host, 1))[0];

    private Task<Reply> BookAsync(string person, string office, string start, string? key = null) =>
        _officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, start), key);

    private async Task<string> AddressAsync(string person, string office, string start) =>
        $"{TestCheckIns.Path(person)}/{Text((await BookAsync(person, office, start)).Is(201).Json, "checkInId")}";

    private Task<Reply> AttendAsync(string address, string manner, string? key = null) =>
        _officer.PostAsync($"{address}/attendance", new JsonObject { ["manner"] = manner }, key);

    private Task<Reply> ScheduleAsync(string person, string office, int days) =>
        _officer.PutAsync($"/api/v1/cardholders/{person}/check-in-schedule", new JsonObject { ["officeId"] = office, ["everyDays"] = days });

    private async Task<JsonObject> ShowAsync(string person) => (await _officer.GetAsync(TestCheckIns.Path(person))).Is(200).Json;

    private async Task<int> FreeAsync(string office, string start)
    {
        var slots = (await _officer.GetAsync($"/api/v1/offices/{office}/slots?from={start[..10]}&to={start[..10]}")).Is(200).Json["slots"]!.AsArray();
        return slots.Single(slot => Text(slot, "start") == start)!["free"]!.GetValue<int>();
    }

    private static string Text(JsonNode? json, string member) => json![member]!.GetValue<string>();
}
