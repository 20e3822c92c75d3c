using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.CheckIns;
using SecureDocket.Functions.Tests.Deadlines;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Functions.Tests.Searches;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.CheckIns;

/// <summary>An office's day: who comes, who is here, who was seen, and what became of those who were not.</summary>
public sealed class OfficeDayTests : IAsyncLifetime
{
    private const string Day = "2030-06-10";
    private const string Eight = $"{Day}T08:00";
    private const string HalfPast = $"{Day}T08:30";

    private TappedHost _tapped = null!;
    private TestHost _host = null!;

    public async Task InitializeAsync()
    {
        _tapped = await TappedHost.StartAsync();
        _host = _tapped.Host;
        TestHearings.SetNow(_host, $"{Day}T12:00:00Z");
    }

    public async Task DisposeAsync() => await _tapped.DisposeAsync();

    [Fact]
    public async Task Of_a_protected_person_the_day_shows_the_time_and_the_initials()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var person = (await TestCheckIns.PeopleAsync(_host, 1))[0];
        await BookAsync(person, office, Eight);
        var name = Text((await DayAsync(office))[0], "latinName");
        await TestSearches.ProtectAsync(_host, person);

        var entry = Assert.Single(await DayAsync(office));

        Assert.Equal((person, Eight), (Text(entry, "cardholderId"), Text(entry["checkIn"]!, "start")));
        Assert.Equal(($"{name[0]}. S.", $"{name[0]}. S."), (Text(entry, "name"), Text(entry, "latinName")));
        Assert.Null(entry["cardStatus"]);
        Assert.Null(entry["texting"]);
        using var both = new Caller(_host.As("Enrollment.Officer", "7", also: "Protection.Supervisor"));
        var open = (await both.GetAsync($"/api/v1/offices/{office}/days/{Day}")).Is(200).Json;
        Assert.Contains(name, open.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_day_lists_everybody_in_order_also_those_who_came_and_those_who_did_not()
    {
        var (office, other) = (await TestCheckIns.OpenAsync(_host, TestCheckIns.Office(seats: 3)), await TestCheckIns.OpenAsync(_host));
        var people = await TestCheckIns.PeopleAsync(_host, 5);
        var came = await BookAsync(people[0], office, HalfPast);
        await BookAsync(people[1], office, Eight);
        var cancelled = await BookAsync(people[2], office, Eight);
        var moved = await BookAsync(people[3], office, Eight);
        await BookAsync(people[4], other, Eight);
        using (var officer = Officer())
        {
            (await officer.PostAsync($"{cancelled}/cancellation", new JsonObject { ["reason"] = "person-asked" })).Is(200);
            (await officer.PostAsync($"{moved}/move", TestCheckIns.Slot(office, "2030-06-11T08:00"))).Is(200);
            (await officer.PostAsync($"{came}/attendance", new JsonObject { ["manner"] = "in-person" })).Is(200);
        }

        TestHearings.SetNow(_host, "2030-06-11T12:00:00Z");
        await _host.RunTimerAsync("MarkMissedCheckIns");

        var day = await DayAsync(office);

        Assert.Equal(
            [(people[1], "missed"), (people[2], "cancelled"), (people[0], "attended")],
            day.OrderBy(entry => Text(entry["checkIn"]!, "start"), StringComparer.Ordinal).ThenBy(entry => Text(entry["checkIn"]!, "status") == "missed" ? 0 : 1)
                .Select(entry => (Text(entry, "cardholderId"), Text(entry["checkIn"]!, "status"))));
        Assert.Equal(["08:00", "08:00", "08:30"], day.Select(entry => Text(entry["checkIn"]!, "start")[11..]));
        Assert.Equal([people[3]], (await DayAsync(office, "2030-06-11")).Select(entry => Text(entry, "cardholderId")));
        Assert.All(day, entry => Assert.Equal(("ru", "active"), (Text(entry, "language"), Text(entry, "cardStatus"))));
        using var reader = Officer();
        TestHearings.SetNow(_host, "2030-06-10T13:00:00Z");
        using var early = Officer();
        var offices = (await early.GetAsync("/api/v1/offices")).Is(200).Json["offices"]!.AsArray();
        Assert.Equal((2, 1), (TodayAt(office), TodayAt(other)));
        int TodayAt(string id) => offices.Single(each => Text(each!, "officeId") == id)!["today"]!.GetValue<int>();
        TestHearings.SetNow(_host, "2030-06-11T12:00:00Z");
        (await reader.GetAsync("/api/v1/offices/NOWHERE/days/2030-06-10")).IsProblem(404, "no-such-office");
        (await reader.GetAsync($"/api/v1/offices/{office}/days/today")).IsInvalid("day");
        Assert.Empty((await reader.GetAsync($"/api/v1/offices/{office}/days/2031-06-10")).Is(200).Json["checkIns"]!.AsArray());
    }

    [Fact]
    public async Task An_unchanged_poll_is_one_query_and_no_write_and_a_person_is_disclosed_once_to_each_officer_and_day()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var people = await TestCheckIns.PeopleAsync(_host, 2);
        var checkIn = await BookAsync(people[0], office, Eight);
        await BookAsync(people[1], office, HalfPast);
        using var officer = Officer();
        var path = $"/api/v1/offices/{office}/days/{Day}";
        var tag = (await officer.GetAsync(path)).Is(200).ETag!;
        Assert.Equal([1, 1], await LooksAsync(people));

        _tapped.Tap.Restart();
        Assert.Equal(304, (await AskAsync(officer, path, tag)).Status);
        var request = Assert.Single(_tapped.Tap.Requests);
        Assert.Equal((true, TableNames.OfficeDays), (request.IsRead, request.Target));

        // Something else of one person changes what the list shows.
        (await officer.PostAsync($"{checkIn}/arrival", new JsonObject { ["officeId"] = office })).Is(200);
        var changed = (await AskAsync(officer, path, tag)).Is(200);
        Assert.NotEqual(tag, changed.ETag);
        Assert.NotNull(changed.Json["checkIns"]![0]!["checkIn"]!["arrivedAt"]);
        Assert.Equal([1, 1], await LooksAsync(people));
        Assert.Equal(304, (await AskAsync(officer, path, changed.ETag!)).Status);

        using var another = new Caller(_host.As("Field.Officer", "9"));
        (await another.GetAsync(path)).Is(200);
        Assert.Equal([2, 2], await LooksAsync(people));
        _host.Clock.Advance(TimeSpan.FromDays(1));
        using var tomorrow = Officer();
        (await tomorrow.GetAsync(path)).Is(200);
        Assert.Equal([3, 3], await LooksAsync(people));
    }

