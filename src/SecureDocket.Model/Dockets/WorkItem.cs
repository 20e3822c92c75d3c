using NodaTime;
using SecureDocket.CheckIns;

namespace SecureDocket.Dockets;

/// <summary>Something that an office has to do about a person. It follows from the docket, and is done once the docket no longer says so.</summary>
/// <param name="Kind">What.</param>
/// <param name="OfficeId">The office.</param>
/// <param name="Since">Since when.</param>
/// <param name="CheckInId">The check-in that it is about; null if it is about none.</param>
public sealed record WorkItem(WorkItemKind Kind, string OfficeId, Instant Since, string? CheckInId)
{
    /// <summary>Nobody can be at a hearing and at a check-in, and hearings take as long as they take: this much lies between the two.</summary>
    public static Duration Apart { get; } = Duration.FromHours(4);

    /// <summary>What offices have to do about a person, oldest first. Pure.</summary>
    /// <param name="docket">The docket.</param>
    /// <param name="now">The current time.</param>
    public static IReadOnlyList<WorkItem> Of(Docket docket, Instant now)
    {
        ArgumentNullException.ThrowIfNull(docket);
        var schedule = docket.Cardholder.CheckInSchedule;
        List<WorkItem> items =
        [
            .. docket.CheckIns.Where(checkIn => checkIn is { Status: CheckInStatus.Missed, Judgement: null })
                .Select(checkIn => new WorkItem(WorkItemKind.ToJudge, checkIn.OfficeId, checkIn.Instant, checkIn.Id)),
            .. docket.CheckIns.Where(checkIn => checkIn is { Status: CheckInStatus.Missed, Judgement.Evidence: MissEvidence.Awaited })
                .Select(checkIn => new WorkItem(WorkItemKind.EvidenceAwaited, checkIn.OfficeId, checkIn.Judgement!.At, checkIn.Id)),
            .. docket.CheckIns.Where(checkIn => checkIn is { Status: CheckInStatus.Booked, IsClosed: false }
                    && docket.Hearings.Any(hearing => hearing.IsHeld && IsNear(hearing.Instant, checkIn.Instant)))
                .Select(checkIn => new WorkItem(WorkItemKind.DatesCollide, checkIn.OfficeId, checkIn.RecordedAt, checkIn.Id)),
        ];
        if (schedule is not null && docket.LacksCheckIn(now))
        {
            // Only what a command changes: the item stays the same one while time passes.
            var ended = docket.CheckIns.Where(checkIn => checkIn.Status is CheckInStatus.Attended or CheckInStatus.Missed or CheckInStatus.SentHome).Select(checkIn => (Instant?)checkIn.Instant);
            items.Add(new(WorkItemKind.NoNextDate, schedule.OfficeId, ended.Append(docket.Cardholder.CheckInScheduleSince).Max() ?? Instant.FromUnixTimeTicks(0), null));
        }

        if (docket.Cardholder.PhoneFault is { } fault && (docket.NextCheckIn(now)?.OfficeId ?? schedule?.OfficeId) is { } office)
        {
            items.Add(new(WorkItemKind.Unreachable, office, fault.At, null));
        }

        return [.. items.OrderBy(item => item.Since)];
    }

    /// <summary>Whether two dates of one person are so near that they cannot keep both.</summary>
    public static bool IsNear(Instant one, Instant other) => one - other < Apart && other - one < Apart;
}

/// <summary>The kinds of work for an office.</summary>
public enum WorkItemKind
{
    /// <summary>A check-in was missed, and nobody has judged it.</summary>
    ToJudge,

    /// <summary>A missed check-in is excused, and the evidence has not come.</summary>
    EvidenceAwaited,

    /// <summary>The person must report, and no check-in is booked in time.</summary>
    NoNextDate,

    /// <summary>The person is to come, and texts do not reach their number.</summary>
    Unreachable,

    /// <summary>A check-in is booked too near to a hearing of the person.</summary>
    DatesCollide,
}
