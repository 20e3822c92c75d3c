using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Reminders;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>What is planned for a docket's dates, from noon of Monday, 3 June 2030 in Chicago on.</summary>
public sealed class ReminderPlanTests
{
    private static readonly DateTimeZone s_chicago = DateTimeZoneProviders.Tzdb["America/Chicago"];

    [Fact]
    public void A_hearing_has_a_notice_and_three_reminders_each_of_use_until_the_next_is_due()
    {
        var plan = Dates.Plan.Of(With(Dates.Hearing("2030-06-14T10:30")));
        Assert.Equal(
            [
                (ReminderOccasion.Notice, "2030-06-03 12:00", "2030-06-14 10:30"),
                (ReminderOccasion.SevenDays, "2030-06-07 10:30", "2030-06-11 10:30"),
                (ReminderOccasion.ThreeDays, "2030-06-11 10:30", "2030-06-13 10:30"),
                (ReminderOccasion.OneDay, "2030-06-13 10:30", "2030-06-14 10:30"),
            ],
            plan.Select(one => (one.Occasion, Local(one.Due), Local(one.Until))));
        Assert.All(plan, one => Assert.Equal(new(ReminderSubjectKind.Hearing, "H-1", 1), one.Subject));
    }

    [Fact]
    public void A_check_in_has_a_notice_and_two_reminders() => Assert.Equal(
        [(ReminderOccasion.Notice, "2030-06-03 12:00"), (ReminderOccasion.ThreeDays, "2030-06-11 10:30"), (ReminderOccasion.OneDay, "2030-06-13 10:30")],
        Planned(With(Dates.CheckIn("2030-06-14T10:30"))));

    [Fact]
    public void Who_booked_by_text_has_a_notice_a_quarter_of_an_hour_after_the_answer() => Assert.Equal(
        [(ReminderOccasion.Notice, "2030-06-03 12:15"), (ReminderOccasion.ThreeDays, "2030-06-11 10:30"), (ReminderOccasion.OneDay, "2030-06-13 10:30")],
        Planned(With(Dates.CheckIn("2030-06-14T10:30", by: CheckInBooking.Text))));

    [Fact]
    public void A_notice_of_what_was_booked_by_text_in_the_evening_waits_for_the_morning()
    {
        var checkIn = Dates.CheckIn(by: CheckInBooking.Text) with { RecordedAt = World.Start + Duration.FromMinutes((7 * 60) + 50) };
        Assert.Equal("2030-06-04 09:00", Local(Dates.Plan.Of(With(checkIn))[0].Due));
    }

    [Fact]
    public void A_notice_that_the_answer_made_needless_is_not_planned_again()
    {
        var docket = Known(With(Dates.CheckIn(by: CheckInBooking.Text)));
        docket = docket with { Reminders = [docket.Reminders[0] with { State = ReminderState.Superseded }, .. docket.Reminders.Skip(1)] };
        Assert.Empty(Dates.Plan.Changes(docket, World.Start));
    }

    [Theory]
    [InlineData("2030-06-14T08:30", "2030-06-13 09:00")]
    [InlineData("2030-06-14T20:30", "2030-06-13 19:00")]
    [InlineData("2030-06-14T00:00", "2030-06-13 09:00")]
    [InlineData("2030-06-14T23:59", "2030-06-14 09:00")]
    public void The_last_reminder_leaves_half_a_day_and_no_more_than_a_day_and_a_few_hours(string start, string due) =>
        Assert.Equal(due, Local(Dates.Plan.Of(With(Dates.Hearing(start)))[^1].Due));

    [Fact]
    public void A_notice_at_night_waits_for_the_morning()
    {
        var recorded = Dates.Hearing().RecordedAt + Duration.FromHours(9);
        Assert.Equal("2030-06-04 09:00", Local(Dates.Plan.Of(With(Dates.Hearing() with { RecordedAt = recorded }))[0].Due));
    }

    [Theory]
    [InlineData("2030-06-03T18:00", 1)]
    [InlineData("2030-06-04T12:00", 1)]
    [InlineData("2030-06-04T23:59", 2)]
    [InlineData("2030-06-05T09:00", 2)]
    [InlineData("2030-06-07T12:00", 3)]
    [InlineData("2030-06-11T12:00", 4)]
    public void A_date_at_short_notice_has_fewer_reminders(string start, int count) =>
        Assert.Equal(count, Dates.Plan.Of(With(Dates.Hearing(start))).Count);

