using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Places;
using SecureDocket.Times;

namespace SecureDocket.Hearings;

/// <summary>A court date, as the registrar last set it.</summary>
public sealed record Hearing
{
    /// <summary>The registrar's ID: 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, nothing personal.</summary>
    public required string Id { get; init; }

    /// <summary>The registrar's version, from 1; a higher version is newer.</summary>
    public required long SourceVersion { get; init; }

    /// <summary>The kind of hearing.</summary>
    public required HearingKind Kind { get; init; }

    /// <summary>Whether the hearing is scheduled or cancelled.</summary>
    public required HearingStatus Status { get; init; }

    /// <summary>The court.</summary>
    public required string CourtId { get; init; }

    /// <summary>The court's name when the hearing was set, so that readers of the docket need no other row.</summary>
    public required string CourtName { get; init; }

    /// <summary>The court's address when the hearing was set; null in rows of earlier releases.</summary>
    public string? CourtAddress { get; init; }

    /// <summary>The court room; null if none was given.</summary>
    public string? Room { get; init; }

    /// <summary>The local start time at the court, to the minute.</summary>
    [JsonConverter(typeof(LocalMinuteConverter))]
    public required LocalDateTime Start { get; init; }

    /// <summary>The IANA ID of the court's time zone when the hearing was set.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The tz database version that determined <see cref="Instant"/>, e.g. <c>2026a</c>; a later version may give another instant.</summary>
    public required string TzdbVersion { get; init; }

    /// <summary>When it begins.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Instant { get; init; }

    /// <summary>The registrar's version that last changed the start, the place or the status. Reminders refer to this version.</summary>
    public long DateVersion { get; init; }

    /// <summary>The registrar's version that last changed the start or the status; null in rows of earlier releases, where nobody knows.</summary>
    public long? TimeVersion { get; init; }

    /// <summary>The registrar's version that last changed the place: the court, its address, or a room that was named before. Null if none did.</summary>
    public long? PlaceVersion { get; init; }

    /// <summary>When <see cref="DateVersion"/> was recorded.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant RecordedAt { get; init; }

    /// <summary>Why an administrator set the version back; null once the registrar has sent a newer one.</summary>
    public string? SetBackReason { get; init; }

    /// <summary>The court that this version moved the hearing from, with registrars of both courts agreeing; null for every other version.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>Why an administrator released the hearing's ID from this docket; null while the docket holds the ID. Another docket may then hold it.</summary>
    public string? ReleaseReason { get; init; }

    /// <summary>The closed door because of which it is not held; null while it is.</summary>
    public ClosedDoor? Closed { get; init; }

    /// <summary>Whether it takes place, as far as anybody has said.</summary>
    [JsonIgnore]
    public bool IsHeld => Status == HearingStatus.Scheduled && Closed is null;

    /// <summary>This hearing as recorded after <paramref name="known"/>.</summary>
    /// <param name="known">The hearing as it was; null if it is new.</param>
    /// <param name="now">The current time.</param>
    /// <param name="closures">The court's closures; null if they are not known, so that a hearing that is not held stays so.</param>
    internal Hearing After(Hearing? known, Instant now, IReadOnlyList<Closure>? closures = null)
    {
        var door = Status == HearingStatus.Scheduled ? closures?.FirstOrDefault(closure => closure.IsInForce && closure.Covers(Start)) : null;
        var isOpenAgain = known?.Closed is not null && closures is not null && door is null;
        var isTimeNew = known is null || isOpenAgain || (known.Start, known.Status, known.TimeZone) != (Start, Status, TimeZone);
        var isPlaceNew = known is not null && IsElsewhereThan(known);
        var isStillClosed = !isTimeNew && known!.Closed is not null && known.CourtId == CourtId && (closures is null || known.Closed.ClosureId == door?.Id);

        // Whoever was told that it is not held needs no other room, and is not told again.
        var isNews = isTimeNew || (isPlaceNew && !isStillClosed);
        return this with
        {
            DateVersion = isNews ? SourceVersion : known!.DateVersion,
            TimeVersion = isTimeNew ? SourceVersion : known!.TimeVersion ?? known.DateVersion,
            PlaceVersion = isPlaceNew ? SourceVersion : known?.PlaceVersion,
            RecordedAt = isNews ? now : known!.RecordedAt,
            Closed = isStillClosed ? known!.Closed
                : door is null ? null
                : new(door.Id, door.Reason, Start, Instant, now),
        };
    }

    // A room that is named for the first time moves nobody.
    private bool IsElsewhereThan(Hearing known) =>
        known.CourtId != CourtId || (known.CourtAddress is { } address && address != CourtAddress) || (known.Room is { } room && room != Room);

    /// <summary>Whether <paramref name="other"/> is the same as the registrar sent it. Derived values do not count, above all the time zone.</summary>
    internal bool SaysTheSameAs(Hearing other) =>
        (SourceVersion, Kind, Status, CourtId, Room, Start) == (other.SourceVersion, other.Kind, other.Status, other.CourtId, other.Room, other.Start);
}

/// <summary>The kinds of hearing.</summary>
public enum HearingKind
{
    /// <summary>A short first hearing; many are held on one day.</summary>
    Master,

    /// <summary>The hearing on the merits.</summary>
    Individual,

    /// <summary>A hearing on release on bond.</summary>
    Bond,

    /// <summary>Any other hearing.</summary>
    Other,
}

/// <summary>Whether a hearing takes place.</summary>
public enum HearingStatus
{
    /// <summary>The hearing takes place.</summary>
    Scheduled,

    /// <summary>The hearing does not take place.</summary>
    Cancelled,
}
