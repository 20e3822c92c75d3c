using NodaTime;
using NodaTime.Text;
using SecureDocket.Places;
using Xunit;

namespace SecureDocket.Tests.Places;

/// <summary>When an office takes people, the nights when clocks change included.</summary>
public sealed class OfficeSlotsTests
{
    private static readonly string[] s_week = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    private static readonly string[] s_aroundNewYear = ["2026-12-31", "2027-01-01", "2027-01-08"];

    // The clocks of New York go forward on 2027-03-14 at two, and back on 2027-11-07 at two; Beirut's go forward at midnight.
    [Theory]
    [InlineData("America/New_York", "2027-03-15", 30, "Mo 08:00-10:00", "08:00 08:30 09:00 09:30")]
    [InlineData("America/New_York", "2027-03-15", 45, "Mo 08:00-10:00", "08:00 08:45")]
    [InlineData("America/New_York", "2027-03-15", 120, "Mo 08:00-10:00", "08:00")]
    [InlineData("America/New_York", "2027-03-15", 121, "Mo 08:00-10:00", "")]
    [InlineData("America/New_York", "2027-03-15", 60, "Mo 13:00-15:00,Mo 08:00-09:00", "08:00 13:00 14:00")]
    [InlineData("America/New_York", "2027-03-16", 60, "Mo 08:00-09:00,We 08:00-09:00", "")]
    [InlineData("America/New_York", "2027-03-15", 240, "Mo 00:00-23:59", "00:00 04:00 08:00 12:00 16:00")]
    [InlineData("America/New_York", "2027-03-14", 30, "Su 01:00-04:00", "01:00 01:30 03:00 03:30")]
    [InlineData("America/New_York", "2027-03-14", 60, "Su 01:30-05:00", "01:30 03:30")]
    [InlineData("America/New_York", "2027-03-14", 45, "Su 01:30-05:00", "01:30 03:45")]
    [InlineData("America/New_York", "2027-03-14", 30, "Su 02:00-03:00", "")]
    [InlineData("America/New_York", "2027-11-07", 30, "Su 00:30-02:30", "00:30 01:00 01:30 02:00")]
    [InlineData("America/Phoenix", "2027-03-14", 30, "Su 01:00-04:00", "01:00 01:30 02:00 02:30 03:00 03:30")]
    [InlineData("Asia/Beirut", "2027-03-28", 30, "Su 00:00-02:00", "01:00 01:30")]
    public void A_day_has_these_slots(string zone, string day, int minutes, string hours, string slots) =>
        Assert.Equal(slots, Starts(Office(zone, minutes, hours).SlotsOn(Day(day))));

    [Fact]
    public void A_time_that_comes_twice_is_the_first()
    {
        var slots = Office("America/New_York", 30, "Su 00:30-02:30").SlotsOn(Day("2027-11-07"));
        Assert.Equal(["04:30", "05:00", "05:30", "07:00"], slots.Select(slot => slot.Instant.ToString("HH:mm", null)));
    }

    [Fact]
    public void Slots_never_overlap_in_true_time_whatever_the_clock_does()
    {
        foreach (var zone in new[] { "America/New_York", "America/Phoenix", "Australia/Lord_Howe", "Asia/Beirut", "Africa/Casablanca" })
        {
            foreach (var minutes in new[] { 5, 7, 20, 45, 90 })
            {
                var office = Office(zone, minutes, string.Join(',', s_week.Select(day => $"{day} 00:00-23:59")));
                var slots = Enumerable.Range(0, 365).SelectMany(offset => office.SlotsOn(Day("2027-01-01").PlusDays(offset))).ToList();
                Assert.All(slots.Zip(slots.Skip(1)), pair => Assert.True(pair.First.Instant + Duration.FromMinutes(minutes) <= pair.Second.Instant, $"{zone} {pair}"));
                Assert.All(slots, slot => Assert.Equal(slot.Start, slot.Instant.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime));
            }
        }
    }

    [Fact]
    public void A_holiday_has_none_and_the_days_around_it_do()
    {
        var office = Office("America/Chicago", 60, "Th 08:00-09:00,Fr 08:00-09:00") with { Holidays = [Day("2027-01-01")] };
        Assert.Equal(["08:00", "", "08:00"], s_aroundNewYear.Select(day => Starts(office.SlotsOn(Day(day)))));
        Assert.Null(office.SlotAt(Day("2027-01-01") + new LocalTime(8, 0)));
        Assert.Null(office.SlotAt(Day("2027-01-08") + new LocalTime(8, 30)));
        Assert.Equal("2027-01-08T14:00:00Z", office.SlotAt(Day("2027-01-08") + new LocalTime(8, 0))!.Instant.ToString());
    }

    [Theory]
    [InlineData("2026-12-31T13:30:00Z", "2026-12-31T14:00:00Z")]
    [InlineData("2026-12-31T15:59:00Z", "2026-12-31T15:59:00Z")]
    [InlineData("2026-12-31T16:30:00Z", "2026-12-31T19:00:00Z")]
    [InlineData("2026-12-31T20:01:00Z", "2027-01-08T14:00:00Z")]
    public void It_opens_now_or_with_its_next_hours_that_are_no_holiday(string now, string opens)
    {
        var office = Office("America/Chicago", 60, "Th 08:00-11:00,Th 13:00-15:00,Fr 08:00-09:00") with { Holidays = [Day("2027-01-01"), Day("2027-01-07")] };
        Assert.Equal(opens, office.OpensAt(InstantPattern.General.Parse(now).Value)?.ToString());
        Assert.Null((office with { OpeningHours = [] }).OpensAt(InstantPattern.General.Parse(now).Value));
    }

    private static Office Office(string zone, int minutes, string hours) => new OfficeForm
    {
        OfficeId = "ATL",
        Name = "Field Office",
        Address = "2 Sample Plaza",
        Phone = "1-800-555-0100",
        TimeZone = zone,
        OpeningHours = hours.Split(','),
        SlotMinutes = minutes,
        SeatsPerSlot = 1,
    }.Check().Value!;

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;

    private static string Starts(IEnumerable<Slot> slots) => string.Join(' ', slots.Select(slot => slot.Start.ToString("HH:mm", null)));
}
