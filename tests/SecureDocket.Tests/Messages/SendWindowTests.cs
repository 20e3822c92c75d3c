using NodaTime;
using SecureDocket.Messages;
using SecureDocket.Times;
using Xunit;

namespace SecureDocket.Tests.Messages;

/// <summary>The hours in which messages leave, on clocks of all kinds.</summary>
public sealed class SendWindowTests
{
    private static readonly SendWindow s_window = new();

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
        var opens = s_window.NextOpen(At(local, timeZone), timeZone);
        Assert.Equal(Parse(next), opens.InZone(timeZone).LocalDateTime);
        Assert.True(s_window.IsOpen(opens, timeZone));
        Assert.Equal(local == next, s_window.IsOpen(At(local, timeZone), timeZone));
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
        Assert.Equal(At(planned, zone), s_window.Nearest(Parse(wanted), start, zone));
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
        Assert.True(s_window.IsOpen(moment, timeZone));
        Assert.False(s_window.IsOpen(moment - Duration.FromTicks(1), timeZone));
        Assert.True(s_window.IsOpen(moment + Duration.FromHours(11) - Duration.FromTicks(1), timeZone));
        Assert.False(s_window.IsOpen(moment + Duration.FromHours(11), timeZone));
    }

    [Theory]
    // Six hours before the date, 09:00 is early enough.
    [InlineData("2030-06-03T22:00", "2030-06-04T15:00", "2030-06-04T09:00")]
    [InlineData("2030-06-03T22:00", "2030-06-04T14:59", "2030-06-04T07:00")]
    // The same evening, while it is not late.
    [InlineData("2030-06-03T20:30", "2030-06-04T08:30", "2030-06-03T20:30")]
    [InlineData("2030-06-03T20:59", "2030-06-04T14:00", "2030-06-03T20:59")]
    [InlineData("2030-06-03T21:00", "2030-06-04T14:00", "2030-06-04T07:00")]
    [InlineData("2030-06-03T21:00", "2030-06-04T10:00", "2030-06-04T07:00")]
    // From six for a date before ten.
    [InlineData("2030-06-03T21:00", "2030-06-04T09:59", "2030-06-04T06:00")]
    [InlineData("2030-06-04T06:00", "2030-06-04T08:30", "2030-06-04T06:00")]
    [InlineData("2030-06-04T06:10", "2030-06-04T09:30", "2030-06-04T06:10")]
    [InlineData("2030-06-04T06:10", "2030-06-04T10:30", "2030-06-04T07:00")]
    // In the usual hours nothing waits, and far from the date nothing hurries.
    [InlineData("2030-06-04T09:00", "2030-06-04T09:30", "2030-06-04T09:00")]
    [InlineData("2030-06-03T20:30", "2030-06-05T08:30", "2030-06-04T09:00")]
    // Too late for any hour.
    [InlineData("2030-06-04T02:00", "2030-06-04T05:30", "2030-06-04T06:00")]
    public void News_of_a_near_date_leaves_in_urgent_hours(string local, string start, string leaves)
    {
        var zone = DateTimeZoneProviders.Tzdb["America/Chicago"];
        Assert.Equal(At(leaves, zone), s_window.NextForNews(At(local, zone), At(start, zone), zone));
    }

    [Fact]
    public void The_hours_are_settings()
    {
        var zone = DateTimeZoneProviders.Tzdb["America/Chicago"];
        var window = new SendWindow { Hours = SendHours.Parse("10:00-18:00"), UrgentHours = SendHours.Parse("08:00-19:30"), EarlyHours = SendHours.Parse("07:15-20:00") };
        Assert.Equal(At("2030-06-04T10:00", zone), window.NextOpen(At("2030-06-03T18:00", zone), zone));
        Assert.Equal(At("2030-06-04T08:00", zone), window.NextForNews(At("2030-06-03T19:30", zone), At("2030-06-04T11:00", zone), zone));
        Assert.Equal(At("2030-06-04T07:15", zone), window.NextForNews(At("2030-06-04T05:00", zone), At("2030-06-04T09:45", zone), zone));
        Assert.Equal(At("2030-06-03T17:00", zone), window.Nearest(Parse("2030-06-03T17:30"), At("2030-06-04T17:30", zone), zone));
    }

    [Theory]
    [InlineData("9-20")]
    [InlineData("20:00-09:00")]
    [InlineData("09:00-10:59")]
    [InlineData("09:00-24:00")]
    [InlineData("")]
    [InlineData(null)]
    public void Hours_that_are_none_are_a_fault(string? text)
    {
        var options = new SmsOptions { Senders = [new("+18335550100", 200)], Contact = "1-800-555-0100", Window = new() { Hours = SendHours.Parse(text) } };
        Assert.Contains(options.Faults(), fault => fault.StartsWith("Sms:Hours", StringComparison.Ordinal));
    }

    [Fact]
    public void Urgent_hours_contain_the_usual_ones()
    {
        var options = new SmsOptions { Senders = [new("+18335550100", 200)], Contact = "1-800-555-0100", Window = new() { UrgentHours = SendHours.Parse("09:30-21:00") } };
        Assert.Contains(options.Faults(), fault => fault.StartsWith("Sms:UrgentHours", StringComparison.Ordinal));
        options = options with { Window = new() { EarlyHours = SendHours.Parse("06:00-20:30") } };
        Assert.Contains(options.Faults(), fault => fault.StartsWith("Sms:EarlyHours", StringComparison.Ordinal));
        Assert.Empty((options with { Window = new() }).Faults());
    }

    private static LocalDateTime Parse(string local) => LocalMinute.Pattern.Parse(local).Value;

    private static Instant At(string local, DateTimeZone zone) => Parse(local).InZoneStrictly(zone).ToInstant();
}