    [Theory]
    // The reminder comes when the person's own clock, and not the court's, shows the hour.
    [InlineData("America/Los_Angeles", "America/New_York", "2030-06-14T11:00", "2030-06-13T09:00")]
    [InlineData("Pacific/Honolulu", "America/New_York", "2030-06-14T09:00", "2030-06-13T09:00")]
    [InlineData("America/New_York", "Pacific/Honolulu", "2030-06-14T14:00", "2030-06-13T19:00")]
    [InlineData("Pacific/Kiritimati", "America/Chicago", "2030-06-14T16:00", "2030-06-14T11:00")]
    [InlineData("America/Phoenix", "America/Denver", "2030-06-14T10:00", "2030-06-13T09:00")]
    [InlineData("America/Denver", "America/Phoenix", "2030-06-14T10:00", "2030-06-13T11:00")]
    public void The_day_before_is_the_person_s_day_before(string home, string court, string start, string due)
    {
        var docket = Dates.Docket(home) with { Hearings = [Dates.Hearing(start, zone: court)] };
        Assert.Equal(due, Dates.Plan.Of(docket)[^1].Due.InZone(DateTimeZoneProviders.Tzdb[home]).LocalDateTime.ToString("uuuu-MM-ddTHH:mm", null));
    }

    [Theory]
    [InlineData("2030-03-11T10:00", "2030-03-10 10:00")]
    [InlineData("2030-11-04T10:00", "2030-11-03 10:00")]
    [InlineData("2028-03-01T10:00", "2028-02-29 10:00")]
    public void Days_are_counted_on_the_wall_across_a_change_of_clocks_and_a_leap_day(string start, string due)
    {
        var hearing = Dates.Hearing(start) with { RecordedAt = Instant.FromUtc(2028, 1, 1, 18, 0) };
        Assert.Equal(due, Local(Dates.Plan.Of(With(hearing))[^1].Due));
    }

    [Fact]
    public void Planning_twice_plans_nothing_new()
    {
        var docket = With(Dates.Hearing());
        var planned = docket with { Reminders = Dates.Plan.Changes(docket, World.Start) };
        Assert.Equal(4, planned.Reminders.Count);
        Assert.Empty(Dates.Plan.Changes(planned, World.Start));
        Assert.Empty(Dates.Plan.Changes(planned, World.Start + Duration.FromDays(20)));
    }

    [Fact]
    public void What_is_past_is_not_planned() =>
        Assert.Equal([ReminderOccasion.Notice, ReminderOccasion.OneDay], Dates.Plan.Changes(With(Dates.Hearing()), World.Start + Duration.FromDays(10)).Select(one => one.Occasion));

    [Fact]
    public void A_moved_hearing_is_planned_anew_and_what_waited_is_superseded()
    {
        var docket = Known(With(Dates.Hearing()));
        var changes = Dates.Plan.Changes(docket with { Hearings = [Dates.Hearing("2030-06-20T09:00", 2)] }, World.Start);
        Assert.Equal(4, changes.Count(change => change is { State: ReminderState.Planned, Subject.Version: 2 }));
        Assert.Equal(4, changes.Count(change => change is { State: ReminderState.Superseded, Subject.Version: 1 }));
    }

    [Fact]
    public void A_cancelled_hearing_is_told_of_only_to_who_was_told_of_it()
    {
        var (untold, cancelled) = (Known(With(Dates.Hearing())), Dates.Hearing(version: 2, cancelled: true));
        Assert.All(Dates.Plan.Changes(untold with { Hearings = [cancelled] }, World.Start), change => Assert.Equal(ReminderState.Cancelled, change.State));

        foreach (var state in new[] { ReminderState.Claimed, ReminderState.Accepted, ReminderState.Delivered, ReminderState.Unknown })
        {
            var told = untold with { Hearings = [cancelled], Reminders = [untold.Reminders[0] with { State = state }, .. untold.Reminders.Skip(1)] };
            var changes = Dates.Plan.Changes(told, World.Start);
            var notice = Assert.Single(changes, change => change.State == ReminderState.Planned);
            Assert.Equal((ReminderOccasion.Notice, 2L), (notice.Occasion, notice.Subject.Version));
            Assert.Equal(3, changes.Count(change => change.State == ReminderState.Cancelled));
        }

        var failed = untold with { Hearings = [cancelled], Reminders = [untold.Reminders[0] with { State = ReminderState.Failed }] };
        Assert.Empty(Dates.Plan.Changes(failed, World.Start));
    }

