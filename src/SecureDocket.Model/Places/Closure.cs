using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Times;

namespace SecureDocket.Places;

/// <summary>A day, or hours of a day, on which an office or a court is closed although people have dates there.</summary>
public sealed record Closure
{
    /// <summary>The opaque ID.</summary>
    public required string Id { get; init; }

    /// <summary>The local day.</summary>
    public required LocalDate Day { get; init; }

    /// <summary>The local time from which it is closed; null for the whole day.</summary>
    public LocalTime? From { get; init; }

    /// <summary>The local time from which it is open again; null for the whole day.</summary>
    public LocalTime? To { get; init; }

    /// <summary>Why, from <see cref="ClosureReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether people choose another date themselves. Otherwise an office books them elsewhere, and a court gives another date.</summary>
    public bool LetsChoose { get; init; }

    /// <summary>The number of dates that the administrator saw in the preview.</summary>
    public required int Dates { get; init; }

    /// <summary>The status.</summary>
    public ClosureStatus Status { get; init; }

    /// <summary>Who entered it.</summary>
    public required Actor RequestedBy { get; init; }

    /// <summary>Who approved it; null if it needed no approval, or has none yet.</summary>
    public Actor? ApprovedBy { get; init; }

    /// <summary>When it was entered, and once it is announced, when that was.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant At { get; init; }

    /// <summary>Where the telling goes on; null at its beginning.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether it has gone through all dates once. Bookings in progress then are looked for once more.</summary>
    public bool IsSecondPass { get; init; }

    /// <summary>Whether the present pass met a docket that could not be read; null if it did not.</summary>
    public bool? HasUnread { get; init; }

    /// <summary>When the dates of dockets that could not be read are looked for once more; null if there are none.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? Again { get; init; }

    /// <summary>Whether the door is closed because of it.</summary>
    [JsonIgnore]
    public bool IsInForce => Status is ClosureStatus.Announced or ClosureStatus.Told;

    /// <summary>Whether a date at a local time falls into it.</summary>
    /// <param name="start">The local start.</param>
    /// <param name="minutes">How long the date takes; a minute if nobody knows.</param>
    public bool Covers(LocalDateTime start, int minutes = 1)
    {
        var from = (start.Hour * 60) + start.Minute;
        return start.Date == Day && MinuteOf(From, 0) < from + minutes && MinuteOf(To, 24 * 60) > from;
    }

    /// <summary>Whether it shares a minute with another one.</summary>
    public bool Overlaps(Closure other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Day == other.Day && MinuteOf(From, 0) < MinuteOf(other.To, 24 * 60) && MinuteOf(other.From, 0) < MinuteOf(To, 24 * 60);
    }

    private static int MinuteOf(LocalTime? time, int otherwise) => time is { } given ? (given.Hour * 60) + given.Minute : otherwise;
}

/// <summary>The status of a closure.</summary>
public enum ClosureStatus
{
    /// <summary>Another administrator must approve it.</summary>
    Pending,

    /// <summary>It is in force, and people are being told.</summary>
    Announced,

    /// <summary>Everybody was told, or is on the list of those whom no text reaches.</summary>
    Told,

    /// <summary>It was withdrawn, or not approved in time. Whoever was told a new date keeps it.</summary>
    Withdrawn,
}

/// <summary>Why a place is closed. These are codes that callers send.</summary>
public static class ClosureReasons
{
    /// <summary>A public holiday.</summary>
    public const string Holiday = "holiday";

    /// <summary>All reasons.</summary>
    public static IReadOnlyList<string> All { get; } = [Holiday, "weather", "emergency", "building", "staff", "other"];
}

/// <summary>Why a date does not stand, or did not: the door was closed.</summary>
/// <param name="ClosureId">The closure.</param>
/// <param name="Reason">Why, from <see cref="ClosureReasons"/>.</param>
/// <param name="Start">The local start of the date that does not stand.</param>
/// <param name="Instant">When that date would have begun.</param>
/// <param name="RecordedAt">When the docket was told.</param>
public sealed record ClosedDoor(
    string ClosureId,
    string Reason,
    [property: JsonConverter(typeof(LocalMinuteConverter))] LocalDateTime Start,
    [property: JsonConverter(typeof(InstantConverter))] Instant Instant,
    [property: JsonConverter(typeof(InstantConverter))] Instant RecordedAt)
{
    /// <summary>Whether the person was put on the list of people to call when the docket was told; null if texts reached them, or nobody looked.</summary>
    public bool? AsksToCall { get; init; }
}
