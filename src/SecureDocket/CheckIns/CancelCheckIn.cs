using NodaTime;
using SecureDocket.Dockets;

namespace SecureDocket.CheckIns;

/// <summary>Cancels a booked check-in, and then leaves its seat.</summary>
public sealed class CancelCheckIn(DocketStore dockets, Seats seats, TimeProvider clock)
{
    /// <summary>Cancels a check-in, once however often the request is repeated.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="checkInId">The check-in.</param>
    /// <param name="reason">One of <see cref="CancelReasons"/>.</param>
    /// <param name="by">Who chose it. Only an officer cancels one whose time has come: a person does not undo that it was missed.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The check-in as it stands.</returns>
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
                    return new Refusal("check-in-status", "The check-in's time has come; only an officer can cancel it now.");
                }

                // Booked and cancelled again and again, no check-in would ever come.
                if (by != CheckInBooking.Officer && now > docket.ReportBy)
                {
                    return new Refusal("check-in-status", "The schedule's last day has passed; only an officer can cancel the check-in now.");
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
