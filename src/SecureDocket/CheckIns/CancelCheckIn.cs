using SecureDocket.Dockets;

namespace SecureDocket.CheckIns;

/// <summary>Cancels a booked check-in and then frees its seat.</summary>
public sealed class CancelCheckIn(DocketStore dockets, Seats seats, TimeProvider clock)
{
    /// <summary>Cancels a check-in; retries have no further effect.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="checkInId">The check-in.</param>
    /// <param name="reason">One of <see cref="CancelReasons"/>.</param>
    /// <param name="by">Who cancels. Only an officer can cancel one whose time has come, so that people cannot undo a missed check-in.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The check-in as recorded.</returns>
    public async Task<Result<CheckIn>> ExecuteAsync(
        CardholderId id, string checkInId, string reason, CheckInBooking by, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        CheckIn? left = null;
        var result = await dockets.ChangeAsync(
            id,
            docket =>
            {
                left = null;
                if (docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == checkInId) is not { } known)
                {
                    return Refusals.NoSuchCheckIn;
                }

                if (known.Operations.Contains(operation.Value))
                {
                    return (DocketChange?)null;
                }

                if (known.Status != CheckInStatus.Booked)
                {
                    return BookingRules.Status(known);
                }

                var now = clock.GetCurrentInstant();
                if (by != CheckInBooking.Officer && !known.IsUpcoming(now))
                {
                    return CheckInsRefusals.CancelTooLate;
                }

                // Otherwise a person could book and cancel again and again, and never check in.
                if (by != CheckInBooking.Officer && now > docket.ReportBy)
                {
                    return CheckInsRefusals.CancelAfterSchedule;
                }

                left = known;
                var cancelled = known.Next(operation, now) with { Status = CheckInStatus.Cancelled, CancelReason = reason };
                return new DocketChange("check-in-cancelled") { CheckIns = [cancelled] };
            },
            actor,
            operation,
            cancellationToken);
        if (result.IsRefused)
        {
            return result.Refusals.ToList();
        }

        if (left is not null)
        {
            await seats.LeaveAsync(left, result.Value, cancellationToken);
        }

        return result.Value.CheckIns.Single(checkIn => checkIn.Id == checkInId);
    }
}
