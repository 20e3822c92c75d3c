using NodaTime;
using SecureDocket.Approvals;
using SecureDocket.CheckIns;
using SecureDocket.Closures;
using SecureDocket.Hearings;
using SecureDocket.Inbox;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;
using SecureDocket.Tests.Reminders;
using Xunit;
using World = SecureDocket.Tests.Reminders.World;

namespace SecureDocket.Tests.Closures;

/// <summary>What becomes of dates behind a closed door, from noon of Monday, 3 June 2030 in Chicago on.</summary>
public sealed class ClosureTests
{
    private static readonly Actor s_administrator = new("Program.Administrator", "admin-1");
    private static readonly Court s_court = new("CO", "Court", "1 Sample Plaza", "America/Chicago");
    private static readonly LocalDate s_tomorrow = new(2030, 6, 4);

    private readonly World _world = new(new() { Senders = [new("72345", 6000)], Brand = "SDC", Contact = "1-800-555-0100" });

    [Fact]
    public async Task People_are_moved_to_the_first_opening_after_at_the_same_time_of_day_and_told_once_before_the_closed_date()
    {
        await OfficeAsync(seats: 2);
        var people = new[] { await BookedAsync("09:00"), await BookedAsync("09:00"), await BookedAsync("10:30") };
        await SendAsync();
        var before = _world.Sms.Left.Count;

        // It is announced in the evening, after the usual hours.
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 1, 30));
        await AnnounceAsync(3);
        await TellAsync();
        await SendAsync();
        Assert.Equal(before + 3, _world.Sms.Left.Count);
        Assert.Equal(["2030-06-05T09:00", "2030-06-05T09:00", "2030-06-05T10:30"], await Task.WhenAll(people.Select(StartAsync)));
        Assert.All(_world.Sms.Left.Skip(before), left => Assert.Matches("^SDC: Your appointment on June 4, [0-9:]+ AM will not take place, because we are closed. Your new date is June 5, [0-9:]+ AM. All your other dates still count.", left.Message.Text));

        // Nothing is left of the closed date, and nobody is told again.
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 13, 59));
        await TellAsync();
        await SendAsync();
        Assert.Equal(before + 3, _world.Sms.Left.Count);
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 17, 0));
        await _world.Process.Services.Get<MarkMissedCheckIns>().ExecuteAsync(default);
        await SendAsync();
        Assert.Equal(before + 6, _world.Sms.Left.Count);
        Assert.All(_world.Sms.Left.Skip(before + 3), left => Assert.Contains("appointment is on June 5", left.Message.Text, StringComparison.Ordinal));
        var docket = await _world.DocketAsync(people[0]);
        Assert.Equal("weather", docket.CheckIns[0].Closed!.Reason);
        Assert.Equal((ClosureStatus.Told, new ClosureCount(3, 0, 0, 0)), await StandingAsync());
    }

    [Fact]
    public async Task People_who_choose_are_told_that_the_date_does_not_stand_and_are_not_missed()
    {
        await OfficeAsync();
        var id = await BookedAsync("09:00");
        await SendAsync();
        await AnnounceAsync(1, then: "choose");
        await TellAsync();
        await SendAsync();
        Assert.StartsWith("SDC: Your appointment on June 4, 9:00 AM will not take place, because we are closed.", _world.Sms.Left[^1].Message.Text, StringComparison.Ordinal);
        var docket = await _world.DocketAsync(id);
        Assert.Null(docket.NextCheckIn(_world.Now));
        Assert.All(docket.Reminders.Where(reminder => reminder.State == ReminderState.Planned), reminder => Assert.Equal(ReminderOccasion.Notice, reminder.Occasion));

        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 20, 0));
        await _world.Process.Services.Get<MarkMissedCheckIns>().ExecuteAsync(default);
        var closed = Assert.Single((await _world.DocketAsync(id)).CheckIns);
        Assert.Equal((CheckInStatus.Cancelled, CancelReasons.OfficeClosed), (closed.Status, closed.CancelReason));
    }

    [Fact]
    public async Task Whoever_is_asked_to_choose_may_still_do_so_when_the_closed_hour_has_begun()
    {
        await OfficeAsync();
        var (chose, came) = (await BookedAsync("09:00"), await BookedAsync("09:00"));
        await AnnounceAsync(2, then: "choose", from: "08:00", to: "09:30");
        await TellAsync();
        var open = await BookedAsync("10:00");
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 15, 10));

        Assert.False((await MoveAsync(chose)).IsRefused);
        Assert.Equal("2030-06-05T09:00", await StartAsync(chose));
        Assert.Equal("2030-06-04T09:00", await StartAsync(came));
        Assert.Equal("check-in-status", Assert.Single((await MoveAsync(open)).Refusals).Code);
    }

    [Fact]
    public async Task Nobody_is_moved_to_the_hours_of_their_own_hearing()
    {
        await _world.Process.Courts.PutAsync(s_court, default);
        await OfficeAsync();
        var (free, summoned) = (await BookedAsync("09:00"), await BookedAsync("09:00"));
        await _world.PutAsync(summoned, Hearing("2030-06-05T10:00"));
        await AnnounceAsync(2);
        await TellAsync();
        Assert.Equal(["2030-06-05T09:00", "2030-06-06T09:00"], [await StartAsync(free), await StartAsync(summoned)]);
    }

    [Fact]
    public async Task Hours_of_a_day_close_the_slots_that_they_touch_and_no_others()
    {
        await OfficeAsync();
        var (morning, touched, later) = (await BookedAsync("08:00"), await BookedAsync("09:30"), await BookedAsync("11:00"));
        await AnnounceAsync(1, from: "09:45", to: "11:00");
        await TellAsync();
        Assert.Equal(["2030-06-04T08:00", "2030-06-04T11:00"], [await StartAsync(morning), await StartAsync(later)]);
        Assert.Equal("2030-06-05T09:30", await StartAsync(touched));
    }

    [Fact]
    public async Task Nobody_books_a_closed_slot_and_a_booking_in_progress_is_found_later()
    {
        await OfficeAsync();
        var id = await EnrolledAsync();
        var docket = await _world.DocketAsync(id);
        var stale = (await Offices.FindAsync("OF", default))!;
        await AnnounceAsync(0);
        await TellAsync();

        // It read the office before, and goes on only now.
        var (_, seat) = await _world.Process.Services.Get<Seats>().TakeAsync(stale, s_tomorrow + new LocalTime(9, 0), docket, "K-1", default);
        var checkIn = CheckIn.Book("K-1", stale, stale.SlotAt(s_tomorrow + new LocalTime(9, 0))!, seat!.Number, CheckInBooking.Officer, _world.Now);
        await _world.Process.Dockets.CommitAsync(docket, new("check-in-booked") { CheckIns = [checkIn] }, s_administrator, OperationId.New(), default);
        _world.Advance(Seats.Patience);
        await TellAsync();
        Assert.Equal("2030-06-05T09:00", await StartAsync(id));
        Assert.Equal(["no-such-slot"], (await BookAsync(await EnrolledAsync(), s_tomorrow + new LocalTime(9, 0))).Refusals.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task People_for_whom_there_is_no_opening_are_asked_to_choose()
    {
        await OfficeAsync(seats: 1, holidays: [.. Enumerable.Range(0, 70).Select(s_tomorrow.PlusDays).Skip(2)]);
        var people = new[] { await BookedAsync("09:00"), await BookedAsync("09:30") };
        await FillAsync(s_tomorrow.PlusDays(1), exceptFor: new LocalTime(8, 0));
        var preview = (await Preview.ExecuteAsync(PlaceKind.Office, "OF", new() { Day = "2030-06-04" }, default)).Value!;
        Assert.Equal(new ClosurePreview(2, 1, 1), preview);
        await AnnounceAsync(2);
        await TellAsync();
        Assert.Equal(["2030-06-05T08:00", "2030-06-04T09:30"], await Task.WhenAll(people.Select(StartAsync)));
        Assert.True((await _world.DocketAsync(people[1])).CheckIns[0].IsClosed);
        Assert.Equal(new ClosureCount(1, 1, 0, 0), (await StandingAsync()).Count);
    }

    [Fact]
    public async Task Whoever_no_text_reaches_is_on_the_list_of_people_to_call()
    {
        await OfficeAsync();
        var id = await BookedAsync("09:00", mobile: null);
        await AnnounceAsync(1);
        await TellAsync();
        var item = Assert.Single((await _world.Process.Services.Get<InboxItems>().PageAsync(false, "OF", null, default)).Value!.Items).Item;
        Assert.Equal((id, InboxKind.Call, "OF"), (item.Cardholder, item.Kind, item.Office));
        Assert.Equal(new ClosureCount(1, 0, 0, 1), (await StandingAsync()).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_texts_no_longer_reach_once_the_text_about_a_closed_door_is_due_is_called_once(bool isCourt)
    {
        await OfficeAsync();
        await _world.Process.Courts.PutAsync(s_court, default);
        var id = isCourt ? await _world.EnrollAsync() : await BookedAsync("09:00");
        if (isCourt)
        {
            await _world.PutAsync(id, Hearing("2030-06-04T09:00"));
        }

        await AnnounceAsync(1, isCourt ? PlaceKind.Court : PlaceKind.Office, then: isCourt ? null : "rebook");
        await TellAsync();
        var docket = await _world.DocketAsync(id);
        await _world.Process.Dockets.CommitAsync(
            docket, new("number-failed") { Cardholder = docket.Cardholder with { PhoneFault = new(_world.Now, "sms-4004") } }, s_administrator, OperationId.New(), default);
        await SendAsync();
        await TellAsync();
        Assert.Equal((id, InboxKind.Call), Assert.Single(await ItemsAsync()));
    }

    [Fact]
    public async Task Whoever_has_no_phone_and_is_given_a_hearing_on_a_closed_day_is_called()
    {
        await _world.Process.Courts.PutAsync(s_court with { Registrars = [World.Registrar.Id] }, default);
        var id = await _world.EnrollAsync(mobile: null);
        await AnnounceAsync(0, PlaceKind.Court, day: "2030-06-06", then: null);
        var entry = new HearingEntry(await _world.ANumberAsync(id), Hearing("2030-06-06T09:00")) { Court = await _world.Process.Courts.FindAsync(s_court.Id, default) };
        Assert.False((await _world.Process.SetHearing.ExecuteAsync(entry, World.Registrar, default)).Value!.Hearing.IsHeld);
        await TellAsync();
        await SendAsync();
        Assert.Equal((id, InboxKind.Call), Assert.Single(await ItemsAsync()));
    }

    [Fact]
    public async Task A_closed_court_says_that_the_hearing_is_not_held_and_reminds_no_more()
    {
        await _world.Process.Courts.PutAsync(s_court, default);
        var (id, other) = (await _world.EnrollAsync(), await _world.EnrollAsync());
        await _world.PutAsync(id, Hearing("2030-06-06T09:00"));
        await _world.PutAsync(other, Hearing("2030-06-06T14:00", id: "H-2"));
        await SendAsync();
        var before = _world.Sms.Left.Count;
        await AnnounceAsync(1, PlaceKind.Court, day: "2030-06-06", from: "08:00", to: "12:00", then: null);
        await TellAsync();
        await SendAsync();
        _world.Advance(Seats.Patience);
        await TellAsync();
        Assert.StartsWith("SDC: Your appointment on June 6, 9:00 AM will not take place, because the place is closed. You will get a new date by mail.", _world.Sms.Left[^1].Message.Text, StringComparison.Ordinal);
        Assert.Equal(before + 1, _world.Sms.Left.Count);
        Assert.Null((await _world.DocketAsync(id)).NextHearing(_world.Now));
        Assert.NotNull((await _world.DocketAsync(other)).NextHearing(_world.Now));
        Assert.DoesNotContain((await _world.DocketAsync(id)).Reminders, reminder => reminder.State == ReminderState.Planned);
        Assert.Equal((ClosureStatus.Told, new ClosureCount(0, 0, 1, 0)), await StandingAsync(PlaceKind.Court));

        // The registrar's new date counts, and the same date from a newer version does not, nor another room.
        await _world.PutAsync(id, Hearing("2030-06-06T09:00", 2) with { Room = "7" });
        Assert.False(Assert.Single((await _world.DocketAsync(id)).Hearings).IsHeld);
        await _world.PutAsync(id, Hearing("2030-06-20T09:00", 3));
        await SendAsync();
        Assert.StartsWith("SDC: Your appointment has a new time and place: June 20, 9:00 AM.", _world.Sms.Left[^1].Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_room_for_a_hearing_that_is_not_held_tells_nobody_again()
    {
        await _world.Process.Courts.PutAsync(s_court, default);
        var id = await _world.EnrollAsync();
        await _world.PutAsync(id, Hearing("2030-06-06T09:00") with { Room = "6" });
        await SendAsync();
        await AnnounceAsync(1, PlaceKind.Court, day: "2030-06-06", then: null);
        await TellAsync();
        await SendAsync();
        var before = _world.Sms.Left.Count;
        await _world.PutAsync(id, Hearing("2030-06-06T09:00", 2) with { Room = "7" });
        await SendAsync();
        Assert.Equal(before, _world.Sms.Left.Count);

        // Once it is held again, the person is told of the room, too.
        var closed = Assert.Single((await _world.DocketAsync(id)).Hearings);
        Assert.Equal((1, 2L), (closed.DateVersion, closed.PlaceVersion));
        var open = (Hearing("2030-06-06T09:00", 3) with { Room = "7" }).After(closed, _world.Now, []);
        Assert.Equal((true, 3, 2L), (open.IsHeld, open.DateVersion, open.PlaceVersion));
    }

    [Fact]
    public void A_hearing_on_a_day_on_which_the_court_is_closed_is_not_held_until_the_closure_is_withdrawn()
    {
        var closure = new Closure { Id = "c", Day = new(2030, 6, 6), Reason = "weather", Dates = 0, RequestedBy = s_administrator, At = _world.Now, Status = ClosureStatus.Told };
        var set = Hearing("2030-06-06T09:00").After(null, _world.Now, [closure]);
        Assert.Equal(("c", false), (set.Closed!.ClosureId, set.IsHeld));
        var room = (Hearing("2030-06-06T09:00", 2) with { Room = "7" }).After(set with { Room = "6" }, _world.Now, [closure]);
        Assert.False(room.IsHeld);
        var open = Hearing("2030-06-06T09:00", 3).After(room, _world.Now, [closure with { Status = ClosureStatus.Withdrawn }]);
        Assert.Equal((true, 3, 3L), (open.IsHeld, open.DateVersion, open.TimeVersion));
        Assert.True(Hearing("2030-06-07T09:00", 3).After(room, _world.Now, [closure]).IsHeld);
        Assert.Null(Dates.Hearing("2030-06-06T09:00", 3, cancelled: true).After(room, _world.Now, [closure]).Closed);
    }

    [Fact]
    public async Task A_text_about_a_closed_door_that_fails_asks_for_a_call_once()
    {
        await OfficeAsync();
        var id = await BookedAsync("09:00");
        await AnnounceAsync(1);
        await TellAsync();
        await SendAsync();
        var tag = _world.Sms.Left[^1].Message.Tag.ToString();
        for (var repetition = 0; repetition < 2; repetition++)
        {
            await _world.Process.Services.Get<RecordDeliveryReport>().ExecuteAsync(
                new("m", "72345", "+17135550199", false, 4004, tag, _world.Now), default);
        }

        var item = Assert.Single((await _world.Process.Services.Get<InboxItems>().PageAsync(false, "OF", null, default)).Value!.Items).Item;
        Assert.Equal((id, InboxKind.Call), (item.Cardholder, item.Kind));
    }

    [Fact]
    public async Task Whoever_no_hour_is_left_to_tell_before_the_closed_date_is_called_and_told_the_new_date_later()
    {
        await OfficeAsync(opens: 5);
        var id = await BookedAsync("05:30");
        await SendAsync();
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 7, 0));
        await AnnounceAsync(1);
        await TellAsync();
        var before = _world.Sms.Left.Count;
        await SendAsync();
        Assert.Equal(before, _world.Sms.Left.Count);
        var item = Assert.Single((await _world.Process.Services.Get<InboxItems>().PageAsync(false, "OF", null, default)).Value!.Items).Item;
        Assert.Equal((id, InboxKind.Call), (item.Cardholder, item.Kind));
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 14, 1));
        await SendAsync();
        Assert.Contains("Your new date is June 5", _world.Sms.Left[^1].Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Above_fifty_dates_of_a_day_nothing_happens_before_a_second_administrator_approves()
    {
        await OfficeAsync(seats: 30);
        foreach (var index in Enumerable.Range(0, 51))
        {
            await BookedAsync(index % 2 == 0 ? "09:00" : index % 3 == 0 ? "09:30" : "10:00");
        }

        var first = (await Announce.ExecuteAsync(PlaceKind.Office, "OF", Form(51), s_administrator, OperationId.New(), default)).Value!;
        Assert.Equal((ClosureStatus.Pending, 51), (first.Closure.Status, first.Approval!.Cards));
        await TellAsync();
        Assert.NotEmpty((await Offices.FindAsync("OF", default))!.SlotsOn(s_tomorrow));
        ClosureApproval executor = new(_world.Process.Services.Get<ClosureStore>(), _world.Clock);
        var store = _world.Process.Services.Get<ApprovalStore>();
        var approve = new Approve(store, new(store, [executor], _world.Clock), [executor], _world.Clock);
        Assert.Equal("four-eyes", (await approve.ExecuteAsync(first.Approval.Id, s_administrator, default)).Refusals.Single().Code);
        Assert.False((await approve.ExecuteAsync(first.Approval.Id, new("Program.Administrator", "admin-2"), default)).IsRefused);
        await TellAsync();
        _world.Advance(Seats.Patience);
        await TellAsync();
        Assert.Equal((ClosureStatus.Told, new ClosureCount(51, 0, 0, 0)), await StandingAsync());
        Assert.Contains(_world.Tables.OpenRows(), row => row.Row.Json.Contains("\"check-in-moved\"", StringComparison.Ordinal)
            && row.Row.Json.Contains("admin-1", StringComparison.Ordinal) && row.Row.Json.Contains("admin-2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_closures_of_a_day_add_up()
    {
        await OfficeAsync(seats: 30);
        foreach (var index in Enumerable.Range(0, 52))
        {
            await BookedAsync(index % 2 == 0 ? "09:00" : "11:00");
        }

        Assert.Null((await Announce.ExecuteAsync(PlaceKind.Office, "OF", Form(26) with { From = "08:00", To = "10:00" }, s_administrator, OperationId.New(), default)).Value!.Approval);
        Assert.NotNull((await Announce.ExecuteAsync(PlaceKind.Office, "OF", Form(26) with { From = "10:00", To = "12:00" }, s_administrator, OperationId.New(), default)).Value!.Approval);
    }

    [Fact]
    public async Task A_closure_that_cannot_be_is_refused_and_changes_nothing()
    {
        await OfficeAsync();
        await BookedAsync("09:00");
        async Task<string> CodeAsync(ClosureForm form, string place = "OF") =>
            string.Join(",", (await Announce.ExecuteAsync(PlaceKind.Office, place, form, s_administrator, OperationId.New(), default)).Refusals.Select(refusal => refusal.Code));
        Assert.Equal("closure-passed", await CodeAsync(Form(1) with { Day = "2030-06-02" }));
        Assert.Equal("closure-passed", await CodeAsync(Form(1) with { Day = "2030-06-03", From = "08:00", To = "11:59" }));
        Assert.Equal("dates-changed", await CodeAsync(Form(0)));
        Assert.Equal("invalid,invalid,invalid,invalid", await CodeAsync(new() { Day = "tomorrow", Reason = "", Then = "rebook!", Dates = -1 }));
        Assert.Equal("invalid", await CodeAsync(Form(1) with { From = "10:00", To = "09:00" }));
        Assert.Equal("invalid", await CodeAsync(Form(1) with { From = "10:00" }));
        Assert.Equal("no-such-office", await CodeAsync(Form(1), "X0"));
        await AnnounceAsync(1, from: "09:00", to: "10:00");
        Assert.Equal("closure-overlaps", await CodeAsync(Form(1)));
        Assert.Single((await Offices.FindAsync("OF", default))!.Closures!);
    }

    [Fact]
    public async Task A_withdrawn_closure_opens_the_door_and_takes_nothing_back()
    {
        await OfficeAsync();
        var id = await BookedAsync("09:00");
        var closure = await AnnounceAsync(1);
        await TellAsync();
        Assert.False((await _world.Process.Services.Get<WithdrawClosure>().ExecuteAsync(PlaceKind.Office, "OF", closure.Id, default)).IsRefused);
        Assert.NotEmpty((await Offices.FindAsync("OF", default))!.SlotsOn(s_tomorrow));
        _world.Advance(Seats.Patience);
        await TellAsync();
        Assert.Equal("2030-06-05T09:00", await StartAsync(id));
        Assert.DoesNotContain(_world.Tables.RowsOf(TableNames.Places), row => row.Partition == "closures");
        Assert.True((await _world.Process.Services.Get<WithdrawClosure>().ExecuteAsync(PlaceKind.Office, "OF", "nothing", default)).IsRefused);
    }

    [Fact]
    public async Task Changing_the_office_keeps_its_closures()
    {
        await OfficeAsync();
        await AnnounceAsync(0);
        await OfficeAsync(seats: 5);
        Assert.Single((await Offices.FindAsync("OF", default))!.Closures!);
    }

    [Fact]
    public async Task A_person_costs_at_most_thirteen_requests()
    {
        await OfficeAsync(seats: 10);
        const int people = 10;
        for (var person = 0; person < people; person++)
        {
            await BookedAsync("09:00", person % 2 == 0 ? "+17135550199" : null);
        }

        await AnnounceAsync(people);
        await TellAsync();
        _world.Tap.Restart();
        _world.Advance(Seats.Patience);
        await TellAsync();
        Assert.InRange(_world.Tap.Calls.Count, 1, 12);
        _world.Tap.Restart();
        await TellAsync();
        Assert.Single(_world.Tap.Calls);

        // With both passes, the days that were read and the notes of the closure itself.
        foreach (var (mobile, limit) in new[] { ("+17135550199", 10), ((string?)null, 13) })
        {
            var world = new ClosureTests();
            await world.OfficeAsync(seats: 10);
            await world.BookedAsync("09:00", mobile);
            await world.AnnounceAsync(1);
            world._world.Tap.Restart();
            await world.TellAsync();
            var one = world._world.Tap.Calls.Count;
            world = new ClosureTests();
            await world.OfficeAsync(seats: 10);
            await world.BookedAsync("09:00", mobile);
            await world.BookedAsync("09:00", mobile);
            await world.AnnounceAsync(2);
            world._world.Tap.Restart();
            await world.TellAsync();
            Assert.InRange(world._world.Tap.Calls.Count - one, 1, limit);
        }
    }

    public static TheoryData<string> Faults => [.. Enum.GetNames<CallFault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whatever_call_goes_wrong_nobody_is_left_told_twice_or_lost(string name)
    {
        var fault = Enum.Parse<CallFault>(name);
        foreach (var kind in new[] { PlaceKind.Office, PlaceKind.Court })
        {
            var calls = await RunAsync(kind, null, fault);
            foreach (var call in calls.Distinct())
            {
                await RunAsync(kind, call, fault);
            }
        }
    }

    private static async Task<IReadOnlyList<Call>> RunAsync(PlaceKind kind, Call? at, CallFault fault)
    {
        var test = new ClosureTests();
        var world = test._world;
        List<CardholderId> people = [];
        if (kind == PlaceKind.Office)
        {
            await test.OfficeAsync(seats: 2);
            people.AddRange([await test.BookedAsync("09:00"), await test.BookedAsync("09:00"), await test.BookedAsync("10:00", mobile: null)]);
        }
        else
        {
            await world.Process.Courts.PutAsync(s_court, default);
            foreach (var (mobile, index) in new[] { "+17135550199", "+17135550198", null }.Select((mobile, index) => (mobile, index)))
            {
                people.Add(await world.EnrollAsync(mobile: mobile));
                await world.PutAsync(people[^1], Hearing("2030-06-06T09:00", id: $"H-{index}"));
            }
        }

        await test.SendAsync();
        var before = world.Sms.Left.Count;
        world.Tap.Restart();
        if (at is not null)
        {
            world.Tap.FailAt(at, fault);
        }

        var operation = OperationId.New();
        var form = kind == PlaceKind.Office ? Form(3) : Form(3) with { Day = "2030-06-06", Then = null };
        var hasFailed = false;
        async Task TryAsync(Func<Task> act)
        {
            try
            {
                await act();
            }
            catch (Exception failure) when (!hasFailed && failure is DependencyUnavailableException or ProcessKilledException)
            {
                hasFailed = true;
                world.Restart();
                await act();
            }
        }

        await TryAsync(async () => Assert.False((await test.Announce.ExecuteAsync(kind, kind == PlaceKind.Office ? "OF" : "CO", form, s_administrator, operation, default)).IsRefused));
        await TryAsync(() => test.TellAsync());
        IReadOnlyList<Call> calls = [.. world.Tap.Calls];
        world.Advance(Seats.Patience);
        await TryAsync(() => test.TellAsync());
        await TryAsync(() => test.TellAsync());
        await test.SendAsync();
        Assert.Equal(before + 2, world.Sms.Left.Count);
        var (status, count) = await test.StandingAsync(kind);
        Assert.Equal((ClosureStatus.Told, kind == PlaceKind.Office ? new ClosureCount(3, 0, 0, 1) : new ClosureCount(0, 0, 3, 1)), (status, count));

        // The hearing itself was near, and not told either.
        var toCall = (await world.Process.Services.Get<InboxItems>().PageAsync(false, null, null, default)).Value!.Items;
        Assert.Equal(kind == PlaceKind.Office ? 1 : 2, toCall.Count);
        foreach (var id in people)
        {
            var docket = await world.DocketAsync(id);
            Assert.True(kind == PlaceKind.Court ? docket.Hearings.All(hearing => !hearing.IsHeld) : docket.CheckIns.Single().Start.Date > s_tomorrow);
            await world.JournalAsync(id);
        }

        // Each has a seat, and no seat of the closed day is left. A seat that was taken before the fault is dead: whoever wants it gets it.
        if (kind == PlaceKind.Office)
        {
            Assert.InRange(world.Tables.RowsOf(TableNames.Seats).Count, 3, 4);
            var held = (await Task.WhenAll(people.Select(world.DocketAsync))).Select(docket => docket.CheckIns[0]).Select(checkIn => (checkIn.Start, checkIn.Seat)).ToList();
            Assert.Equal(3, held.Distinct().Count());
            Assert.DoesNotContain(world.Tables.RowsOf(TableNames.Seats), row => row.Partition.EndsWith("20300604", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(world.Tables.RowsOf(TableNames.Places), row => row.Partition == "closures");
        return calls;
    }

    private static Hearing Hearing(string start, long version = 1, string id = "H-1") => Dates.Hearing(start, version, id) with { CourtId = s_court.Id };

    private OfficeStore Offices => _world.Process.Services.Get<OfficeStore>();

    private AnnounceClosure Announce => _world.Process.Services.Get<AnnounceClosure>();

    private PreviewClosure Preview => _world.Process.Services.Get<PreviewClosure>();

    private async Task<Result<CheckIn>> MoveAsync(CardholderId id) => await _world.Process.Services.Get<MoveCheckIn>().ExecuteAsync(
        id,
        (await _world.DocketAsync(id)).CheckIns[0].Id,
        null,
        s_tomorrow.PlusDays(1) + new LocalTime(9, 0),
        CheckInBooking.Cardholder,
        s_administrator,
        OperationId.New(),
        default);

    private static ClosureForm Form(long dates) => new() { Day = "2030-06-04", Reason = "weather", Then = "rebook", Dates = dates };

    private Task OfficeAsync(int seats = 4, IReadOnlyList<LocalDate>? holidays = null, int opens = 8) => Offices.PutAsync(
        new()
        {
            Id = "OF",
            Name = "Office",
            Address = "1 Example Street",
            Phone = "1-713-555-0101",
            TimeZone = "America/Chicago",
            OpeningHours = [.. Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None).Select(day => new OpeningHours(day, new(opens, 0), new(12, 0)))],
            Holidays = holidays ?? [],
            SlotMinutes = 30,
            SeatsPerSlot = seats,
            GraceMinutes = 60,
        },
        default);

    private async Task<CardholderId> EnrolledAsync(string? mobile = "+17135550199")
    {
        var id = await _world.EnrollAsync(mobile: mobile);
        var docket = await _world.DocketAsync(id);
        await _world.Process.Dockets.CommitAsync(docket, new("card-issued") { Cards = [TestCard.Of(1)] }, s_administrator, OperationId.New(), default);
        return id;
    }

    private Task<Result<CheckIn>> BookAsync(CardholderId id, LocalDateTime start) =>
        _world.Process.Services.Get<BookCheckIn>().ExecuteAsync(id, "OF", start, CheckInBooking.Officer, s_administrator, OperationId.New(), default);

    private async Task<CardholderId> BookedAsync(string time, string? mobile = "+17135550199")
    {
        var id = await EnrolledAsync(mobile);
        Assert.False((await BookAsync(id, s_tomorrow + NodaTime.Text.LocalTimePattern.GeneralIso.Parse($"{time}:00").Value)).IsRefused);
        return id;
    }

    private async Task FillAsync(LocalDate day, LocalTime exceptFor)
    {
        foreach (var slot in (await Offices.FindAsync("OF", default))!.SlotsOn(day).Where(slot => slot.Start.TimeOfDay != exceptFor))
        {
            Assert.False((await BookAsync(await EnrolledAsync(), slot.Start)).IsRefused);
        }
    }

    private async Task<Closure> AnnounceAsync(
        long dates, PlaceKind kind = PlaceKind.Office, string day = "2030-06-04", string? from = null, string? to = null, string? then = "rebook")
    {
        var form = new ClosureForm { Day = day, From = from, To = to, Reason = "weather", Then = then, Dates = dates };
        var announced = await Announce.ExecuteAsync(kind, kind == PlaceKind.Office ? "OF" : "CO", form, s_administrator, OperationId.New(), default);
        Assert.Empty(announced.Refusals);
        Assert.Equal(ClosureStatus.Announced, announced.Value!.Closure.Status);
        return announced.Value.Closure;
    }

    private async Task<IReadOnlyList<(CardholderId, InboxKind)>> ItemsAsync() =>
        [.. (await _world.Process.Services.Get<InboxItems>().PageAsync(false, null, null, default)).Value!.Items.Select(listed => (listed.Item.Cardholder, listed.Item.Kind))];

    private Task<int> TellAsync() => _world.Process.Services.Get<TellClosures>().ExecuteAsync(default);

    private async Task SendAsync()
    {
        for (var run = 0; run < 3; run++)
        {
            await _world.Process.Send.ExecuteAsync(default);
        }
    }

    private async Task<string> StartAsync(CardholderId id) => SecureDocket.Times.LocalMinute.Format(Assert.Single((await _world.DocketAsync(id)).CheckIns).Start);

    private async Task<(ClosureStatus Status, ClosureCount Count)> StandingAsync(PlaceKind kind = PlaceKind.Office)
    {
        var store = _world.Process.Services.Get<ClosureStore>();
        var closure = Assert.Single((await store.FindAsync(kind, kind == PlaceKind.Office ? "OF" : "CO", default))!.Closures);
        return (closure.Status, await store.CountAsync(closure.Id, default));
    }
}
