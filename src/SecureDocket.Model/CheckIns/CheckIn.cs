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

    /// <summary>Opaque.</summary>
    public required string Id { get; init; }

    /// <summary>From 1; one more whenever the date, the place or the status changes.</summary>
    public required long Version { get; init; }

    /// <summary>Where it stands.</summary>
    public required CheckInStatus Status { get; init; }

    /// <summary>The office.</summary>
    public required string OfficeId { get; init; }

    /// <summary>The office's name when this version was booked, so that whoever reads the docket needs no other row.</summary>
    public required string OfficeName { get; init; }

    /// <summary>What the office's clock shows when the slot begins, to the minute.</summary>
    [JsonConverter(typeof(LocalMinuteConverter))]
    public required LocalDateTime Start { get; init; }

    /// <summary>The IANA id of the office's zone when this version was booked.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The version of the tz database by which <see cref="Instant"/> was found.</summary>
    public required string TzdbVersion { get; init; }

    /// <summary>When it begins.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Instant { get; init; }

    /// <summary>The seat within the slot, from 1.</summary>
    public required int Seat { get; init; }

    /// <summary>Who booked this version.</summary>
    public required CheckInBooking BookedBy { get; init; }

    /// <summary>When this version was recorded.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant RecordedAt { get; init; }

    /// <summary>How the person reported; null before they did.</summary>
    public CheckInManner? Manner { get; init; }

    /// <summary>Why it does not take place, from <see cref="CancelReasons"/>; null unless cancelled.</summary>
    public string? CancelReason { get; init; }

    /// <summary>The operations that changed it since it was booked, the last one last, to recognise a repeated request.</summary>
    public IReadOnlyList<string> Operations { get; init => field = value ?? []; } = [];

    /// <summary>Whether it is still to come.</summary>
    public bool IsUpcoming(Instant now) => Status == CheckInStatus.Booked && Instant > now;

    /// <summary>The next version, with one more operation that changed it. The last few are kept: a request is repeated soon or never.</summary>
    internal CheckIn Next(OperationId operation, Instant now) => this with
    {
        Version = Version + 1,
        RecordedAt = now,
        Operations = [.. Operations.TakeLast(OperationLimit - 1), operation.Value],
    };

    /// <summary>This check-in in another slot, of this office or another.</summary>
    internal CheckIn At(Office office, Slot slot, int seat, CheckInBooking by) => this with
    {
        OfficeId = office.Id,
        OfficeName = office.Name,
        Start = slot.Start,
        TimeZone = office.TimeZone,
        TzdbVersion = TzdbDateTimeZoneSource.Default.TzdbVersion,
        Instant = slot.Instant,
        Seat = seat,
        BookedBy = by,
    };

    /// <summary>A new one.</summary>
    internal static CheckIn Book(string id, Office office, Slot slot, int seat, CheckInBooking by, Instant now) => new()
    {
        Id = id,
        Version = 1,
        Status = CheckInStatus.Booked,
        OfficeId = office.Id,
        OfficeName = office.Name,
        Start = slot.Start,
        TimeZone = office.TimeZone,
        TzdbVersion = TzdbDateTimeZoneSource.Default.TzdbVersion,
        Instant = slot.Instant,
        Seat = seat,
        BookedBy = by,
        RecordedAt = now,
    };
}

/// <summary>Where a check-in stands.</summary>
public enum CheckInStatus
{
    /// <summary>It is to come.</summary>
    Booked,

    /// <summary>The person reported.</summary>
    Attended,

    /// <summary>The person did not report within the grace period.</summary>
    Missed,

    /// <summary>It does not take place.</summary>
    Cancelled,
}

/// <summary>Who booked a check-in.</summary>
public enum CheckInBooking
{
    /// <summary>An officer, with or for the person.</summary>
    Officer,

    /// <summary>The person, in the portal.</summary>
    Cardholder,

    /// <summary>The person, by text: the answer has told them already.</summary>
    Text,

    /// <summary>A recurring schedule.</summary>
    Schedule,
}

/// <summary>How a person reported.</summary>
public enum CheckInManner
{
    /// <summary>At the office.</summary>
    InPerson,

    /// <summary>From afar, where the office allows it.</summary>
    Remote,
}

/// <summary>Why a check-in does not take place, as callers say it.</summary>
public static class CancelReasons
{
    /// <summary>The office cannot take the person then.</summary>
    public const string OfficeClosed = "office-closed";

    /// <summary>The person asked for it.</summary>
    public const string PersonAsked = "person-asked";

    /// <summary>The person need not report any more.</summary>
    public const string NotRequired = "not-required";

    /// <summary>It was booked by mistake.</summary>
    public const string BookedInError = "booked-in-error";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [OfficeClosed, PersonAsked, NotRequired, BookedInError];
}
