using System.Globalization;

namespace SecureDocket.Verifier;

/// <summary>Formats values for display.</summary>
internal static class Format
{
    public static string Instant(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An age in its two largest units; null if it is unknown because the clock is behind.</summary>
    public static string Age(long? seconds) => seconds is { } known ? $"{Length(TimeSpan.FromSeconds(known))} old" : "which this clock has not reached";

    public static string Length(TimeSpan length) => length switch
    {
        { Days: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{length.Days} d {length.Hours} h"),
        { Hours: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{length.Hours} h {length.Minutes} min"),
        { Minutes: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{length.Minutes} min {length.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{length.Seconds} s"),
    };

    /// <summary>A card number in groups of four, as printed.</summary>
    public static string CardNumber(string claim) => string.Join('-', claim.Chunk(4).Select(group => new string(group)));

    /// <summary><c>YYYYMMDD</c> as a date, as far as known.</summary>
    public static string BirthDate(string claim) => claim switch
    {
        { Length: not 8 } => claim,
        _ when claim.EndsWith("0000", StringComparison.Ordinal) => claim[..4],
        _ when claim.EndsWith("00", StringComparison.Ordinal) => $"{claim[..4]}-{claim[4..6]}",
        _ => $"{claim[..4]}-{claim[4..6]}-{claim[6..]}",
    };
}