    [Fact]
    public async Task A_card_or_a_phone_that_changes_today_changes_the_list()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var card = await TestPeople.IssueAsync(_host);
        await BookAsync(Text(card, "cardholderId"), office, Eight);
        using var officer = Officer();
        var path = $"/api/v1/offices/{office}/days/{Day}";
        var tag = (await officer.GetAsync(path)).Is(200).ETag!;
        using var enrolling = new Caller(_host.As("Enrollment.Officer"));
        (await enrolling.PostAsync($"/api/v1/cards/{card["cardNumber"]}/suspension", new JsonObject { ["reason"] = "lost" })).Is(200);

        var changed = (await AskAsync(officer, path, tag)).Is(200).Json;

        Assert.Equal("suspended", Text(changed["checkIns"]![0]!, "cardStatus"));
    }

    [Fact]
    public async Task Who_looks_between_the_hint_and_the_commit_is_not_told_that_nothing_has_changed()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var person = (await TestCheckIns.PeopleAsync(_host, 1))[0];
        var checkIn = await BookAsync(person, office, Eight);
        using var officer = Officer();
        var path = $"/api/v1/offices/{office}/days/{Day}";
        var docket = await TestCheckIns.DocketAsync(_host, person);
        var about = Assert.Single(docket.CheckIns);
        await _host.Services.GetRequiredService<OfficeDays>().AddAsync(docket.Cardholder.Id, about, docket.Version + 1, default);
        var between = (await officer.GetAsync(path)).Is(200).ETag!;
        (await officer.PostAsync($"{checkIn}/arrival", new JsonObject { ["officeId"] = office })).Is(200);

        var after = (await AskAsync(officer, path, between)).Is(200).Json;

        Assert.NotNull(after["checkIns"]![0]!["checkIn"]!["arrivedAt"]);
    }

    [Fact]
    public async Task Arrived_called_and_seen_are_noted_once_and_at_the_right_office_and_day()
    {
        var (office, other) = (await TestCheckIns.OpenAsync(_host), await TestCheckIns.OpenAsync(_host));
        var people = await TestCheckIns.PeopleAsync(_host, 2);
        var (checkIn, tomorrow) = (await BookAsync(people[0], office, Eight), await BookAsync(people[1], office, "2030-06-11T08:00"));
        using var officer = Officer();
        (await officer.PostAsync($"{checkIn}/arrival", new JsonObject { ["officeId"] = other })).IsProblem(409, "check-in-elsewhere");
        (await officer.PostAsync($"{checkIn}/arrival", new JsonObject())).IsInvalid("officeId");
        (await officer.PostAsync($"{tomorrow}/arrival", new JsonObject { ["officeId"] = office })).IsProblem(409, "check-in-too-early");
        (await officer.PostAsync($"{TestCheckIns.Path(people[0])}/-/arrival", new JsonObject { ["officeId"] = office })).IsProblem(404, "no-such-check-in");

        var arrived = (await officer.PostAsync($"{checkIn}/arrival", new JsonObject { ["officeId"] = office })).Is(200).Json;
        _host.Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(Text(arrived, "arrivedAt"), Text((await officer.PostAsync($"{checkIn}/arrival", new JsonObject { ["officeId"] = office })).Is(200).Json, "arrivedAt"));
        var called = (await officer.PostAsync($"{checkIn}/call", new JsonObject())).Is(200).Json;
        Assert.Equal((Text(arrived, "arrivedAt"), "2030-06-10T12:07:00+00:00"), (Text(called, "arrivedAt"), Text(called, "calledAt")));
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        var seen = (await officer.PostAsync($"{checkIn}/attendance", new JsonObject { ["manner"] = "in-person" })).Is(200).Json["checkIn"]!;
        Assert.Equal(("attended", "2030-06-10T12:12:00+00:00"), (Text(seen, "status"), Text(seen, "seenAt")));
        (await officer.PostAsync($"{checkIn}/call", new JsonObject())).IsProblem(409, "check-in-status");
        Assert.Equal(["check-in-booked", "check-in-arrived", "check-in-called", "check-in-attended"], await TestCheckIns.JournalAsync(_host, people[0]));

        TestHearings.SetNow(_host, "2030-06-12T12:00:00Z");
        using var later = Officer();
        (await later.PostAsync($"{tomorrow}/arrival", new JsonObject { ["officeId"] = office })).IsProblem(409, "check-in-status");
    }

    [Fact]
    public async Task Who_was_sent_home_has_come_and_must_get_another_date()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var card = await TestPeople.IssueAsync(_host);
        var person = Text(card, "cardholderId");
        using var officer = Officer();
        (await officer.PutAsync($"/api/v1/cardholders/{person}/check-in-schedule", new JsonObject { ["officeId"] = office, ["everyDays"] = 30 })).Is(200);
        var checkIn = await BookAsync(person, office, Eight);
        (await officer.PostAsync($"{checkIn}/sent-home", new JsonObject { ["reason"] = "lunch" })).IsInvalid("reason");

        var answer = (await officer.PostAsync($"{checkIn}/sent-home", new JsonObject { ["reason"] = "no-interpreter" })).Is(200).Json;

        Assert.Equal(("attended", "no-interpreter"), (Text(answer["checkIn"]!, "status"), Text(answer["checkIn"]!, "sentHomeReason")));
        Assert.True(answer["checkInToBook"]!.GetValue<bool>());
        (await officer.PostAsync($"{checkIn}/sent-home", new JsonObject { ["reason"] = "no-officer" })).IsProblem(409, "check-in-status");
        TestHearings.SetNow(_host, "2030-06-11T12:00:00Z");
        await _host.RunTimerAsync("MarkMissedCheckIns");
        var verified = await ShownAsync(card);
        Assert.Null(verified["missedCheckIns"]);
        Assert.Null(verified["scheduleBroken"]);
        Assert.Equal("sent-home", Text(Assert.Single(await BeforeAsync(person, office)), "status"));
    }

    [Fact]
    public async Task A_miss_is_a_fact_and_what_it_means_is_judged_by_one_officer_at_a_time()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var card = await TestPeople.IssueAsync(_host);
        var person = Text(card, "cardholderId");
        var checkIn = await BookAsync(person, office, Eight);
        using (var early = Officer())
            (await early.PutAsync($"{checkIn}/judgement", Finding("unexcused"), "*")).IsProblem(409, "check-in-status");
        TestHearings.SetNow(_host, "2030-06-11T12:00:00Z");
        await _host.RunTimerAsync("MarkMissedCheckIns");
        using var officer = Officer();
        using var second = new Caller(_host.As("Enrollment.Officer", "9"));
        var listed = Assert.Single(await MissedAsync(office, null));
        var version = $"\"{listed["docketVersion"]}\"";
        (await officer.PutAsync($"{checkIn}/judgement", Finding("excused"), version)).IsInvalid("reason", "evidence");
        (await officer.PutAsync($"{checkIn}/judgement", Excuse("hangover", "seen"), version)).IsInvalid("reason");
        (await officer.PutAsync($"{checkIn}/judgement", new JsonObject { ["finding"] = "our-fault", ["reason"] = "medical", ["evidence"] = "seen" }, version)).IsInvalid("reason", "evidence");
        (await officer.PutAsync($"{checkIn}/judgement", Finding("guilty"), version)).IsInvalid("finding");
        (await officer.PutAsync($"{checkIn}/judgement", Finding("unexcused"))).IsProblem(428, "version-required");

        var judged = (await officer.PutAsync($"{checkIn}/judgement", Excuse("medical", "awaited"), version)).Is(200);

        Assert.Equal(("missed", "excused", "medical", "awaited"), (Text(judged.Json, "status"), Text(judged.Json["judgement"]!, "finding"), Text(judged.Json["judgement"]!, "reason"), Text(judged.Json["judgement"]!, "evidence")));
        (await second.PutAsync($"{checkIn}/judgement", Finding("unexcused"), version)).IsProblem(412, "version-mismatch");
        (await officer.PutAsync($"{checkIn}/judgement", Excuse("medical", "awaited"), version)).Is(200);
        Assert.Null((await ShownAsync(card))["missedCheckIns"]);
        Assert.Empty(await MissedAsync(office, null));
        Assert.Single(await MissedAsync(office, "excused"));
        Assert.Equal(("missed", "excused"), (Text(Assert.Single(await BeforeAsync(person, office)), "status"), Text(Assert.Single(await BeforeAsync(person, office)), "finding")));

        (await second.PutAsync($"{checkIn}/judgement", Finding("unexcused"), judged.ETag)).IsProblem(412, "version-mismatch");
        (await second.PutAsync($"{checkIn}/judgement", Finding("unexcused"), "*")).Is(200);
        Assert.NotNull((await ShownAsync(card))["missedCheckIns"]);
        Assert.Single(await MissedAsync(office, "unexcused"));
        Assert.Empty(await MissedAsync(office, "excused"));

        // Texts are about the miss, and not about what somebody made of it.
        Assert.Single((await TestCheckIns.DocketAsync(_host, person)).Reminders, reminder => reminder.Occasion == SecureDocket.Reminders.ReminderOccasion.Missed);
    }

    [Fact]
    public async Task A_list_of_missed_check_ins_pages_over_its_days_and_refuses_what_it_cannot_read()
    {
        var office = await TestCheckIns.OpenAsync(_host, TestCheckIns.Office(seats: 3));
        var people = await TestCheckIns.PeopleAsync(_host, 1);
        await BookAsync(people[0], office, HalfPast);
        var tables = _host.Services.GetRequiredService<ITables>();
        foreach (var day in (string[])["20300610", "20300612"])
        {
            for (var some = 0; some < 120; some++)
                await tables.CommitAsync(TableNames.OfficeDays, $"missed|Unjudged|{office}|{day}", [RowWrite.Put($"0800|{some:D32}", $$"""{"cardholderId":"{{people[0]}}","checkInId":"{{some:D32}}","version":1,"status":"Missed"}""")], default);
        }

        TestHearings.SetNow(_host, "2030-06-13T12:00:00Z");
        await _host.RunTimerAsync("MarkMissedCheckIns");
        using var officer = Officer();
        var path = $"/api/v1/offices/{office}/missed?from=2030-06-01&to=2030-06-30";
        List<string> found = [];
        string? next = null;
        var pages = 0;
        do
        {
            var page = (await officer.GetAsync(next is null ? path : $"{path}&page={next}")).Is(200).Json;
            found.AddRange(page["checkIns"]!.AsArray().Select(entry => Text(entry!, "cardholderId")));
            next = page["next"]?.GetValue<string>();
            pages++;
        }
        while (next is not null && pages < 10);

        Assert.Equal((3, people[0]), (pages, Assert.Single(found)));

        // Hints that no docket confirms any more are gone once somebody has looked.
        Assert.Equal(people[0], Text(Assert.Single(await MissedAsync(office, null)), "cardholderId"));
        (await officer.GetAsync($"/api/v1/offices/{office}/missed?from=2030-06-10&to=2030-06-01")).Is(400);
        (await officer.GetAsync($"/api/v1/offices/{office}/missed?from=2030-06-01&to=2030-08-01")).Is(400);
        (await officer.GetAsync($"{path}&judgement=guilty")).IsInvalid("judgement");
        (await officer.GetAsync("/api/v1/offices/NOWHERE/missed?from=2030-06-01&to=2030-06-30")).IsProblem(404, "no-such-office");
    }

    [Fact]
    public async Task Who_loses_a_race_hides_nobody_from_a_list_and_no_change_from_a_poll()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var person = (await TestCheckIns.PeopleAsync(_host, 1))[0];
        var checkIn = await BookAsync(person, office, Eight);
        TestHearings.SetNow(_host, "2030-06-11T12:00:00Z");
        await _host.RunTimerAsync("MarkMissedCheckIns");
        using var late = Officer();
        using var first = new Caller(_host.As("Enrollment.Officer", "9"));
        var path = $"/api/v1/offices/{office}/days/{Day}";
        var version = $"\"{Assert.Single(await MissedAsync(office, null))["docketVersion"]}\"";
        var tag = "";

        // The late one has read the docket and is about to write the hint.
        _tapped.Tap.Restart();
        _tapped.Tap.Before = async index =>
        {
            if (_tapped.Tap.Requests[index] is not { Target: TableNames.OfficeDays, IsRead: false })
                return;
            _tapped.Tap.Before = null;
            (await first.PutAsync($"{checkIn}/judgement", Finding("our-fault"), version)).Is(200);
            tag = (await first.GetAsync(path)).Is(200).ETag!;
            (await first.PutAsync($"{checkIn}/judgement", Excuse("court", "seen"), "*")).Is(200);
        };
        (await late.PutAsync($"{checkIn}/judgement", Finding("unexcused"), version)).IsProblem(412, "version-mismatch");

        Assert.Equal("court", Text(Assert.Single(await MissedAsync(office, "excused"))["checkIn"]!["judgement"]!, "reason"));
        Assert.Equal("excused", Text(Assert.Single((await AskAsync(first, path, tag)).Is(200).Json["checkIns"]!.AsArray())!["checkIn"]!["judgement"]!, "finding"));
        foreach (var other in (string?[])[null, "unexcused", "our-fault"])
            Assert.Empty(await MissedAsync(office, other));
        Assert.Single(await MissedAsync(office, "excused"));
    }

    [Fact]
    public async Task A_judgement_that_is_never_recorded_leaves_the_miss_among_those_to_judge()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var person = (await TestCheckIns.PeopleAsync(_host, 1))[0];
        var checkIn = await BookAsync(person, office, Eight);
        TestHearings.SetNow(_host, "2030-06-11T12:00:00Z");
        await _host.RunTimerAsync("MarkMissedCheckIns");
        using var officer = Officer();
        _tapped.Tap.Restart();
        _tapped.Tap.Before = index =>
        {
            // From the docket's own write on, storage is away.
            if (_tapped.Tap.Requests[index] is { Target: TableNames.Dockets, IsRead: false })
                _tapped.Tap.Silent = _ => true;
            return Task.CompletedTask;
        };
        var asking = officer.PutAsync($"{checkIn}/judgement", Finding("unexcused"), "*");
        await _tapped.PassAsync(asking, TimeSpan.FromSeconds(10));
        (_tapped.Tap.Before, _tapped.Tap.Silent) = (null, null);
        (await asking).IsProblem(503, "unavailable");

        Assert.Empty(await MissedAsync(office, "unexcused"));
        Assert.Single(await MissedAsync(office, null));
        (await officer.PutAsync($"{checkIn}/judgement", Finding("unexcused"), "*")).Is(200);
        Assert.Single(await MissedAsync(office, "unexcused"));
    }

    [Theory]
    [InlineData("arrival")]
    [InlineData("call")]
    [InlineData("sent-home")]
    [InlineData("judgement")]
    public async Task A_fault_at_any_call_leaves_one_change_and_a_list_that_shows_it(string act)
    {
        await FaultProof.AtEveryCallAsync(
            _tapped,
            async () =>
            {
                TestHearings.SetNow(_host, $"{Day}T12:00:00Z");
                var office = await TestCheckIns.OpenAsync(_host, TestCheckIns.Office(seats: 1));
                var person = (await TestCheckIns.PeopleAsync(_host, 1))[0];
                var checkIn = await BookAsync(person, office, Eight);
                if (act == "judgement")
                {
                    TestHearings.SetNow(_host, $"{Day}T18:00:00Z");
                    await _host.RunTimerAsync("MarkMissedCheckIns");
                }

                return (Person: person, Office: office, CheckIn: checkIn, Key: Guid.NewGuid().ToString());
            },
            ready => ActAsync(act, ready.CheckIn, ready.Office, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.True(first.Status == 200 || first.Status == 503 && FaultProof.IsTold(fault), $"{first.Status}");
                (await ActAsync(act, ready.CheckIn, ready.Office, ready.Key)).Is(200);
                var kind = act switch { "arrival" => "check-in-arrived", "call" => "check-in-called", "sent-home" => "check-in-sent-home", _ => "check-in-judged" };
                Assert.Single(await TestCheckIns.JournalAsync(_host, ready.Person), each => each == kind);
                var listed = Assert.Single(await DayAsync(ready.Office))["checkIn"]!;
                Assert.NotNull(listed[act switch { "arrival" => "arrivedAt", "call" => "calledAt", "sent-home" => "sentHomeReason", _ => "judgement" }]);
                if (act == "sent-home")
                    Assert.Equal(1, await FreeAsync(ready.Office));
            });
    }

    // A seat that could not be left after the commit is free for another ten minutes later.
    private async Task<int> FreeAsync(string office)
    {
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        using var officer = Officer();
        var slots = (await officer.GetAsync($"/api/v1/offices/{office}/slots?from={Day}&to={Day}")).Is(200).Json["slots"]!.AsArray();
        return slots.First(slot => Text(slot!, "start") == Eight)!["free"]!.GetValue<int>();
    }

    private async Task<Reply> ActAsync(string act, string checkIn, string office, string key)
    {
        using var officer = Officer();
        return act switch
        {
            "arrival" => await officer.PostAsync($"{checkIn}/arrival", new JsonObject { ["officeId"] = office }, key),
            "call" => await officer.PostAsync($"{checkIn}/call", new JsonObject(), key),
            "sent-home" => await officer.PostAsync($"{checkIn}/sent-home", new JsonObject { ["reason"] = "no-officer" }, key),
            _ => await officer.PutAsync($"{checkIn}/judgement", Finding("our-fault"), "*"),
        };
    }

    private async Task<string> BookAsync(string person, string office, string start)
    {
        using var officer = Officer();
        return $"{TestCheckIns.Path(person)}/{Text((await officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, start))).Is(201).Json, "checkInId")}";
    }

    private async Task<List<JsonNode>> DayAsync(string office, string day = Day)
    {
        using var officer = Officer();
        return [.. (await officer.GetAsync($"/api/v1/offices/{office}/days/{day}")).Is(200).Json["checkIns"]!.AsArray().OfType<JsonNode>()];
    }

    private async Task<List<JsonNode>> MissedAsync(string office, string? judgement)
    {
        using var officer = Officer();
        return [.. (await officer.GetAsync($"/api/v1/offices/{office}/missed?from=2030-06-01&to=2030-06-30{(judgement is null ? "" : $"&judgement={judgement}")}")).Is(200).Json["checkIns"]!.AsArray().OfType<JsonNode>()];
    }

    // What the list of a later check-in shows of those before it.
    private async Task<List<JsonNode>> BeforeAsync(string person, string office)
    {
        const string Later = "2030-06-20";
        if ((await DayAsync(office, Later)).Count == 0)
            await BookAsync(person, office, $"{Later}T08:00");
        return [.. Assert.Single(await DayAsync(office, Later))["before"]!.AsArray().OfType<JsonNode>()];
    }

    private async Task<JsonNode> ShownAsync(JsonObject card)
    {
        using var officer = Officer();
        return (await officer.VerifyAsync(Verifying.Credential(Text(card, "credential")))).IsValid()["card"]!;
    }

    private async Task<List<int>> LooksAsync(IReadOnlyList<string> people)
    {
        List<int> looks = [];
        foreach (var person in people)
            looks.Add((await _host.Services.GetRequiredService<ITables>().RowsAsync(person, "~disclosure|", "~disclosure}")).Count);
        return looks;
    }

    private static async Task<Reply> AskAsync(Caller officer, string path, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "If-None-Match", tag } } };
        return await officer.SendAsync(request);
    }

    private Caller Officer() => new(_host.As("Field.Officer"));

    private static JsonObject Finding(string finding) => new() { ["finding"] = finding };

    private static JsonObject Excuse(string reason, string evidence) => new() { ["finding"] = "excused", ["reason"] = reason, ["evidence"] = evidence };

    private static string Text(JsonNode json, string member) => json[member]!.GetValue<string>();
}
