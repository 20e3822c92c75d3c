using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>Books a check-in: reserves a seat first, then commits it to the docket.</summary>
public sealed class BookCheckIn(OfficeStore offices, DocketStore dockets, Seats seats, TimeProvider clock)
{
    /// <summary>Books a slot; retries have no further effect.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="officeId">The office.</param>
    /// <param name="start">The local start time of the slot at the office.</param>
    /// <param name="by">Who books.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The check-in as recorded.</returns>
    public async Task<Result<CheckIn>> ExecuteAsync(
        CardholderId id, string officeId, LocalDateTime start, CheckInBooking by, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        // The ID is derived from the operation, so that a retry finds its check-in and its seat.
        var checkInId = operation.Part("check-in").Value;
        var office = await offices.FindAsync(officeId, cancellationToken);
        TakenSeat? seat = null;
        for (var attempt = 0; attempt < BookingRules.AttemptLimit; attempt++)
        {
            if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            if (docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == checkInId) is { } booked)
            {
                await seats.GiveBackAsync(seat, cancellationToken);
                return booked;
            }

            var now = clock.GetCurrentInstant();
            var slot = office?.SlotAt(start);
            List<Refusal> faults = [.. BookingRules.FaultsOf(office, slot, now), .. BookingRules.FaultsOf(docket, null, now)];
            faults.AddRange(BookingRules.TooLate(docket, slot, null, by, now) is { } late ? [late] : []);
            if (faults.Count > 0)
            {
                await seats.GiveBackAsync(seat, cancellationToken);
                return faults;
            }

            var (taking, taken) = await seats.TakeAsync(office!, start, docket, checkInId, cancellationToken);
            if (taking == SeatTaking.Full)
            {
                return CheckInsRefusals.SlotFull;
            }

            if (taking == SeatTaking.DocketMovedOn)
            {
                continue;
            }

            seat = taken;
            var checkIn = CheckIn.Book(checkInId, office!, slot!, seat!.Number, by, now);
            if (await dockets.CommitAsync(docket, new("check-in-booked") { CheckIns = [checkIn] }, actor, operation, cancellationToken) is not null)
            {
                return checkIn;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
