using NodaTime;

namespace SecureDocket.Seals;

/// <summary>An officer's request to hide a disclosure from the person for a time. It identifies the disclosure and the officer, but not the person.</summary>
public sealed record Seal
{
    /// <summary>The maximum number of days from the disclosure to the end of a seal.</summary>
    public const int DayLimit = 90;

    /// <summary>How long the officer's request is valid without confirmation. For an offline scan, it counts from the report.</summary>
    public static readonly TimeSpan AloneFor = TimeSpan.FromHours(72);

    // The time zones furthest behind UTC.
    private static readonly TimeSpan s_lastZone = TimeSpan.FromHours(12);

    /// <summary>The ID; IDs sort by the time of the request.</summary>
    public required string Id { get; init; }

    /// <summary>The ID of the sealed disclosure.</summary>
    public required string DisclosureId { get; init; }

    /// <summary>The time of the disclosure.</summary>
    public required DateTimeOffset LookedAt { get; init; }

    /// <summary>The reason for hiding it.</summary>
    public required SealReason Reason { get; init; }

    /// <summary>The first day, on the person's calendar, on which the person can see it in any case.</summary>
    public required LocalDate Until { get; init; }

    /// <summary>The officer who requested the seal.</summary>
    public required Actor RequestedBy { get; init; }

    /// <summary>When it was requested.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The deadline for confirmation, from when an unconfirmed seal no longer holds.</summary>
    public required DateTimeOffset ConfirmBefore { get; init; }

    /// <summary>The administrator who confirmed it; null until confirmed.</summary>
    public Actor? ConfirmedBy { get; init; }

    /// <summary>When it was confirmed.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Who declined it or ended it early; null if no one has.</summary>
    public Actor? EndedBy { get; init; }

    /// <summary>When it was declined or ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it hides the disclosure, as long as the person's calendar is before <see cref="Until"/>.</summary>
    public bool HoldsAt(DateTimeOffset now) => EndedAt is null && (ConfirmedAt is not null || now < ConfirmBefore);

    /// <summary>The status of the seal at a moment. Its end date has come once it has in every time zone.</summary>
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

/// <summary>An officer's request to seal a disclosure.</summary>
/// <param name="Until">The first day on which the person can see it.</param>
/// <param name="Reason">The reason for hiding it until then.</param>
public sealed record SealRequest(LocalDate Until, SealReason Reason);

/// <summary>Why a disclosure is hidden from the person. A reason is never renamed.</summary>
public enum SealReason
{
    /// <summary>An open investigation must not become known to the person.</summary>
    OpenInvestigation,

    /// <summary>Someone would be in danger.</summary>
    SafetyOfAPerson,

    /// <summary>A court has ordered it.</summary>
    CourtOrder,
}

/// <summary>The status of a seal.</summary>
public enum SealStatus
{
    /// <summary>It holds on the officer's request and waits for an administrator.</summary>
    Waiting,

    /// <summary>It was confirmed and holds until its end date.</summary>
    Confirmed,

    /// <summary>An administrator declined it, or the requester withdrew it; it does not hold.</summary>
    Declined,

    /// <summary>It was not confirmed in time; it does not hold.</summary>
    Lapsed,

    /// <summary>It was confirmed and ended before its end date; it does not hold.</summary>
    Ended,

    /// <summary>It was confirmed, and its end date has come; it does not hold.</summary>
    Over,
}
