using NodaTime;

namespace SecureDocket.Texts;

/// <summary>The short name of a venue's time zone.</summary>
public static class ZoneSuffix
{
    /// <summary>The suffix after a time: the abbreviation of the venue's zone (<c>MST</c>), or null when the reader's local time is the same then.</summary>
    /// <param name="instant">The moment in the text.</param>
    /// <param name="venue">The zone in which the text gives it.</param>
    /// <param name="home">The reader's zone.</param>
    public static string? For(Instant instant, DateTimeZone venue, DateTimeZone home)
    {
        ArgumentNullException.ThrowIfNull(venue);
        ArgumentNullException.ThrowIfNull(home);
        return venue.GetUtcOffset(instant) == home.GetUtcOffset(instant) ? null : venue.GetZoneInterval(instant).Name;
    }
}
