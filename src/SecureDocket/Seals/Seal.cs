using NodaTime;

namespace SecureDocket.Seals;

/// <summary>That an officer wants a person not to be told of a look yet. It names the look and the officer, and never the person.</summary>
public sealed record Seal
{
    /// <summary>The most days after the look on which a seal may end.</summary>
    public const int DayLimit = 90;

    /// <summary>For how long the officer's word alone holds, from when it was given: of a look without a network, from when that was reported.</summary>
    public static readonly TimeSpan AloneFor = TimeSpan.FromHours(72);

    // The calendars that are the furthest behind UTC's.
    private static readonly TimeSpan s_lastZone = TimeSpan.FromHours(12);

    /// <summary>Its id; ids sort by the time of the request.</summary>
    public required string Id { get; init; }

    /// <summary>The look: its disclosure's id.</summary>
    public required string DisclosureId { get; init; }

    /// <summary>When the look was.</summary>
    public required DateTimeOffset LookedAt { get; init; }

    /// <summary>Why the person is not told.</summary>
    public required SealReason Reason { get; init; }

    /// <summary>The first day, on the person's calendar, on which the person is told in any case.</summary>
    public required LocalDate Until { get; init; }

    /// <summary>The officer who asked.</summary>
    public required Actor RequestedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>From when it no longer holds and can no longer be confirmed, unless it was.</summary>
    public required DateTimeOffset ConfirmBefore { get; init; }

    /// <summary>The administrator who confirmed it; null while nobody has.</summary>
    public Actor? ConfirmedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Who declined it, or ended it early; null while nobody has.</summary>
    public Actor? EndedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it keeps the look from the person, as long as their calendar has not come to <see cref="Until"/>.</summary>
    public bool HoldsAt(DateTimeOffset now) => EndedAt is null && (ConfirmedAt is not null || now < ConfirmBefore);

    /// <summary>The seal as decisions and time have made it. Its day has come once it has in every time zone.</summary>
    public SealStatus StatusAt(DateTimeOffset now)
    {
        var isOver = Instant.FromDateTimeOffset(now - s_lastZone).InUtc().Date >= Until;
        return (ConfirmedAt, EndedAt) switch
        {
            (null, not null) => SealStatus.Declined,
            (not null, not null) => SealStatus.Ended,
            (not null, null) => isOver ? SealStatus.Over : SealStatus.Confirmed,
            _ => isOver || now >= ConfirmBefore ? SealStatus.Lapsed : SealStatus.Waiting,
        };
    }
}

/// <summary>What an officer asks for beside a look.</summary>
/// <param name="Until">The first day on which the person is told.</param>
/// <param name="Reason">Why not before.</param>
public sealed record SealRequest(LocalDate Until, SealReason Reason);

/// <summary>Why a person is not told of a look yet. A reason is never renamed.</summary>
public enum SealReason
{
    /// <summary>An investigation is open that the person is not to know of.</summary>
    OpenInvestigation,

    /// <summary>Somebody would be in danger.</summary>
    SafetyOfAPerson,

    /// <summary>A court has ordered it.</summary>
    CourtOrder,
}

/// <summary>Where a seal stands.</summary>
public enum SealStatus
{
    /// <summary>It holds by the officer's word and waits for an administrator.</summary>
    Waiting,

    /// <summary>It holds until its day.</summary>
    Confirmed,

    /// <summary>An administrator declined it, or whoever asked took it back; it does not hold.</summary>
    Declined,

    /// <summary>Nobody confirmed it in time; it does not hold.</summary>
    Lapsed,

    /// <summary>It was confirmed, and ended before its day; it does not hold.</summary>
    Ended,

    /// <summary>It was confirmed, and its day has come; it does not hold.</summary>
    Over,
}
