using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.CheckIns;

namespace SecureDocket.Functions.Tests.Reminders;

/// <summary>Invented people with a check-in, for the stores behind the API.</summary>
internal static class StoredCheckIns
{
    private const string Zone = "America/Chicago";

    public static Cardholder Person() => new()
    {
        Id = CardholderId.New(),
        EnrolledBy = "test",
        Details = new()
        {
            ANumber = "A200000017",
            Name = "Miron Zarechny",
            LatinName = "Miron Zarechny",
            BirthDate = BirthDate.TryParse("1990", out var year) ? year : default,
            Nationality = "UKR",
            Language = "en",
            Mobile = "+17135550199",
            TimeZone = Zone,
        },
    };

    /// <summary>A check-in that is booked now.</summary>
    public static CheckIn Ahead(DateTimeOffset now, TimeSpan ahead)
    {
        var (recorded, zone) = (Instant.FromDateTimeOffset(now), DateTimeZoneProviders.Tzdb[Zone]);
        var instant = recorded + Duration.FromTimeSpan(ahead);
        return new()
        {
            Id = Guid.NewGuid().ToString("n"),
            Version = 1,
            Status = CheckInStatus.Booked,
            OfficeId = "HOU",
            OfficeName = "Houston",
            Start = instant.InZone(zone).LocalDateTime,
            TimeZone = Zone,
            TzdbVersion = "test",
            Instant = instant,
            Seat = 1,
            BookedBy = CheckInBooking.Officer,
            RecordedAt = recorded,
        };
    }
}
