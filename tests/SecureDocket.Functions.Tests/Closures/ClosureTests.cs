using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Closures;

/// <summary>A closed door, from the administrator's preview to the text on the phone. The host is this class's own, because its clock moves.</summary>
[Collection(Administrators.Collection)]
public sealed class ClosureTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    // A Wednesday, two days ahead.
    private const string Day = "2030-06-12";
    private const string Unknown = "4bf92f3577b34da6a3ce929d0e0e4736";

    private Caller _administrator = null!;
    private Caller _officer = null!;

    private TestHost Host => api.Host;

    /// <summary>Ten in Phoenix, where the offices are; noon in Chicago, where the people live.</summary>
    public Task InitializeAsync()
    {
        TestHearings.SetNow(Host, "2030-06-10T17:00:00Z");
        (_administrator, _officer) = (api.As("Program.Administrator"), api.As("Enrollment.Officer"));
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _administrator.Dispose();
        _officer.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task People_of_a_closed_office_get_the_next_opening_and_one_text_that_says_so()
    {
        var office = await TestCheckIns.OpenAsync(Host);
        var (person, silent) = (await TestCardholder.CreateAsync(Host), await TestCardholder.CreateAsync(Host, hasPhone: false));
        await BookAsync(person, office, $"{Day}T08:30");
        await BookAsync(silent, office, $"{Day}T10:00");
        await SendAsync();
        var texts = TextsTo(person).Count;

        var path = $"/api/v1/offices/{office}/closures";
        Assert.Equal("""{"dates":2,"openings":2,"doNotFit":0}""", (await _administrator.GetAsync($"{path}/preview?day={Day}")).Is(200).HasSafeHeaders().Text);
        Assert.Equal("""{"dates":1,"openings":1,"doNotFit":0}""", (await _administrator.GetAsync($"{path}/preview?day={Day}&from=08:00&to=09:00")).Is(200).Text);
        var (body, key) = (TestClosures.Body(Day, 2), Guid.NewGuid().ToString());
        var announced = (await _administrator.PostAsync(path, body, key)).Is(201).HasSafeHeaders();
        Assert.Equal(announced.Text, (await _administrator.PostAsync(path, body.DeepClone(), key)).Is(201).Text);
        var closure = Reply.HasExactly(announced.Json, "closureId", "day", "reason", "then", "status", "dates", "requestedBy", "at")["closureId"]!.GetValue<string>();
        Assert.Equal(("announced", (0, 0, 0, 0)), await ListedAsync(path));

        // The door is closed to bookings at once.
        Assert.Empty((await _officer.GetAsync($"/api/v1/offices/{office}/slots?from={Day}&to={Day}")).Is(200).Json["slots"]!.AsArray());
        await Host.RunTimerAsync("TellClosures");
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal(("announced", (2, 0, 0, 1)), await ListedAsync(path));
        var moved = await CheckInAsync(person);
        Assert.Equal(("booked", "2030-06-13T08:30"), (Text(moved, "status"), Text(moved, "start")));
        Assert.Equal(new JsonObject { ["closureId"] = closure, ["reason"] = "weather", ["start"] = $"{Day}T08:30" }.ToJsonString(), moved["closed"]!.ToJsonString());
        Assert.Equal("2030-06-13T10:00", Text(await CheckInAsync(silent), "start"));
        Assert.Equal(["check-in-booked", "check-in-moved"], await TestCheckIns.JournalAsync(Host, person.Id));

        var dates = (await _officer.GetAsync($"{path}/{closure}/dates")).Is(200).HasSafeHeaders().Json["dates"]!.AsArray();
        Assert.Equal(
            new[] { $"{person.Id} rebooked true", $"{silent.Id} rebooked false" }.Order(StringComparer.Ordinal),
            dates.Select(date => $"{date!["cardholderId"]} {date["outcome"]} {date["reached"]}").Order(StringComparer.Ordinal));
        var call = (await _officer.GetAsync($"/api/v1/inbox?office={office}")).Is(200).Json["items"]!.AsArray().Single()!;
        Assert.Equal(silent.Id, Text(call, "cardholderId"));

        await SendAsync();
        Assert.Contains("will not take place, because we are closed. Your new date is June 13, 8:30", Assert.Single(TextsTo(person).Skip(texts)), StringComparison.Ordinal);

        // Bookings that were in progress are looked for once more, and then everybody is told.
        Host.Clock.Advance(TimeSpan.FromMinutes(11));
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal(("told", (2, 0, 0, 1)), await ListedAsync(path));

        // Of the closed date nothing more is heard; of the new one as of any.
        TestHearings.SetNow(Host, "2030-06-11T18:00:00Z");
        await SendAsync();
        Assert.Equal(texts + 1, TextsTo(person).Count);
        TestHearings.SetNow(Host, $"{Day}T18:00:00Z");
        await SendAsync();
        await Host.RunTimerAsync("MarkMissedCheckIns");
        Assert.Contains("June 13", TextsTo(person).Skip(texts + 1).Single(), StringComparison.Ordinal);
        Assert.Equal("booked", Text(await CheckInAsync(person), "status"));

        using var visitor = await person.SignInAsync();
        Assert.Contains("Moved, because the office is closed at the time of your old date,", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("June 12", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_to_choose_is_asked_sees_why_and_takes_another_date()
    {
        var office = await TestCheckIns.OpenAsync(Host);
        var person = await TestCardholder.CreateAsync(Host);
        await BookAsync(person, office, $"{Day}T08:30");
        await SendAsync();
        var texts = TextsTo(person).Count;
        var path = $"/api/v1/offices/{office}/closures";
        (await _administrator.PostAsync(path, TestClosures.Body(Day, 1, "choose", "holiday"))).Is(201);
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal((0, 1, 0, 0), (await ListedAsync(path)).Told);
        var closed = await CheckInAsync(person);
        Assert.Equal(("booked", $"{Day}T08:30", $"{Day}T08:30", "holiday"), (Text(closed, "status"), Text(closed, "start"), Text(closed["closed"]!, "start"), Text(closed["closed"]!, "reason")));
        Assert.Equal(["check-in-booked", "check-in-closed"], await TestCheckIns.JournalAsync(Host, person.Id));
        await SendAsync();
        Assert.Contains("will not take place, because we are closed. To choose a new date, reply 2", Assert.Single(TextsTo(person).Skip(texts)), StringComparison.Ordinal);

        // No page offers to come, or to book a second check-in beside it.
        using var visitor = await person.SignInAsync();
        Assert.Contains("The office is closed at this time. Choose another date.", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("You have no dates coming up.", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("/dates/confirmation", visitor.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("\"/check-ins/booking\"", visitor.Source, StringComparison.Ordinal);
        var move = $"/check-ins/booking?move={Text(closed, "checkInId")}";
        Assert.Contains(move, visitor.Source, StringComparison.Ordinal);
        await visitor.GoAsync("/check-ins/booking");
        Assert.Contains("The office is closed at this time. Choose another date.", visitor.Page, StringComparison.Ordinal);
        Assert.Contains(move, visitor.Source, StringComparison.Ordinal);
        await visitor.GoAsync($"{move}&office={office}&day=2030-06-14");
        await visitor.SubmitAsync("/check-ins/booking", ("start", "2030-06-14T09:00"));
        var chosen = await CheckInAsync(person);
        Assert.Equal(("booked", "2030-06-14T09:00"), (Text(chosen, "status"), Text(chosen, "start")));
        Assert.Null(chosen["closed"]);
    }

    [Fact]
    public async Task A_date_for_which_there_is_no_opening_is_to_be_chosen()
    {
        var holidays = Enumerable.Range(1, 61).Select(days => $"{new DateOnly(2030, 6, 12).AddDays(days):yyyy-MM-dd}");
        var form = TestCheckIns.Office();
        form["holidays"] = new JsonArray([.. holidays.Select(day => JsonValue.Create(day))]);
        var office = await TestCheckIns.OpenAsync(Host, form);
        var person = await TestCardholder.CreateAsync(Host);
        await BookAsync(person, office, $"{Day}T08:30");
        var path = $"/api/v1/offices/{office}/closures";
        Assert.Equal("""{"dates":1,"openings":0,"doNotFit":1}""", (await _administrator.GetAsync($"{path}/preview?day={Day}")).Is(200).Text);
        (await _administrator.PostAsync(path, TestClosures.Body(Day, 1))).Is(201);
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal((0, 1, 0, 0), (await ListedAsync(path)).Told);
        Assert.Equal($"{Day}T08:30", Text((await CheckInAsync(person))["closed"]!, "start"));
    }

    [Fact]
    public async Task A_hearing_at_a_closed_court_is_not_held_and_gets_no_date_from_us()
    {
        var court = TestClosures.NewCourt();
        await TestHearings.CourtAsync(Host, court, "America/Chicago");
        var person = await TestCardholder.CreateAsync(Host);
        var aNumber = (await _officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Is(200).Json["aNumber"]!.GetValue<string>();
        using var registrar = api.As("Court.Registrar");
        var hearing = TestHearings.Path(TestHearings.NewId());
        (await registrar.PutAsync(hearing, TestHearings.Hearing(aNumber, court: court, start: $"{Day}T09:00"))).Is(200);
        await SendAsync();
        var texts = TextsTo(person).Count;

        var path = $"/api/v1/courts/{court}/closures";
        Assert.Equal("""{"dates":1}""", (await _administrator.GetAsync($"{path}/preview?day={Day}")).Is(200).Text);
        var closure = (await _administrator.PostAsync(path, TestClosures.Body(Day, 1, null, "building"))).Is(201).Json;
        Assert.Null(closure["then"]);
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal(("announced", (0, 0, 1, 0)), await ListedAsync(path));
        var listed = (await registrar.GetAsync($"/api/v1/courts/{court}/hearings?day={Day}")).Is(200).Json["hearings"]!.AsArray().Single()!;
        var known = (await registrar.GetAsync($"/api/v1/cardholders/{person.Id}/hearings")).Is(200).Json["hearings"]!.AsArray().Single()!;
        var why = new JsonObject { ["closureId"] = Text(closure, "closureId"), ["reason"] = "building", ["start"] = $"{Day}T09:00" }.ToJsonString();
        Assert.Equal((why, why), (listed["closed"]!.ToJsonString(), known["closed"]!.ToJsonString()));
        Assert.Equal(["hearing-set", "hearing-not-held"], await TestHearings.JournalAsync(Host, person.Id));

        await SendAsync();
        TestHearings.SetNow(Host, "2030-06-11T18:00:00Z");
        await SendAsync();
        Assert.Contains("will not take place, because the place is closed. You will get a new date by mail.", Assert.Single(TextsTo(person).Skip(texts)), StringComparison.Ordinal);
        using var visitor = await person.SignInAsync();
        Assert.Contains("The court is closed at this time. The court will give you a new date.", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("/dates/confirmation", visitor.Source, StringComparison.Ordinal);

        // What the court gives, it gives as ever.
        using var later = api.As("Court.Registrar");
        (await later.PutAsync(hearing, TestHearings.Hearing(aNumber, 2, court, "2030-06-20T09:00"))).Is(200);
        Assert.Null((await later.GetAsync($"/api/v1/cardholders/{person.Id}/hearings")).Is(200).Json["hearings"]!.AsArray().Single()!["closed"]);
        await SendAsync();
        Assert.Contains("June 20", TextsTo(person)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Above_fifty_dates_nobody_is_told_before_another_administrator_approves()
    {
        var office = await TestCheckIns.OpenAsync(Host, TestCheckIns.Office(seats: 50));
        var people = await TestCheckIns.PeopleAsync(Host, TestClosures.Many);
        await Parallel.ForAsync(0, people.Count, async (at, token) =>
            (await _officer.PostAsync(TestCheckIns.Path(people[at]), TestCheckIns.Slot(office, $"{Day}T{(at < 30 ? "08:30" : "09:00")}"))).Is(201));
        var path = $"/api/v1/offices/{office}/closures";
        using var asking = api.Administrator(Administrators.Asking);
        using var approving = api.Administrator(Administrators.Approving);
        var asked = (await asking.PostAsync(path, TestClosures.Body(Day, TestClosures.Many))).Is(202);
        var approval = asked.Headers.Location!.ToString();
        Assert.Equal(("closure", "pending", 0), (Text(asked.Json, "kind"), Text(asked.Json, "status"), asked.Json["cards"]!.GetValue<int>()));
        var about = asked.Json["closure"]!;
        Assert.Equal(("office", office, TestClosures.Many), (Text(about, "place"), Text(about, "placeId"), about["dates"]!.GetValue<int>()));
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal(("pending", (0, 0, 0, 0)), await ListedAsync(path));
        Assert.NotEmpty((await _officer.GetAsync($"/api/v1/offices/{office}/slots?from={Day}&to={Day}")).Is(200).Json["slots"]!.AsArray());

        (await asking.PostAsync($"{approval}/approval", new JsonObject())).IsProblem(403, "four-eyes");
        Assert.Equal("finished", Text((await approving.PostAsync($"{approval}/approval", new JsonObject())).Is(200).Json, "status"));
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal((TestClosures.Many, 0, 0, 0), (await ListedAsync(path)).Told);
        var listed = (await _administrator.GetAsync(path)).Json["closures"]![0]!;
        Assert.Equal((Administrators.Asking, Administrators.Approving, Text(about, "closureId")), (Text(listed, "requestedBy"), Text(listed, "approvedBy"), Text(listed, "closureId")));

        // Nobody is left in the closed day, and nobody shares a seat.
        Assert.Empty(await TestCheckIns.SeatsAsync(Host, office, Day));
        Assert.Equal(TestClosures.Many, (await TestCheckIns.SeatsAsync(Host, office, "2030-06-13")).Distinct().Count());
    }

    [Fact]
    public async Task A_withdrawn_closure_is_over_and_cannot_be_approved()
    {
        var (office, _) = await TestClosures.CrowdAsync(Host, TestClosures.Many);
        var (path, day) = ($"/api/v1/offices/{office}/closures", TestClosures.DayOf(Host));
        using var asking = api.Administrator(Administrators.Asking);
        using var approving = api.Administrator(Administrators.Approving);
        var asked = (await asking.PostAsync(path, TestClosures.Body(day, TestClosures.Many))).Is(202);
        var withdrawal = $"{path}/{Text(asked.Json["closure"]!, "closureId")}/withdrawal";
        Assert.Equal("withdrawn", Text((await approving.PostAsync(withdrawal, new JsonObject())).Is(200).Json, "status"));
        Assert.Equal("withdrawn", Text((await approving.PostAsync(withdrawal, new JsonObject())).Is(200).Json, "status"));
        (await approving.PostAsync($"{asked.Headers.Location}/approval", new JsonObject())).IsProblem(409, "closure-withdrawn");
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal(("withdrawn", (0, 0, 0, 0)), await ListedAsync(path));

        // The time is free for another one, and the door is open.
        (await asking.PostAsync(path, TestClosures.Body(day, TestClosures.Many))).Is(202);
        Assert.NotEmpty((await _officer.GetAsync($"/api/v1/offices/{office}/slots?from={day}&to={day}")).Is(200).Json["slots"]!.AsArray());
    }

    [Theory]
    [InlineData("2030-06-09", null, null, "weather", "rebook", 0L, 409, "closure-passed", "day")]
    [InlineData("2030-06-10", "08:00", "10:00", "weather", "rebook", 0L, 409, "closure-passed", "day")]
    [InlineData(Day, null, null, "weather", "rebook", 0L, 409, "dates-changed", "dates")]
    [InlineData(Day, null, null, "weather", "rebook", 2L, 409, "dates-changed", "dates")]
    [InlineData("2030-06-20", null, null, "weather", "rebook", 0L, 409, "closure-overlaps", "day")]
    [InlineData("2030-06-20", "11:30", "13:00", "weather", "choose", 0L, 409, "closure-overlaps", "day")]
    [InlineData("2030-02-30", null, null, "weather", "rebook", 0L, 400, "invalid", "day")]
    [InlineData(null, null, null, "weather", "rebook", 0L, 400, "invalid", "day")]
    [InlineData("2031-09-01", null, null, "weather", "rebook", 0L, 400, "invalid", "day")]
    [InlineData(Day, "08:00", null, "weather", "rebook", 1L, 400, "invalid", "from")]
    [InlineData(Day, "09:00", "08:00", "weather", "rebook", 1L, 400, "invalid", "from")]
    [InlineData(Day, "8:00", "9:00", "weather", "rebook", 1L, 400, "invalid", "from")]
    [InlineData(Day, null, null, "rain", "rebook", 1L, 400, "invalid", "reason")]
    [InlineData(Day, null, null, null, "rebook", 1L, 400, "invalid", "reason")]
    [InlineData(Day, null, null, "weather", null, 1L, 400, "invalid", "then")]
    [InlineData(Day, null, null, "weather", "refund", 1L, 400, "invalid", "then")]
    [InlineData(Day, null, null, "weather", "rebook", -1L, 400, "invalid", "dates")]
    [InlineData(Day, null, null, "weather", "rebook", null, 400, "invalid", "dates")]
    public async Task What_cannot_be_announced_is_refused_and_changes_nothing(
        string? day, string? from, string? to, string? reason, string? then, long? dates, int status, string code, string field)
    {
        var office = await TestCheckIns.OpenAsync(Host);
        var person = (await TestCheckIns.PeopleAsync(Host, 1))[0];
        (await _officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, $"{Day}T08:30"))).Is(201);
        var path = $"/api/v1/offices/{office}/closures";
        var other = TestClosures.Body("2030-06-20", 0);
        (other["from"], other["to"]) = ("08:00", "12:00");
        (await _administrator.PostAsync(path, other)).Is(201);
        await Host.RunTimerAsync("TellClosures");
        var before = (await _administrator.GetAsync(path)).Is(200).Text;

        var body = new JsonObject { ["day"] = day, ["from"] = from, ["to"] = to, ["reason"] = reason, ["then"] = then, ["dates"] = dates };
        var refused = (await _administrator.PostAsync(path, body)).IsProblem(status, code);
        Assert.Equal(field, refused.Json["errors"]!.AsArray().Single()!["field"]!.GetValue<string>());
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal(before, (await _administrator.GetAsync(path)).Is(200).Text);
        Assert.Equal(["check-in-booked"], await TestCheckIns.JournalAsync(Host, person));
        Assert.Single(await TestCheckIns.SeatsAsync(Host, office, Day));
    }

    [Theory]
    [InlineData("?day=2030-06-09", 409, "closure-passed")]
    [InlineData("?day=tomorrow", 400, "invalid")]
    [InlineData("", 400, "invalid")]
    [InlineData($"?day={Day}&from=08:00", 400, "invalid")]
    [InlineData($"?day={Day}&reason=weather", 400, "invalid")]
    public async Task A_preview_without_a_time_to_come_is_refused(string query, int status, string code)
    {
        var office = await TestCheckIns.OpenAsync(Host);
        (await _administrator.GetAsync($"/api/v1/offices/{office}/closures/preview{query}")).IsProblem(status, code);
    }

    [Theory]
    [InlineData("offices", "rebook", "no-such-office")]
    [InlineData("courts", null, "no-such-court")]
    public async Task Of_an_unknown_place_or_closure_nothing_is_told(string places, string? then, string code)
    {
        foreach (var id in (string[])["NOWHERE", "no,where"])
        {
            var path = $"/api/v1/{places}/{id}/closures";
            (await _administrator.GetAsync(path)).IsProblem(404, code);
            (await _administrator.GetAsync($"{path}/preview?day={Day}")).IsProblem(404, code);
            (await _administrator.GetAsync($"{path}/{Unknown}/dates")).IsProblem(404, code);
            (await _administrator.PostAsync(path, TestClosures.Body(Day, 0, then))).IsProblem(404, code);
            (await _administrator.PostAsync($"{path}/{Unknown}/withdrawal", new JsonObject())).IsProblem(404, code);
        }

        var (office, court) = await TestClosures.CrowdAsync(Host, 1);
        var known = $"/api/v1/{places}/{(places == "offices" ? office : court)}/closures";
        (await _administrator.GetAsync($"{known}/{Unknown}/dates")).IsProblem(404, "no-such-closure");
        (await _administrator.PostAsync($"{known}/{Unknown}/withdrawal", new JsonObject())).IsProblem(404, "no-such-closure");

        // Nor is that of another place one of this.
        var closure = (await _administrator.PostAsync(known, TestClosures.Body("2030-06-20", 0, then))).Is(201).Json["closureId"];
        var (otherOffice, otherCourt) = await TestClosures.CrowdAsync(Host, 1);
        (await _administrator.GetAsync($"/api/v1/{places}/{(places == "offices" ? otherOffice : otherCourt)}/closures/{closure}/dates")).IsProblem(404, "no-such-closure");
    }

    [Fact]
    public async Task A_court_s_closure_says_nothing_of_what_becomes_of_its_people()
    {
        var (_, court) = await TestClosures.CrowdAsync(Host, 1);
        (await _administrator.PostAsync($"/api/v1/courts/{court}/closures", TestClosures.Body(Day, 0))).IsInvalid("then");
    }

    [Fact]
    public async Task Hours_of_a_day_close_no_other_hours()
    {
        var office = await TestCheckIns.OpenAsync(Host);
        var people = await TestCheckIns.PeopleAsync(Host, 2);
        (await _officer.PostAsync(TestCheckIns.Path(people[0]), TestCheckIns.Slot(office, $"{Day}T08:30"))).Is(201);
        (await _officer.PostAsync(TestCheckIns.Path(people[1]), TestCheckIns.Slot(office, $"{Day}T11:00"))).Is(201);
        var body = TestClosures.Body(Day, 1);
        (body["from"], body["to"]) = ("08:00", "09:00");
        var closure = (await _administrator.PostAsync($"/api/v1/offices/{office}/closures", body)).Is(201).Json;
        Assert.Equal(("08:00", "09:00"), (Text(closure, "from"), Text(closure, "to")));
        await Host.RunTimerAsync("TellClosures");
        Assert.Equal(
            ($"{Day}T09:00", $"{Day}T11:00"),
            (Text(await CheckInAsync(people[0]), "start"), Text(await CheckInAsync(people[1]), "start")));
    }

    private async Task BookAsync(TestCardholder person, string office, string start) =>
        (await _officer.PostAsync(TestCheckIns.Path(person.Id), TestCheckIns.Slot(office, start))).Is(201);

    /// <summary>Sends all that is due: of one docket one text after another.</summary>
    private async Task SendAsync()
    {
        for (var run = 0; run < 3; run++)
        {
            await Host.RunTimerAsync("SendDueReminders");
        }
    }

    /// <summary>The texts that left to a person, in order.</summary>
    private List<string> TextsTo(TestCardholder person) => [.. Host.Sms.Left.Where(left => left.Message.To == person.Phone).Select(left => left.Message.Text)];

    private Task<JsonNode> CheckInAsync(TestCardholder person) => CheckInAsync(person.Id);

    private async Task<JsonNode> CheckInAsync(string person)
    {
        using var officer = api.As("Enrollment.Officer");
        return (await officer.GetAsync(TestCheckIns.Path(person))).Is(200).Json["checkIns"]!.AsArray().Single()!;
    }

    /// <summary>The only or latest closure of a place, as it is listed.</summary>
    private async Task<(string Status, (int Rebooked, int Asked, int NotHeld, int NotReached) Told)> ListedAsync(string path)
    {
        using var administrator = api.As("Program.Administrator");
        var closure = (await administrator.GetAsync(path)).Is(200).HasSafeHeaders().Json["closures"]![0]!;
        int Count(string name) => closure["told"]![name]!.GetValue<int>();
        return (Text(closure, "status"), (Count("rebooked"), Count("asked"), Count("notHeld"), Count("notReached")));
    }

    private static string Text(JsonNode json, string name) => json[name]!.GetValue<string>();
}
