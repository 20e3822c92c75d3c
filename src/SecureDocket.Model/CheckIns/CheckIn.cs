using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.TimeZones;
using SecureDocket.Places;
using SecureDocket.Times;

namespace SecureDocket.CheckIns;

/// <summary>A reporting date at an office.</summary>
public sealed record CheckIn
{
    private const int OperationLimit = 16;

    /// <summary>The opaque ID.</summary>
    public required string Id { get; init; }

    /// <summary>The version, from 1; it increases whenever the date, the place or the status changes.</summary>
    public required long Version { get; init; }

    /// <summary>The status.</summary>
    public required CheckInStatus Status { get; init; }

    /// <summary>The office.</summary>
    public required string OfficeId { get; init; }

    /// <summary>The office's name when this version was booked, so that readers of the docket need no other row.</summary>
    public required string OfficeName { get; init; }

    /// <summary>The office's address when this version was booked; null in rows of earlier releases.</summary>
    public string? OfficeAddress { get; init; }

    /// <summary>The local start time at the office, to the minute.</summary>
    [JsonConverter(typeof(LocalMinuteConverter))]
    public required LocalDateTime Start { get; init; }

    /// <summary>The IANA ID of the office's time zone when this version was booked.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The tz database version that determined <see cref="Instant"/>.</summary>
    public required string TzdbVersion { get; init; }

    /// <summary>When it begins.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Instant { get; init; }

    /// <summary>The seat within the slot, from 1.</summary>
    public required int Seat { get; init; }

    /// <summary>The version that last changed the start; null in rows of earlier releases, where nobody knows.</summary>
    public long? TimeVersion { get; init; }

    /// <summary>The version that last changed the office; null if none did.</summary>
    public long? PlaceVersion { get; init; }

    /// <summary>Who booked this version.</summary>
    public required CheckInBooking BookedBy { get; init; }

    /// <summary>When this version was recorded.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant RecordedAt { get; init; }

    /// <summary>How the person reported; null until they did.</summary>
    public CheckInManner? Manner { get; init; }

    /// <summary>When an officer noted that the person is here; null until then.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? ArrivedAt { get; init; }

    /// <summary>When an officer called the person; null until then.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? CalledAt { get; init; }

    /// <summary>When an officer recorded that the person reported; null until then, and in rows of earlier releases.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? SeenAt { get; init; }

    /// <summary>Why the person was sent home, from <see cref="SentHomeReasons"/>; null unless they were.</summary>
    public string? SentHomeReason { get; init; }

    /// <summary>What an officer made of a missed check-in; null until then, and unless it was missed.</summary>
    public MissJudgement? Judgement { get; init; }

    /// <summary>Whether it was missed, and nobody found that the person had a reason or that it was our fault.</summary>
    [JsonIgnore]
    public bool CountsAsMissed => Status == CheckInStatus.Missed && Judgement is not { Finding: MissFinding.Excused or MissFinding.OurFault };

    /// <summary>Why it was cancelled, from <see cref="CancelReasons"/>; null unless cancelled.</summary>
    public string? CancelReason { get; init; }

    /// <summary>The closed door because of which it was moved, or does not stand; null if there was none since it was last booked.</summary>
    public ClosedDoor? Closed { get; init; }

    /// <summary>Whether the office is closed at its time, so that the person must choose another one.</summary>
    [JsonIgnore]
    public bool IsClosed => Status == CheckInStatus.Booked && Closed?.Start == Start;

    /// <summary>The operations that changed it since it was booked, newest last, so that a retry is recognized.</summary>
    public IReadOnlyList<string> Operations { get; init => field = value ?? []; } = [];

    /// <summary>Whether it is booked and in the future.</summary>
    public bool IsUpcoming(Instant now) => Status == CheckInStatus.Booked && Instant > now;

    /// <summary>The next version, with one more operation that changed it. Only the last few are kept; a request is retried soon or never.</summary>
    internal CheckIn Next(OperationId operation, Instant now) => this with
    {
        Version = Version + 1,
        RecordedAt = now,
        Operations = [.. Operations.TakeLast(OperationLimit - 1), operation.Value],
    };

    /// <summary>With one more operation that noted something about it; the version, which texts are about, stays.</summary>
    internal CheckIn Noted(OperationId operation) => this with { Operations = [.. Operations.TakeLast(OperationLimit - 1), operation.Value] };

    /// <summary>This check-in moved to another slot, at this office or another.</summary>
    internal CheckIn At(Office office, Slot slot, int seat, CheckInBooking by) => this with
    {
        OfficeId = office.Id,
        OfficeName = office.Name,
        OfficeAddress = office.Address,
        Start = slot.Start,
        TimeZone = office.TimeZone,
        TzdbVersion = TzdbDateTimeZoneSource.Default.TzdbVersion,
        Instant = slot.Instant,
        Seat = seat,
        BookedBy = by,
        TimeVersion = slot.Start == Start && office.TimeZone == TimeZone ? TimeVersion ?? Version - 1 : Version,
        PlaceVersion = office.Id == OfficeId ? PlaceVersion : Version,
        ArrivedAt = null,
        CalledAt = null,
        Closed = null,
    };

