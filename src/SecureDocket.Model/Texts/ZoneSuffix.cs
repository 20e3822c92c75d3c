using NodaTime;

namespace SecureDocket.Texts;

/// <summary>The short name of a venue's time zone.</summary>
public static class ZoneSuffix
{
    /// <summary>What must follow a time: the abbreviation of the venue's zone (<c>MST</c>), or null when the reader's clock shows the same time then.</summary>
    /// <param name="instant">The moment that the text names.</param>
    /// <param name="venue">The zone by which the text names it.</param>
    /// <param name="home">The reader's zone.</param>
    public static string? For(Instant instant, DateTimeZone venue, DateTimeZone home)
    {
        ArgumentNullException.ThrowIfNull(venue);
        ArgumentNullException.ThrowIfNull(home);
        return venue.GetUtcOffset(instant) == home.GetUtcOffset(instant) ? null : venue.GetZoneInterval(instant).Name;
    }
}
