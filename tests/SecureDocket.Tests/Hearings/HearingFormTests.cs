using NodaTime;
using SecureDocket.Hearings;
using SecureDocket.Places;
using Xunit;

namespace SecureDocket.Tests.Hearings;

/// <summary>What a court's clock shows, and the moment that it means.</summary>
public sealed class HearingFormTests
{
    private static readonly LocalDate s_today = new(2026, 11, 22);

    [Theory]
    [InlineData("America/New_York", "2027-01-04T09:00", "2027-01-04T14:00:00Z")]
    [InlineData("America/New_York", "2027-07-06T09:00", "2027-07-06T13:00:00Z")]
    [InlineData("America/New_York", "2027-03-14T01:59", "2027-03-14T06:59:00Z")]
    [InlineData("America/New_York", "2027-03-14T03:00", "2027-03-14T07:00:00Z")]
    [InlineData("America/New_York", "2027-11-07T00:59", "2027-11-07T04:59:00Z")]
    [InlineData("America/New_York", "2027-11-07T02:00", "2027-11-07T07:00:00Z")]
    [InlineData("America/New_York", "2028-02-29T23:59", "2028-03-01T04:59:00Z")]
    [InlineData("America/Phoenix", "2027-03-14T02:30", "2027-03-14T09:30:00Z")]
    [InlineData("America/Phoenix", "2027-11-07T01:30", "2027-11-07T08:30:00Z")]
    [InlineData("America/Phoenix", "2027-07-06T09:00", "2027-07-06T16:00:00Z")]
    [InlineData("America/Denver", "2027-07-06T09:00", "2027-07-06T15:00:00Z")]
    [InlineData("America/Denver", "2027-01-04T09:00", "2027-01-04T16:00:00Z")]
    [InlineData("America/Puerto_Rico", "2027-03-14T02:30", "2027-03-14T06:30:00Z")]
    [InlineData("America/Puerto_Rico", "2027-07-06T09:00", "2027-07-06T13:00:00Z")]
    [InlineData("America/Indiana/Indianapolis", "2027-07-06T09:00", "2027-07-06T13:00:00Z")]
    [InlineData("America/Indiana/Indianapolis", "2027-12-31T23:59", "2028-01-01T04:59:00Z")]
    public void A_local_time_names_one_moment(string zone, string start, string instant)
    {
        var entry = Check(zone, start).Value!;
        Assert.Equal(instant, entry.Hearing.Instant.ToString());
        Assert.Equal((zone, "A012345678"), (entry.Hearing.TimeZone, entry.ANumber));
        Assert.Equal(start, entry.Hearing.Start.ToString("uuuu-MM-dd'T'HH:mm", null));
        Assert.Equal(NodaTime.TimeZones.TzdbDateTimeZoneSource.Default.TzdbVersion, entry.Hearing.TzdbVersion);
    }

    [Theory]
    [InlineData("America/New_York", "2027-03-14T02:00", "does not exist")]
    [InlineData("America/New_York", "2027-03-14T02:59", "does not exist")]
    [InlineData("America/New_York", "2027-11-07T01:00", "occurs twice")]
    [InlineData("America/New_York", "2027-11-07T01:59", "occurs twice")]
    [InlineData("America/Denver", "2027-03-14T02:30", "does not exist")]
    [InlineData("America/Denver", "2027-11-07T01:30", "occurs twice")]
    [InlineData("America/Indiana/Indianapolis", "2027-03-14T02:30", "does not exist")]
    [InlineData("America/New_York", "2027-03-04T24:00", "YYYY-MM-DDThh:mm")]
    [InlineData("America/New_York", "2027-02-29T09:00", "YYYY-MM-DDThh:mm")]
    [InlineData("America/New_York", "2046-11-23T09:00", "20 years")]
    [InlineData("America/New_York", "9999-12-31T23:59", "20 years")]
    public void A_local_time_that_names_none_or_two_is_a_fault(string zone, string start, string detail)
    {
        var refusal = Assert.Single(Check(zone, start).Refusals);
        Assert.Equal(("invalid", "start"), (refusal.Code, refusal.Field));
        Assert.Contains(detail, refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_is_to_come_until_its_very_moment()
    {
        var entry = Check("America/Phoenix", "2027-07-06T09:00").Value!;
        var moment = Instant.FromUtc(2027, 7, 6, 16, 0);
        Assert.Null(entry.FaultAt(moment - Duration.Epsilon));
        Assert.Equal("start", entry.FaultAt(moment)!.Field);
    }

    private static Result<HearingEntry> Check(string zone, string start) => new HearingForm
    {
        HearingId = "X-1",
        ANumber = "12345678",
        SourceVersion = 1,
        CourtId = "PHX",
        Start = start,
        Kind = "bond",
    }.Check(new Court("PHX", "Phoenix", "1 Sample Plaza", zone), s_today);
}
