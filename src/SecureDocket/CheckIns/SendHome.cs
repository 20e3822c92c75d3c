using SecureDocket.Dockets;

namespace SecureDocket.CheckIns;

/// <summary>Records that a person came to a check-in and was sent home, which is our fault and never counts against them. An officer books the next date.</summary>
public sealed class SendHome(DocketStore dockets, Seats seats, TimeProvider clock)
{
    /// <summary>Records it; retries have no further effect.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="checkInId">The check-in.</param>
    /// <param name="reason">One of <see cref="SentHomeReasons"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The check-in as recorded, and whether the person needs another date.</returns>
    public async Task<Result<Attendance>> ExecuteAsync(
        CardholderId id, string checkInId, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
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

                if (NoteCheckIn.FaultOf(known, now) is { } fault)
                {
                    return fault;
                }

                left = known;
                var sent = known.Next(operation, now) with
                {
                    Status = CheckInStatus.SentHome,
                    SentHomeReason = reason,
                    ArrivedAt = known.ArrivedAt ?? now,
                    Judgement = null,
                };
                return new DocketChange("check-in-sent-home") { CheckIns = [sent] };
            },
            actor,
            operation,
            cancellationToken);
        if (result.IsRefused)
        {
            return result.Refusals.ToList();
        }

        if (left is { Status: CheckInStatus.Booked })
        {
            await seats.LeaveAsync(left, result.Value, cancellationToken);
        }

        return new Attendance(result.Value.CheckIns.Single(checkIn => checkIn.Id == checkInId), null, result.Value.LacksCheckIn(now));
    }
}
