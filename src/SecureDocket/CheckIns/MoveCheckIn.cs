using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>Moves a booked check-in to another slot: reserves the new seat, commits, and then frees the old one.</summary>
public sealed class MoveCheckIn(OfficeStore offices, DocketStore dockets, Seats seats, TimeProvider clock)
{
    /// <summary>Moves a check-in; retries, and a move to the current slot, have no effect.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="checkInId">The check-in.</param>
    /// <param name="officeId">The office; null for the current one.</param>
    /// <param name="start">The local start time of the slot at the office.</param>
    /// <param name="by">Who moves it. Only an officer can move one whose time has come, unless the office is closed then.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The check-in as recorded.</returns>
    public async Task<Result<CheckIn>> ExecuteAsync(
        CardholderId id,
        string checkInId,
        string? officeId,
        LocalDateTime start,
        CheckInBooking by,
        Actor actor,
        OperationId operation,
        CancellationToken cancellationToken)
    {
        Office? office = null;
        TakenSeat? seat = null;
        for (var attempt = 0; attempt < BookingRules.AttemptLimit; attempt++)
        {
            if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            if (docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == checkInId) is not { } known)
            {
                return Refusals.NoSuchCheckIn;
            }

            if (known.Operations.Contains(operation.Value))
            {
                await seats.GiveBackAsync(seat, cancellationToken);
                return known;
            }

            var wanted = officeId ?? known.OfficeId;
            office = office?.Id == wanted ? office : await offices.FindAsync(wanted, cancellationToken);
            var now = clock.GetCurrentInstant();
            var slot = office?.SlotAt(start);
            var faults = FaultsOf(docket, known, office, slot, by, now);
            if (faults.Count > 0)
            {
                await seats.GiveBackAsync(seat, cancellationToken);
                return faults;
            }

            if ((known.OfficeId, known.Start) == (wanted, start))
            {
                return known;
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
            var moved = known.Next(operation, now).At(office!, slot!, seat!.Number, by);
            if (await dockets.CommitAsync(docket, new("check-in-moved") { CheckIns = [moved] }, actor, operation, cancellationToken) is { } committed)
            {
                await seats.LeaveAsync(known, committed, cancellationToken);
                return moved;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static List<Refusal> FaultsOf(Docket docket, CheckIn known, Office? office, Slot? slot, CheckInBooking by, Instant now)
    {
        if (known.Status != CheckInStatus.Booked)
        {
            return [BookingRules.Status(known)];
        }

        List<Refusal> faults = [.. BookingRules.FaultsOf(office, slot, now), .. BookingRules.FaultsOf(docket, known, now)];
        faults.AddRange(BookingRules.TooLate(docket, slot, known, by, now) is { } late ? [late] : []);
        if (by != CheckInBooking.Officer && !known.IsUpcoming(now) && !known.IsClosed)
        {
            faults.Add(CheckInsRefusals.MoveTooLate);
        }

        return faults;
    }
}
