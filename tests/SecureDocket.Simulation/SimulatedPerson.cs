using System.Globalization;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Texts;

namespace SecureDocket.Simulation;

/// <summary>An invented person, and what a registrar said of their hearing, as it happened.</summary>
internal sealed class SimulatedPerson(int number, Random random)
{
    // Every rule there is in the United States, with the places that keep one of their own.
    private static readonly string[] s_zones =
    [
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "Navajo", "America/Los_Angeles", "America/Anchorage",
        "Pacific/Honolulu", "America/Puerto_Rico", "America/Indiana/Indianapolis", "America/Indiana/Knox", "America/Detroit", "America/Boise",
        "Pacific/Guam",
    ];

    private static readonly string[] s_languages = ["en", "es", "pt", "ht", "zh-Hans", "pa", "fr", "ar", "ru", "mam"];

    public CardholderId Id { get; } = NewId(random);

    public string ANumber { get; } = string.Create(CultureInfo.InvariantCulture, $"A{number:D9}");

    public string? Mobile { get; } = random.Next(100) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"+1200{number:D7}");

    public string Zone { get; } = s_zones[random.Next(s_zones.Length)];

    public string CourtZone { get; } = s_zones[random.Next(s_zones.Length)];

    /// <summary>Whether a feed writes hundreds of invented hearings about the person, besides the one that is true.</summary>
    public bool IsFlooded { get; set; }

    /// <summary>Every version of the hearing that the registrar has set, in order.</summary>
    public List<SetVersion> Versions { get; } = [];

    /// <summary>When the person's wish was on record: true for no more texts, false for texts again.</summary>
    public List<(Instant At, bool IsOptOut)> Wishes { get; } = [];

    public CardholderDetails Details() => new()
    {
        ANumber = ANumber,
        Name = "Ana Pérez",
        LatinName = "ANA PEREZ",
        BirthDate = BirthDate.TryParse("1990", out var date) ? date : default,
        Nationality = "GTM",
        Language = s_languages[number % s_languages.Length],
        Mobile = Mobile,
        TimeZone = Zone,
        MessageTier = number % 7 == 0 ? MessageTier.Detailed : MessageTier.Neutral,
    };

    private static CardholderId NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[CardholderId.Length];
        random.NextBytes(bytes);
        return CardholderId.FromBytes(bytes);
    }
}

/// <summary>A version of a hearing as the registrar set it.</summary>
/// <param name="Version">The registrar's version.</param>
/// <param name="SetAt">When it was on record.</param>
/// <param name="Start">What the court's clock shows.</param>
/// <param name="IsCancelled">Whether it is off.</param>
internal sealed record SetVersion(long Version, Instant SetAt, LocalDateTime Start, bool IsCancelled);
