using NodaTime;
using SecureDocket.Reminders;
using SecureDocket.Times;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>The hours in which messages leave, on clocks of all kinds.</summary>
public sealed class SendWindowTests
{
    [Theory]
    // To the minute, on a clock without surprises.
    [InlineData("America/Chicago", "2030-06-03T08:59", "2030-06-03T09:00")]
    [InlineData("America/Chicago", "2030-06-03T09:00", "2030-06-03T09:00")]
    [InlineData("America/Chicago", "2030-06-03T19:59", "2030-06-03T19:59")]
    [InlineData("America/Chicago", "2030-06-03T20:00", "2030-06-04T09:00")]
    [InlineData("America/Chicago", "2030-06-03T23:59", "2030-06-04T09:00")]
    [InlineData("America/Chicago", "2030-06-04T00:00", "2030-06-04T09:00")]
    // The nights in which clocks change.
    [InlineData("America/New_York", "2030-03-09T22:00", "2030-03-10T09:00")]
    [InlineData("America/New_York", "2030-03-10T01:30", "2030-03-10T09:00")]
    [InlineData("America/New_York", "2030-11-02T22:00", "2030-11-03T09:00")]
    [InlineData("America/New_York", "2030-11-03T00:30", "2030-11-03T09:00")]
    // A leap day, and the turn of a year.
    [InlineData("Pacific/Honolulu", "2028-02-28T20:00", "2028-02-29T09:00")]
    [InlineData("Pacific/Honolulu", "2028-02-29T20:00", "2028-03-01T09:00")]
    [InlineData("America/Puerto_Rico", "2030-12-31T23:59", "2031-01-01T09:00")]
    // Ahead of everybody.
    [InlineData("Pacific/Kiritimati", "2030-06-03T20:00", "2030-06-04T09:00")]
    public void A_message_waits_for_the_next_hour_in_which_it_may_leave(string zone, string local, string next)
    {
        var timeZone = DateTimeZoneProviders.Tzdb[zone];
        var opens = SendWindow.NextOpen(At(local, timeZone), timeZone);
        Assert.Equal(Parse(next), opens.InZone(timeZone).LocalDateTime);
        Assert.True(SendWindow.IsOpen(opens, timeZone));
        Assert.Equal(local == next, SendWindow.IsOpen(At(local, timeZone), timeZone));
    }

    [Theory]
    // A day before the date: the hours of that morning leave half a day, the hours of the date's own morning do where it begins at night.
    [InlineData("2030-06-03T08:30", 1, "2030-06-03T09:00")]
    [InlineData("2030-06-03T00:00", 1, "2030-06-03T09:00")]
    [InlineData("2030-06-03T09:00", 1, "2030-06-03T09:00")]
    [InlineData("2030-06-03T19:00", 1, "2030-06-03T19:00")]
    [InlineData("2030-06-03T19:01", 1, "2030-06-03T19:00")]
    [InlineData("2030-06-03T20:00", 1, "2030-06-03T19:00")]
    [InlineData("2030-06-03T20:59", 1, "2030-06-03T19:00")]
    [InlineData("2030-06-03T21:00", 1, "2030-06-04T09:00")]
    [InlineData("2030-06-03T23:59", 1, "2030-06-04T09:00")]
    [InlineData("2030-06-03T20:00", 3, "2030-06-04T09:00")]
    [InlineData("2028-02-29T23:00", 7, "2028-03-01T09:00")]
    // Nights on which the clocks change.
    [InlineData("2030-03-10T02:30", 1, "2030-03-10T09:00")]
    [InlineData("2030-03-09T20:30", 1, "2030-03-09T19:00")]
    [InlineData("2030-11-03T01:30", 3, "2030-11-03T09:00")]
    public void A_moment_outside_the_hours_moves_to_the_nearest_that_leaves_half_a_day(string wanted, int daysBefore, string planned)
    {
        var zone = DateTimeZoneProviders.Tzdb["America/Denver"];
        var start = Parse(wanted).PlusDays(daysBefore).InZoneLeniently(zone).ToInstant();
        Assert.Equal(At(planned, zone), SendWindow.Nearest(Parse(wanted), start, zone));
    }

    [Theory]
    // Arizona keeps winter time; the Navajo Nation within it does not.
    [InlineData("America/Phoenix", "2030-06-03T16:00:00Z")]
    [InlineData("America/Denver", "2030-06-03T15:00:00Z")]
    [InlineData("America/Phoenix", "2030-12-03T16:00:00Z")]
    [InlineData("America/Denver", "2030-12-03T16:00:00Z")]
    // Counties of Indiana keep either zone.
    [InlineData("America/Indiana/Indianapolis", "2030-06-03T13:00:00Z")]
    [InlineData("America/Indiana/Tell_City", "2030-06-03T14:00:00Z")]
    [InlineData("America/Puerto_Rico", "2030-06-03T13:00:00Z")]
    [InlineData("Pacific/Honolulu", "2030-06-03T19:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2030-06-02T19:00:00Z")]
    public void The_hours_are_those_of_the_person_s_own_clock(string zone, string opens)
    {
        var timeZone = DateTimeZoneProviders.Tzdb[zone];
        var moment = Instant.FromDateTimeOffset(DateTimeOffset.Parse(opens, System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(SendWindow.IsOpen(moment, timeZone));
        Assert.False(SendWindow.IsOpen(moment - Duration.FromTicks(1), timeZone));
        Assert.True(SendWindow.IsOpen(moment + Duration.FromHours(11) - Duration.FromTicks(1), timeZone));
        Assert.False(SendWindow.IsOpen(moment + Duration.FromHours(11), timeZone));
    }

    private static LocalDateTime Parse(string local) => LocalMinute.Pattern.Parse(local).Value;

    private static Instant At(string local, DateTimeZone zone) => Parse(local).InZoneStrictly(zone).ToInstant();
}
