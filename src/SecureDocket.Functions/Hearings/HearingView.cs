using SecureDocket.Hearings;
using SecureDocket.Times;

namespace SecureDocket.Functions.Hearings;

/// <summary>A hearing.</summary>
public sealed record HearingView
{
    /// <summary>The registrar's ID.</summary>
    public required string HearingId { get; init; }

    /// <summary>The registrar's version number.</summary>
    public required long SourceVersion { get; init; }

    /// <summary>The kind: master, individual, bond or other.</summary>
    public required string Kind { get; init; }

    /// <summary>The status: scheduled or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>The court.</summary>
    public required string CourtId { get; init; }

    /// <summary>The court's name.</summary>
    public required string Court { get; init; }

    /// <summary>The courtroom.</summary>
    public string? Room { get; init; }

    /// <summary>The court's local time.</summary>
    public required string Start { get; init; }

    /// <summary>The court's time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The version of the tz database from which <see cref="StartsAt"/> was computed.</summary>
    public required string TzdbVersion { get; init; }

    /// <summary>The same instant in UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The closed door because of which it is not held; absent while it is held.</summary>
    public ClosedCourtView? Closed { get; init; }

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
        Closed = ClosedCourtView.Of(hearing),
    };
}

/// <summary>A closed door of a court.</summary>
/// <param name="ClosureId">The court's closure.</param>
/// <param name="Reason">Why.</param>
/// <param name="Start">The local start of the hearing that is not held.</param>
public sealed record ClosedCourtView(string ClosureId, string Reason, string Start)
{
    internal static ClosedCourtView? Of(Hearing hearing) =>
        hearing.Closed is { } closed ? new(closed.ClosureId, closed.Reason, LocalMinute.Format(closed.Start)) : null;
}
