using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Times;

namespace SecureDocket.Hearings;

/// <summary>A court date, as the registrar last set it.</summary>
public sealed record Hearing
{
    /// <summary>The registrar's own id: 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, nothing personal.</summary>
    public required string Id { get; init; }

    /// <summary>The registrar's version, from 1: a higher one is newer.</summary>
    public required long SourceVersion { get; init; }

    /// <summary>What kind of hearing.</summary>
    public required HearingKind Kind { get; init; }

    /// <summary>Whether it is to be held.</summary>
    public required HearingStatus Status { get; init; }

    /// <summary>The court.</summary>
    public required string CourtId { get; init; }

    /// <summary>The court's name when the hearing was set, so that whoever reads the docket needs no other row.</summary>
    public required string CourtName { get; init; }

    /// <summary>The court room; null when none is said.</summary>
    public string? Room { get; init; }

    /// <summary>What the court's clock shows when it begins, to the minute.</summary>
    [JsonConverter(typeof(LocalMinuteConverter))]
    public required LocalDateTime Start { get; init; }

    /// <summary>The IANA id of the court's zone when the hearing was set.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The version of the tz database by which <see cref="Instant"/> was found, e.g. <c>2026a</c>: a later one may find another.</summary>
    public required string TzdbVersion { get; init; }

    /// <summary>When it begins.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Instant { get; init; }

    /// <summary>The registrar's version that last changed the court, the start or the status: what the person was told of is told by this.</summary>
    public long DateVersion { get; init; }

    /// <summary>When the version of <see cref="DateVersion"/> was recorded.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant RecordedAt { get; init; }

    /// <summary>Why an administrator set the version back; null once the registrar has spoken again.</summary>
    public string? SetBackReason { get; init; }

    /// <summary>The court that the hearing was moved from by this version, which registrars of both said; null for any other version.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>Why an administrator took the hearing's id from this docket; null while it has the id. It may be another docket's then.</summary>
    public string? ReleaseReason { get; init; }

    /// <summary>This hearing as it goes on record after <paramref name="known"/>.</summary>
    internal Hearing After(Hearing? known, Instant now) =>
        known is not null && (known.CourtId, known.Start, known.Status, known.TimeZone) == (CourtId, Start, Status, TimeZone)
            ? this with { DateVersion = known.DateVersion, RecordedAt = known.RecordedAt }
            : this with { DateVersion = SourceVersion, RecordedAt = now };

    /// <summary>Whether <paramref name="other"/> says the same in the registrar's words; what was found by them, the zone above all, does not count.</summary>
    internal bool SaysTheSameAs(Hearing other) =>
        (SourceVersion, Kind, Status, CourtId, Room, Start) == (other.SourceVersion, other.Kind, other.Status, other.CourtId, other.Room, other.Start);
}

/// <summary>The kinds of hearing.</summary>
public enum HearingKind
{
    /// <summary>A short first hearing, many on one day.</summary>
    Master,

    /// <summary>The hearing on the merits.</summary>
    Individual,

    /// <summary>On release on bond.</summary>
    Bond,

    /// <summary>Any other.</summary>
    Other,
}

/// <summary>Whether a hearing is to be held.</summary>
public enum HearingStatus
{
    /// <summary>It is.</summary>
    Scheduled,

    /// <summary>It is not.</summary>
    Cancelled,
}