    [Fact]
    public void A_missed_check_in_is_told_of_once_and_what_waited_is_cancelled()
    {
        var docket = Known(With(Dates.CheckIn()));
        var missed = Dates.CheckIn(version: 2, status: CheckInStatus.Missed) with { RecordedAt = World.Start + Duration.FromHours(9) };
        var changes = Dates.Plan.Changes(docket with { CheckIns = [missed] }, World.Start);
        var notice = Assert.Single(changes, change => change.State == ReminderState.Planned);
        Assert.Equal((ReminderOccasion.Missed, "2030-06-04 09:00"), (notice.Occasion, Local(notice.Due)));
        Assert.Equal(3, changes.Count(change => change.State == ReminderState.Cancelled));
        Assert.Empty(Dates.Plan.Of(With(Dates.CheckIn(version: 2, status: CheckInStatus.Attended))));
    }

    [Fact]
    public void Another_zone_moves_what_waits_and_nothing_else()
    {
        var docket = Known(With(Dates.Hearing()));
        docket = docket with { Reminders = [docket.Reminders[0] with { State = ReminderState.Accepted }, .. docket.Reminders.Skip(1)] };
        var person = docket.Cardholder with { Details = docket.Cardholder.Details with { TimeZone = "Pacific/Honolulu" } };
        var changes = Dates.Plan.Changes(docket with { Cardholder = person }, World.Start);
        Assert.Equal(docket.Reminders.Skip(1).Select(one => one.Id), changes.Select(one => one.Id));
        Assert.All(changes, change => Assert.Equal(ReminderState.Planned, change.State));
        Assert.Empty(Dates.Plan.Changes(docket with { Cardholder = person, Reminders = [docket.Reminders[0], .. changes] }, World.Start));
    }

    [Fact]
    public void One_commit_plans_forty_at_most_and_the_next_ones_the_rest()
    {
        var docket = Dates.Docket() with { Hearings = [.. Enumerable.Range(0, 25).Select(i => Dates.Hearing(id: $"H-{i}"))] };
        List<int> commits = [];
        while (Dates.Plan.Changes(docket, World.Start) is { Count: > 0 } changes)
        {
            commits.Add(changes.Count);
            docket = docket with { Reminders = [.. docket.Reminders, .. changes] };
        }

        Assert.Equal([40, 40, 20], commits);
    }

    [Theory]
    [InlineData("card-suspended", true)]
    [InlineData("card-expired", true)]
    [InlineData("card-issued", false)]
    [InlineData("photo-attached", false)]
    public void What_happens_to_a_card_is_news_for_its_holder_or_not(string kind, bool isNews)
    {
        var docket = Dates.Docket() with { Cards = [TestCard.Of(1)] };
        var news = Dates.Plan.CardNews(docket, new DocketChange(kind) { Cards = docket.Cards }, World.Start);
        Assert.Equal(isNews ? [(kind, 2L, ReminderOccasion.Notice)] : [], news.Select(one => (one.News!, one.Subject.Version, one.Occasion)));
    }

    [Fact]
    public void Newer_news_of_a_card_takes_the_place_of_older()
    {
        var docket = Dates.Docket() with { Cards = [TestCard.Of(1)] };
        var older = Dates.Plan.CardNews(docket, new DocketChange("card-suspended") { Cards = docket.Cards }, World.Start);
        var news = Dates.Plan.CardNews(docket with { Reminders = older, Version = 2 }, new DocketChange("card-reinstated") { Cards = docket.Cards }, World.Start);
        Assert.Equal([("card-reinstated", ReminderState.Planned), ("card-suspended", ReminderState.Superseded)], news.Select(one => (one.News!, one.State)));
    }

    private static Docket With(Hearing hearing) => Dates.Docket() with { Hearings = [hearing] };

    private static Docket With(CheckIn checkIn) => Dates.Docket() with { CheckIns = [checkIn] };

    private static Docket Known(Docket docket) => docket with { Reminders = Dates.Plan.Changes(docket, World.Start) };

    private static IEnumerable<(ReminderOccasion, string)> Planned(Docket docket) => Dates.Plan.Of(docket).Select(one => (one.Occasion, Local(one.Due)));

    private static string Local(Instant moment) => moment.InZone(s_chicago).LocalDateTime.ToString("uuuu-MM-dd HH:mm", null);
}