    /// <summary>Creates a check-in.</summary>
    internal static CheckIn Book(string id, Office office, Slot slot, int seat, CheckInBooking by, Instant now) => new()
    {
        Id = id,
        Version = 1,
        Status = CheckInStatus.Booked,
        OfficeId = office.Id,
        OfficeName = office.Name,
        OfficeAddress = office.Address,
        Start = slot.Start,
        TimeZone = office.TimeZone,
        TzdbVersion = TzdbDateTimeZoneSource.Default.TzdbVersion,
        Instant = slot.Instant,
        Seat = seat,
        TimeVersion = 1,
        BookedBy = by,
        RecordedAt = now,
    };
}

/// <summary>The status of a check-in.</summary>
public enum CheckInStatus
{
    /// <summary>It is booked.</summary>
    Booked,

    /// <summary>The person reported.</summary>
    Attended,

    /// <summary>The person did not report within the grace period.</summary>
    Missed,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>The person came, and we sent them home; that never counts against them.</summary>
    SentHome,
}

/// <summary>Why a person who came was sent home: always a fault of ours. These are codes that callers send.</summary>
public static class SentHomeReasons
{
    /// <summary>The office is closed, or closed early.</summary>
    public const string OfficeClosed = "office-closed";

    /// <summary>Nobody could see the person.</summary>
    public const string NoOfficer = "no-officer";

    /// <summary>Nobody could interpret.</summary>
    public const string NoInterpreter = "no-interpreter";

    /// <summary>Our systems did not work.</summary>
    public const string SystemDown = "system-down";

    /// <summary>All reasons.</summary>
    public static IReadOnlyList<string> All { get; } = [OfficeClosed, NoOfficer, NoInterpreter, SystemDown];
}

/// <summary>What an officer made of a missed check-in. The miss is a fact; this is what it means.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Reason">The person's reason, from <see cref="MissReasons"/>; null unless it is excused.</param>
/// <param name="Evidence">What there is to show for it, from <see cref="MissEvidence"/>; null unless it is excused.</param>
/// <param name="By">The opaque ID of the officer.</param>
/// <param name="At">When.</param>
public sealed record MissJudgement(MissFinding Finding, string? Reason, string? Evidence, string By, [property: JsonConverter(typeof(InstantConverter))] Instant At);

/// <summary>The findings about a missed check-in.</summary>
public enum MissFinding
{
    /// <summary>The person had a reason.</summary>
    Excused,

    /// <summary>The person had none.</summary>
    Unexcused,

    /// <summary>It was our fault.</summary>
    OurFault,
}

/// <summary>A person's reasons for having missed a check-in. These are codes that callers send.</summary>
public static class MissReasons
{
    /// <summary>All reasons.</summary>
    public static IReadOnlyList<string> All { get; } = ["court", "employment", "family", "medical", "religious", "in-custody", "transport", "not-told", "other"];
}

/// <summary>What there is to show for a reason. These are codes that callers send.</summary>
public static class MissEvidence
{
    /// <summary>It is awaited.</summary>
    public const string Awaited = "awaited";

    /// <summary>All of them: an officer saw it, it is awaited, or none is needed.</summary>
    public static IReadOnlyList<string> All { get; } = ["seen", Awaited, "not-needed"];
}

/// <summary>Who booked a check-in.</summary>
public enum CheckInBooking
{
    /// <summary>An officer, with the person or on their behalf.</summary>
    Officer,

    /// <summary>The person, in the portal.</summary>
    Cardholder,

    /// <summary>The person, by SMS; the reply has already told them.</summary>
    Text,

    /// <summary>The person's schedule.</summary>
    Schedule,
}

/// <summary>How a person reported.</summary>
public enum CheckInManner
{
    /// <summary>At the office.</summary>
    InPerson,

    /// <summary>Remotely, where the office allows it.</summary>
    Remote,
}

/// <summary>Why a check-in was cancelled. These are codes that callers send.</summary>
public static class CancelReasons
{
    /// <summary>The office cannot see the person at that time.</summary>
    public const string OfficeClosed = "office-closed";

    /// <summary>The person asked for it.</summary>
    public const string PersonAsked = "person-asked";

    /// <summary>The person no longer has to report.</summary>
    public const string NotRequired = "not-required";

    /// <summary>It was booked by mistake.</summary>
    public const string BookedInError = "booked-in-error";

    /// <summary>All reasons.</summary>
    public static IReadOnlyList<string> All { get; } = [OfficeClosed, PersonAsked, NotRequired, BookedInError];
}
