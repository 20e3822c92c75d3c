using SecureDocket.CheckIns;
using SecureDocket.Times;

namespace SecureDocket.Functions.CheckIns;

/// <summary>A check-in. Discloses nothing about the person.</summary>
public sealed record CheckInView
{
    private const string InPerson = "in-person";
    private const string Remote = "remote";

    /// <summary>Its ID.</summary>
    public required string CheckInId { get; init; }

    /// <summary>Incremented whenever date, place or status changes.</summary>
    public required long Version { get; init; }

    /// <summary>The status: booked, attended (also if the person came and was sent home), missed or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>The office.</summary>
    public required string OfficeId { get; init; }

    /// <summary>The office's name.</summary>
    public required string Office { get; init; }

    /// <summary>The office's local time.</summary>
    public required string Start { get; init; }

    /// <summary>The office's time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The version of the tz database from which <see cref="StartsAt"/> was computed.</summary>
    public required string TzdbVersion { get; init; }

    /// <summary>The same instant in UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The number of the seat within the slot.</summary>
    public required int Seat { get; init; }

    /// <summary>Who booked it: officer, cardholder, text or schedule.</summary>
    public required string BookedBy { get; init; }

    /// <summary>How the person reported.</summary>
    public string? Manner { get; init; }

    /// <summary>When the person arrived; absent until it was noted.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>When the person was called; absent until it was noted.</summary>
    public DateTimeOffset? CalledAt { get; init; }

    /// <summary>When it was recorded that the person reported; absent until then.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Why the person was sent home, which is our fault; absent unless they were.</summary>
    public string? SentHomeReason { get; init; }

    /// <summary>What an officer made of a missed check-in; absent until then.</summary>
    public JudgementView? Judgement { get; init; }

    /// <summary>Why it was cancelled.</summary>
    public string? CancelReason { get; init; }

    /// <summary>
    /// The closed door since it was last booked: with the same start the check-in does not stand, and with another one it was moved from there.
    /// Absent if there was none.
    /// </summary>
    public ClosedOfficeView? Closed { get; init; }

    /// <summary>The names of <see cref="CheckInManner"/>.</summary>
    internal static IReadOnlyList<string> Manners { get; } = [InPerson, Remote];

    internal static CheckInManner MannerOf(string? word) => word == Remote ? CheckInManner.Remote : CheckInManner.InPerson;

    internal static CheckInView Of(CheckIn checkIn) => new()
    {
        CheckInId = checkIn.Id,
        Version = checkIn.Version,
        Status = checkIn.Status == CheckInStatus.SentHome ? Names.Of(CheckInStatus.Attended) : Names.Of(checkIn.Status),
        OfficeId = checkIn.OfficeId,
        Office = checkIn.OfficeName,
        Start = LocalMinute.Format(checkIn.Start),
        TimeZone = checkIn.TimeZone,
        TzdbVersion = checkIn.TzdbVersion,
        StartsAt = checkIn.Instant.ToDateTimeOffset(),
        Seat = checkIn.Seat,
        BookedBy = Names.Of(checkIn.BookedBy),
        Manner = checkIn.Manner switch
        {
            null => null,
            CheckInManner.Remote => Remote,
            _ => InPerson,
        },
        ArrivedAt = checkIn.ArrivedAt?.ToDateTimeOffset(),
        CalledAt = checkIn.CalledAt?.ToDateTimeOffset(),
        SeenAt = checkIn.SeenAt?.ToDateTimeOffset(),
        SentHomeReason = checkIn.SentHomeReason,
        Judgement = JudgementView.Of(checkIn.Judgement),
        CancelReason = checkIn.CancelReason,
        Closed = checkIn.Closed is { } closed ? new(closed.ClosureId, closed.Reason, LocalMinute.Format(closed.Start)) : null,
    };
}

/// <summary>A closed door of an office.</summary>
/// <param name="ClosureId">The office's closure.</param>
/// <param name="Reason">Why.</param>
/// <param name="Start">The local start of the check-in that does not stand.</param>
public sealed record ClosedOfficeView(string ClosureId, string Reason, string Start);

/// <summary>How often a person must report.</summary>
/// <param name="OfficeId">The office.</param>
/// <param name="EveryDays">The days from one check-in to the next.</param>
public sealed record CheckInScheduleView(string OfficeId, int EveryDays)
{
    internal static CheckInScheduleView? Of(CheckInSchedule? schedule) => schedule is null ? null : new(schedule.OfficeId, schedule.EveryDays);
}
