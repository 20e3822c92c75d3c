using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Messages;

/// <summary>Hours of a day.</summary>
/// <param name="Opens">The first moment.</param>
/// <param name="Closes">The moment after the last one, on the same day.</param>
public sealed record SendHours(LocalTime Opens, LocalTime Closes)
{
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>Whether there are enough hours to plan in: two or more.</summary>
    public bool IsWellFormed => Closes > Opens && (Closes - Opens).ToDuration() >= Duration.FromHours(2);

    /// <summary>Whether a time of day is within these hours.</summary>
    public bool Contains(LocalTime time) => time >= Opens && time < Closes;

    /// <summary>Whether all of other hours are within these.</summary>
    public bool Contains(SendHours hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        return Opens <= hours.Opens && Closes >= hours.Closes;
    }

    /// <summary>Reads <c>09:00-20:00</c>. Anything else becomes hours that are not well-formed.</summary>
    public static SendHours Parse(string? text) =>
        (text ?? "").Split('-') is [var opens, var closes] && s_time.Parse(opens).TryGetValue(default, out var from) && s_time.Parse(closes).TryGetValue(default, out var to)
            ? new(from, to)
            : new(LocalTime.Midnight, LocalTime.Midnight);
}
