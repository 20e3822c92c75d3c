using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Places;
using SecureDocket.Times;

namespace SecureDocket.Closures;

/// <summary>Moves the check-ins of closed hours to the first openings after them, or lets their people choose.</summary>
/// <remarks>A person takes at most thirteen requests, the reading of the days with openings aside.</remarks>
public sealed class OfficeDates(ClosureStore closures, DocketStore dockets, Seats seats, PeopleToCall call, TimeProvider clock)
{
    private const int AttemptLimit = 16;

    /// <summary>Goes through the next check-ins of a closure.</summary>
    /// <param name="office">The office, with its closures.</param>
    /// <param name="closure">The closure.</param>
    /// <param name="after">The seat after which to go on; null for the first.</param>
    /// <param name="take">The maximum number of check-ins.</param>
    /// <param name="cancellationToken">Cancels the call; it can be repeated.</param>
    /// <returns>How many there were, the last one if there may be more, and whether a docket could not be read.</returns>
    internal async Task<ToldDates> TellAsync(Office office, Closure closure, string? after, int take, CancellationToken cancellationToken)
    {
        var rows = (await seats.DayAsync(office.Id, closure.Day, cancellationToken))
            .Where(seat => closure.Covers(closure.Day + seat.Time, office.SlotMinutes) && string.CompareOrdinal(seat.Key, after ?? "") > 0)
            .Take(take + 1)
            .ToList();
        var openings = new OpeningsAfter(office, closure, seats, clock.GetCurrentInstant());
        var hasUnread = false;
        foreach (var seat in rows.Take(take))
        {
            hasUnread |= !await TellClosures.TryAsync(closure, () => TellAsync(office, closure, seat, openings, cancellationToken), cancellationToken);
        }

        return new(Math.Min(rows.Count, take), rows.Count > take ? rows[take - 1].Key : null, hasUnread);
    }

    private async Task TellAsync(Office office, Closure closure, TakenSeat seat, OpeningsAfter openings, CancellationToken cancellationToken)
    {
        var operation = OperationId.For(closure.RequestedBy, $"{closure.Id}|{seat.Row.CardholderId}|{seat.Row.CheckInId}");
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await dockets.LoadAsync(seat.Row.CardholderId, cancellationToken) is not { } docket
                || docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == seat.Row.CheckInId) is not { } known)
            {
                return;
            }

            // An earlier attempt died before it could say so.
            if (known.Operations.Contains(operation.Value))
            {
                await DoneAsync(closure, docket, known, seat, cancellationToken);
                return;
            }

            if (!seat.IsHeldIn(docket))
            {
                return;
            }

            var now = clock.GetCurrentInstant();
            var hearings = docket.Hearings.Where(hearing => hearing.IsHeld && hearing.Instant > now).Select(hearing => hearing.Instant).ToList();
            var slot = closure.LetsChoose ? null : await openings.FirstAsync(known.Start.TimeOfDay, hearings, cancellationToken);
            var door = new ClosedDoor(closure.Id, closure.Reason, known.Start, known.Instant, now) { AsksToCall = PeopleToCall.IsReached(docket) ? null : true };
            var changed = known.Next(operation, now) with { Closed = door };
            if (slot is not null)
            {
                var (taking, taken) = await seats.TakeAsync(office, slot.Start, docket, known.Id, cancellationToken);
                if (taking != SeatTaking.Taken)
                {
                    if (taking == SeatTaking.Full)
                    {
                        openings.IsFull(slot);
                    }

                    continue;
                }

                changed = known.Next(operation, now).At(office, slot, taken!.Number, CheckInBooking.Officer) with { Closed = door };
            }

            if (!PeopleToCall.IsReached(docket))
            {
                await call.RaiseAsync(docket, operation.Value, closure.At, office.Id, WordsOf(changed, door), cancellationToken);
            }

            var change = new DocketChange(slot is null ? "check-in-closed" : "check-in-moved") { CheckIns = [changed], RequestedBy = closure.ApprovedBy is null ? null : closure.RequestedBy };
            if (await dockets.CommitAsync(docket, change, closure.ApprovedBy ?? closure.RequestedBy, operation, cancellationToken) is { } committed)
            {
                if (slot is not null)
                {
                    openings.Took(slot);
                }

                await DoneAsync(closure, committed, changed, seat, cancellationToken);
                return;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static string WordsOf(CheckIn checkIn, ClosedDoor door) =>
        $"The office is closed at the check-in of {LocalMinute.Format(door.Start)} ({door.Reason}). "
        + (checkIn.IsClosed ? "Ask the person for another date." : $"The new date is {LocalMinute.Format(checkIn.Start)}.");

    // The row of the closed seat says that something is left to do, so it goes last.
    private async Task DoneAsync(Closure closure, Docket docket, CheckIn checkIn, TakenSeat seat, CancellationToken cancellationToken)
    {
        var outcome = checkIn.IsClosed ? ClosedDateOutcome.Asked : ClosedDateOutcome.Rebooked;
        await closures.KeepAsync(closure.Id, checkIn.Id, new(docket.Cardholder.Id, outcome, PeopleToCall.IsReached(docket)), cancellationToken);
        if (seat.IsDeadBy(docket))
        {
            await seats.DropAsync(seat, cancellationToken);
        }
    }
}
