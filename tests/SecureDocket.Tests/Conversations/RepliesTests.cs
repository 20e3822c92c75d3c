using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Conversations;
using SecureDocket.Messages;
using SecureDocket.Testing;
using SecureDocket.Tests.Dockets;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Conversations;

public sealed class RepliesTests
{
    private readonly DocketTestBed _bench = new();

    // Houston's clock goes forward on March 14, Phoenix's never, and New York's together with Houston's.
    [Theory]
    [InlineData("America/Phoenix", "March 12, 9:00 AM CST", "1 = March 11, 9:00 AM CST; 2 = March 15, 9:00 AM CDT")]
    [InlineData("America/New_York", "March 12, 9:00 AM CST", "1 = March 11, 9:00 AM CST; 2 = March 15, 9:00 AM CDT")]
    [InlineData("America/Regina", "March 12, 9:00 AM to", "1 = March 11, 9:00 AM; 2 = March 15, 9:00 AM CDT")]
    [InlineData("America/Chicago", "March 12, 9:00 AM to", "1 = March 11, 9:00 AM; 2 = March 15, 9:00 AM;")]
    public async Task Each_opening_has_the_offices_time_as_it_is_on_its_own_day(string home, string left, string openings)
    {
        var docket = await _bench.OpenAsync();
        docket = docket with { Cardholder = docket.Cardholder with { Details = docket.Cardholder.Details with { TimeZone = home } } };
        var checkIn = CheckInOf(new(2027, 3, 12, 9, 0));
        var offer = new Offer
        {
            MessageId = "m-1",
            CardholderId = docket.Cardholder.Id,
            CheckInId = checkIn.Id,
            CheckInVersion = 1,
            TimeZone = "America/Chicago",
            Openings = [new(new(2027, 3, 11, 9, 0)), new(new(2027, 3, 15, 9, 0))],
            Until = _bench.Now,
        };
        var replies = Core.Over(_bench.Tables, _bench.Clock, _bench.Hash).Get<Replies>();

        var body = replies.Write(
            docket with { CheckIns = [checkIn] },
            new InboundSms("m-1", DocketTestBed.Mobile, DocketTestBed.Sender, "2", _bench.Now),
            new Reply(TextKey.Openings, Offer: offer),
            _bench.Now).Body;

        Assert.Contains(left, body, StringComparison.Ordinal);
        Assert.Contains(openings, body, StringComparison.Ordinal);
    }

    private CheckIn CheckInOf(LocalDateTime start) => new()
    {
        Id = "c-1",
        Version = 1,
        Status = CheckInStatus.Booked,
        OfficeId = "HOU",
        OfficeName = "Houston",
        Start = start,
        TimeZone = "America/Chicago",
        TzdbVersion = "",
        Instant = start.InZoneLeniently(DateTimeZoneProviders.Tzdb["America/Chicago"]).ToInstant(),
        Seat = 0,
        BookedBy = CheckInBooking.Officer,
        RecordedAt = _bench.Now,
    };
}
