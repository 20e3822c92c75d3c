using SecureDocket.Hearings;
using SecureDocket.Times;

namespace SecureDocket.Functions.Hearings;

/// <summary>A hearing.</summary>
public sealed record HearingView
{
    /// <summary>The registrar's id.</summary>
    public required string HearingId { get; init; }

    /// <summary>The registrar's version.</summary>
    public required long SourceVersion { get; init; }

    /// <summary>master, individual, bond or other.</summary>
    public required string Kind { get; init; }

    /// <summary>scheduled or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>The court.</summary>
    public required string CourtId { get; init; }

    /// <summary>The court's name.</summary>
    public required string Court { get; init; }

    /// <summary>The court room.</summary>
    public string? Room { get; init; }

    /// <summary>What the court's clock shows.</summary>
    public required string Start { get; init; }

    /// <summary>The zone of the court's clock.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The version of the tz database that <see cref="StartsAt"/> was found by.</summary>
    public required string TzdbVersion { get; init; }

    /// <summary>The same moment in UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    internal static HearingView Of(Hearing hearing) => new()
    {
        HearingId = hearing.Id,
        SourceVersion = hearing.SourceVersion,
        Kind = Names.Of(hearing.Kind),
        Status = Names.Of(hearing.Status),
        CourtId = hearing.CourtId,
        Court = hearing.CourtName,
        Room = hearing.Room,
        Start = LocalMinute.Format(hearing.Start),
        TimeZone = hearing.TimeZone,
        TzdbVersion = hearing.TzdbVersion,
        StartsAt = hearing.Instant.ToDateTimeOffset(),
    };
}
