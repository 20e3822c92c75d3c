using NodaTime;
using SecureDocket.Dockets;

namespace SecureDocket.CheckIns;

/// <summary>Notes on its day that the person of a check-in has arrived, and that they were called. Waiting times come from it.</summary>
public sealed class NoteCheckIn(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Notes that the person has arrived; once it is noted, it stays as it is.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="checkInId">The check-in.</param>
    /// <param name="officeId">The office at which the person is.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Result<CheckIn>> ArrivedAsync(
        CardholderId id, string checkInId, string officeId, Actor actor, OperationId operation, CancellationToken cancellationToken) => NoteAsync(
            id,
            checkInId,
            "check-in-arrived",
            (known, now) => known.OfficeId != officeId ? CheckInsRefusals.Elsewhere(known.OfficeName, known.OfficeId)
                : known.ArrivedAt is null ? known with { ArrivedAt = now }
                : known,
            actor,
            operation,
            cancellationToken);

    /// <summary>Notes that the person was called, and so has arrived; once it is noted, it stays as it is.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="checkInId">The check-in.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Result<CheckIn>> CalledAsync(CardholderId id, string checkInId, Actor actor, OperationId operation, CancellationToken cancellationToken) => NoteAsync(
        id,
        checkInId,
        "check-in-called",
        (known, now) => known.CalledAt is null ? known with { ArrivedAt = known.ArrivedAt ?? now, CalledAt = now } : known,
        actor,
        operation,
        cancellationToken);

    /// <summary>Why nothing can be noted about a check-in today; null if it can.</summary>
    internal static Refusal? FaultOf(CheckIn known, Instant now)
    {
        if (known.Status is not (CheckInStatus.Booked or CheckInStatus.Missed))
        {
            return BookingRules.Status(known);
        }

        var today = now.InZone(DateTimeZoneProviders.Tzdb[known.TimeZone]).Date;
        return today < known.Start.Date ? CheckInsRefusals.TooEarly
            : today > known.Start.Date ? CheckInsRefusals.DayOver
            : null;
    }

    private async Task<Result<CheckIn>> NoteAsync(
        CardholderId id, string checkInId, string kind, Func<CheckIn, Instant, Result<CheckIn>> note, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var result = await dockets.ChangeAsync(
            id,
            docket =>
            {
                if (docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == checkInId) is not { } known)
                {
                    return Refusals.NoSuchCheckIn;
                }

                if (known.Operations.Contains(operation.Value))
                {
                    return (DocketChange?)null;
                }

                var now = clock.GetCurrentInstant();
                if (FaultOf(known, now) is { } fault)
                {
                    return fault;
                }

                var noted = note(known, now);
                return noted.IsRefused ? noted.Refusals.ToList()
                    : noted.Value == known ? (DocketChange?)null
                    : new DocketChange(kind) { CheckIns = [noted.Value.Noted(operation)] };
            },
            actor,
            operation,
            cancellationToken);
        return result.IsRefused ? result.Refusals.ToList() : result.Value.CheckIns.Single(checkIn => checkIn.Id == checkInId);
    }
}
