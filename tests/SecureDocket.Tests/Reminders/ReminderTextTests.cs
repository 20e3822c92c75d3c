using NodaTime;
using NodaTime.Text;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Reminders;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>Which words a reminder has; the words themselves are the catalogue's.</summary>
public sealed class ReminderTextTests
{
    private static readonly Instant s_now = Instant.FromUtc(2030, 3, 1, 15, 0);

    private readonly ReminderText _text = new(new() { Senders = [new("+18335550100", 200)], Brand = "SDC", Contact = "1-800-555-0100" });

    [Theory]
    [InlineData(ReminderOccasion.Notice, "SDC: You have an appointment on June 14, 9:00 AM.")]
    [InlineData(ReminderOccasion.SevenDays, "SDC: Your appointment is on June 14, 9:00 AM.")]
    [InlineData(ReminderOccasion.OneDay, "SDC: Your appointment is on June 14, 9:00 AM.")]
    public void A_date_is_told_of_and_reminded_of(ReminderOccasion occasion, string words) =>
        Assert.StartsWith(words, Of(With(), occasion), StringComparison.Ordinal);

    [Fact]
    public void A_date_told_of_before_is_moved_and_one_not_told_of_is_set()
    {
        var told = Told(With());
        var moved = told with { Hearings = [Dates.Hearing("2030-06-20T10:00", 2)] };
        Assert.StartsWith("SDC: Your appointment was moved to June 20, 10:00 AM.", Of(moved, ReminderOccasion.Notice), StringComparison.Ordinal);
        Assert.StartsWith("SDC: You have an appointment on June 20, 10:00 AM.", Of(moved with { Reminders = [] }, ReminderOccasion.Notice), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MessageTier.Neutral, "SDC: Your appointment on June 14, 9:00 AM is now at another place. To see where, sign in with your card or call 1-800-555-0100.")]
    [InlineData(MessageTier.Detailed, "SDC: Your court hearing on June 14, 9:00 AM is now at another place (New Court, 2 Example Street, room 5). Reply 1 =")]
    public void A_date_at_another_place_at_the_same_hour_is_told_as_that(MessageTier tier, string words)
    {
        var before = Dates.Hearing().After(null, World.Start);
        var moved = (Dates.Hearing(version: 2) with { CourtId = "N", CourtName = "New Court", CourtAddress = "2 Example Street", Room = "5" }).After(before, World.Start);
        Assert.StartsWith(words, Of(Told(With(tier)) with { Hearings = [moved] }, ReminderOccasion.Notice), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_room_is_another_place_and_a_first_room_is_none()
    {
        var (without, four) = (Dates.Hearing(version: 1).After(null, World.Start), Dates.Hearing(version: 2) with { Room = "4" });
        Assert.Equal(1, four.After(without, s_now).DateVersion);
        var five = (Dates.Hearing(version: 3) with { Room = "5" }).After(four.After(without, s_now), s_now);
        Assert.Equal((3, 3, s_now), (five.DateVersion, five.PlaceVersion, five.RecordedAt));
        var docket = Told(With(MessageTier.Detailed)) with { Hearings = [five] };
        Assert.StartsWith("SDC: Your court hearing on June 14, 9:00 AM is now at another place (Court, room 5).", Of(docket, ReminderOccasion.Notice), StringComparison.Ordinal);
        Assert.Equal(4, (Dates.Hearing(version: 4) with { Room = null }).After(five, s_now).DateVersion);
    }

    [Fact]
    public void A_date_moved_to_another_hour_and_place_says_both_however_many_steps_were_not_told()
    {
        var first = Dates.Hearing().After(null, World.Start);
        var later = Dates.Hearing("2030-06-20T10:00", 2).After(first, World.Start);
        var elsewhere = (Dates.Hearing("2030-06-20T10:00", 3) with { CourtId = "N", CourtName = "New Court" }).After(later, World.Start);
        var told = Told(With());
        Assert.StartsWith("SDC: Your appointment was moved to June 20, 10:00 AM. Reply", Of(told with { Hearings = [later] }, ReminderOccasion.Notice), StringComparison.Ordinal);
        Assert.StartsWith("SDC: Your appointment has a new time and place: June 20, 10:00 AM. To see where", Of(told with { Hearings = [elsewhere] }, ReminderOccasion.Notice), StringComparison.Ordinal);
        Assert.StartsWith("SDC: You have an appointment on June 20, 10:00 AM.", Of(told with { Hearings = [elsewhere], Reminders = [] }, ReminderOccasion.Notice), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hearing_of_an_earlier_release_that_moves_only_its_place_is_told_as_that()
    {
        var known = Dates.Hearing() with { TimeVersion = null };
        var moved = (Dates.Hearing(version: 2) with { CourtId = "N", CourtName = "New Court", CourtAddress = "2 Example Street" }).After(known, World.Start);
        Assert.StartsWith("SDC: Your appointment on June 14, 9:00 AM is now at another place.", Of(Told(With()) with { Hearings = [moved] }, ReminderOccasion.Notice), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReminderOccasion.Notice, "SDC: You have a court hearing on June 14, 9:00 AM (Court, 1 Example Street, Courtroom 4). Reply")]
    [InlineData(ReminderOccasion.OneDay, "SDC: Court hearing June 14, 9:00 AM (Court, 1 Example Street, Courtroom 4). Missing it")]
    public void The_detailed_tier_names_the_place(ReminderOccasion occasion, string words)
    {
        var docket = With(MessageTier.Detailed) with { Hearings = [Dates.Hearing() with { CourtAddress = "1 Example Street", Room = "Courtroom 4" }] };
        Assert.StartsWith(words, Of(docket, occasion), StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_in_at_another_office_names_it()
    {
        var docket = Dates.Docket() with { Cardholder = With(MessageTier.Detailed).Cardholder, CheckIns = [Dates.CheckIn(version: 2) with { TimeVersion = 1, PlaceVersion = 2, OfficeAddress = "3 Example Street" }] };
        var reminder = Dates.Plan.Of(docket)[0];
        docket = docket with { Reminders = [reminder with { Subject = reminder.Subject with { Version = 1 }, State = ReminderState.Delivered }] };
        Assert.StartsWith("SDC: Your check-in on June 14, 9:00 AM is now at another place (Office, 3 Example Street).", _text.Of(docket, reminder, s_now), StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_that_is_off_is_named_by_its_time_and_others_stand()
    {
        var docket = Told(With()) with { Hearings = [Dates.Hearing(version: 2, cancelled: true)] };
        Assert.StartsWith("SDC: Your appointment on June 14, 9:00 AM is canceled. All your other dates still count.", Of(docket, ReminderOccasion.Notice), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missed_check_in_says_where_to_call()
    {
        var docket = Dates.Docket() with { CheckIns = [Dates.CheckIn(version: 2, status: CheckInStatus.Missed)] };
        var reminder = Assert.Single(Dates.Plan.Of(docket));
        Assert.StartsWith("SDC: Our records say you missed your appointment on June 14, 9:00 AM. You can still fix this: call 1-800-555-0100", _text.Of(docket, reminder, s_now), StringComparison.Ordinal);
    }

    [Theory]
    // 300 days before June 14, 2030, by the venue's clock.
    [InlineData("2029-08-18T05:00:00", "June 14, 9:00 AM.")]
    [InlineData("2029-08-18T04:59:59", "June 14, 2030, 9:00 AM.")]
    [InlineData("2026-11-22T15:00:00", "June 14, 2030, 9:00 AM.")]
    public void A_date_far_ahead_names_its_year(string now, string words)
    {
        var writing = InstantPattern.ExtendedIso.Parse($"{now}Z").Value;
        Assert.StartsWith($"SDC: You have an appointment on {words}", Of(With(), ReminderOccasion.Notice, writing), StringComparison.Ordinal);
        var moved = Told(With()) with { Hearings = [Dates.Hearing(version: 2)] };
        Assert.StartsWith($"SDC: Your appointment was moved to {words}", Of(moved, ReminderOccasion.Notice, writing), StringComparison.Ordinal);
    }

    [Theory]
    // The zone is named where the person's own clock shows another time, and only there.
    [InlineData("America/Chicago", "9:00 AM.")]
    [InlineData("America/Mexico_City", "9:00 AM CDT.")]
    [InlineData("America/Phoenix", "9:00 AM CDT.")]
    [InlineData("America/New_York", "9:00 AM CDT.")]
    [InlineData("America/Winnipeg", "9:00 AM.")]
    public void A_time_on_another_clock_names_its_zone(string home, string words)
    {
        var docket = Dates.Docket(home) with { Hearings = [Dates.Hearing()] };
        Assert.Contains(words, Of(docket, ReminderOccasion.Notice), StringComparison.Ordinal);
    }

    [Fact]
    public void A_court_in_Arizona_names_its_zone_to_a_person_of_the_Navajo_Nation_in_summer_only()
    {
        foreach (var (start, words) in new[] { ("2030-07-01T09:00", "9:00 AM MST."), ("2030-12-02T09:00", "9:00 AM.") })
        {
            var docket = Dates.Docket("America/Denver") with { Hearings = [Dates.Hearing(start, zone: "America/Phoenix")] };
            Assert.Contains(words, Of(docket, ReminderOccasion.Notice), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("card-suspended", "Your card is suspended")]
    [InlineData("card-reported-lost", "Your card was reported lost")]
    [InlineData("card-reinstated", "Your card works again")]
    [InlineData("card-revoked", "Your card is no longer valid")]
    [InlineData("card-replaced", "You have a new card")]
    [InlineData("card-renewed", "Your card has been renewed")]
    [InlineData("card-expired", "Your card has expired")]
    public void News_of_a_card_is_told_in_the_person_s_tier(string kind, string words)
    {
        var docket = Dates.Docket() with { Cards = [TestCard.Of(1)] };
        var news = Assert.Single(Dates.Plan.CardNews(docket, new DocketChange(kind) { Cards = docket.Cards }, World.Start));
        Assert.StartsWith("SDC: There is news about your card.", _text.Of(docket, news, s_now), StringComparison.Ordinal);

        var person = docket.Cardholder with { Details = docket.Cardholder.Details with { MessageTier = MessageTier.Detailed } };
        Assert.StartsWith($"SDC: {words}", _text.Of(docket with { Cardholder = person }, news, s_now), StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_are_in_the_person_s_language_and_tier()
    {
        var person = Dates.Person(tier: MessageTier.Detailed, language: "es-MX");
        var docket = Dates.Docket() with { Cardholder = person, Hearings = [Dates.Hearing()] };
        Assert.StartsWith("SDC: Tiene audiencia en la corte: 14 de junio, 9:00 AM (Court).", Of(docket, ReminderOccasion.Notice), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_has_the_words_that_were_written_for_it()
    {
        var docket = Dates.Docket();
        var answer = Reminder.Plan(docket.Cardholder.Id, new(ReminderSubjectKind.Text, "m", 1), ReminderOccasion.Answer, World.Start, World.Start + Duration.FromDays(1));
        Assert.Equal("As written", _text.Of(docket, answer with { Body = "As written" }, s_now));
        Assert.Throws<InvalidOperationException>(() => _text.Of(docket, answer, s_now));
    }

    [Fact]
    public void About_what_the_docket_does_not_hold_nothing_is_said() =>
        Assert.Throws<InvalidOperationException>(() => _text.Of(Dates.Docket(), Dates.Plan.Of(With())[0], s_now));

    private static Docket With(MessageTier tier = default) => Dates.Docket() with { Cardholder = Dates.Person(tier: tier), Hearings = [Dates.Hearing()] };

    private static Docket Told(Docket docket) => docket with { Reminders = [Dates.Plan.Of(docket)[0] with { State = ReminderState.Delivered }] };

    private string Of(Docket docket, ReminderOccasion occasion) => Of(docket, occasion, s_now);

    private string Of(Docket docket, ReminderOccasion occasion, Instant now) =>
        _text.Of(docket, Dates.Plan.Of(docket).Single(reminder => reminder.Occasion == occasion), now);
}
