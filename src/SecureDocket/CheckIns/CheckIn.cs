using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>A reporting date at an office.</summary>
public sealed record CheckIn
{
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
