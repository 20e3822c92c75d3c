using SecureDocket.Dockets;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>Sets or ends a person's check-in schedule. Booked check-ins stay booked.</summary>
public sealed class SetCheckInSchedule(OfficeStore offices, DocketStore dockets, TimeProvider clock)
{
    /// <summary>Sets the schedule; retries have no further effect.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="schedule">The schedule; null to end it.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, CheckInSchedule? schedule, Actor actor, CancellationToken cancellationToken)
    {
        if (schedule is not null && await offices.FindAsync(schedule.OfficeId, cancellationToken) is null)
        {
            return Refusals.NoSuchOffice;
        }

        return await dockets.ChangeAsync(id, docket => Decide(docket, schedule), actor, OperationId.New(), cancellationToken);
    }

    private Result<DocketChange?> Decide(Docket docket, CheckInSchedule? schedule) => docket.Cardholder.CheckInSchedule == schedule
        ? (DocketChange?)null
        : new DocketChange(schedule is null ? "check-in-schedule-ended" : "check-in-schedule-set")
        {
            Cardholder = docket.Cardholder with
            {
                CheckInSchedule = schedule,
                CheckInScheduleSince = schedule is null ? null : clock.GetCurrentInstant(),
            },
        };
}
