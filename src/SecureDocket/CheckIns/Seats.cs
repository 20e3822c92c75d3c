using System.Globalization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>
/// The seats of the offices' slots. A seat is one row, inserted before the docket names it; a reader that finds the seat taken confirms it
/// against the docket.
/// </summary>
/// <remarks>
/// A row names the docket's version on which its booking was decided. The booking can only be committed on that version, so a
/// row is dead if its docket has a later version without the seat, however long its writer may pause. If the docket has
/// not changed, committing a new version to it makes the row dead. This needs no clock: the waiting time only spares bookings in progress.
/// docs/decisions/0009 proves that no seat is ever held twice.
/// </remarks>
public sealed class Seats(ITables tables, DocketStore dockets, TimeProvider clock)
{
    // More than the seats of one slot and the concurrent requests for it.
    private const int AttemptLimit = 64;

    // The maximum number of rows of an office's day: 288 slots of 50 seats.
    private const int DayLimit = 14_400;

    // The characters after '|' and after '9'.
    private const string AfterSlot = "}";
    private const string AfterDay = ":";

    private static readonly Actor s_actor = Actor.System("Seats");
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HHmm");

    private readonly RowTable<SeatRow> _seats = new(tables, TableNames.Seats, CheckInsJson.Rows.SeatRow);

    /// <summary>How long a booking may be in progress before its seat is taken away.</summary>
    public static Duration Patience { get; } = Duration.FromMinutes(10);

    /// <summary>Reserves a seat for a check-in, or keeps the one reserved by an earlier attempt. Two requests if a seat is free.</summary>
    /// <param name="office">The office.</param>
    /// <param name="start">The start of the slot.</param>
    /// <param name="docket">The docket, which the caller must commit next, or not at all.</param>
    /// <param name="checkInId">The check-in that gets the seat.</param>
    internal async Task<(SeatTaking Taking, TakenSeat? Seat)> TakeAsync(
        Office office, LocalDateTime start, Docket docket, string checkInId, CancellationToken cancellationToken)
    {
        var partition = Partition(office.Id, start.Date);
        var row = new SeatRow(docket.Cardholder.Id, checkInId, docket.Version, Now);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var rows = await SlotAsync(partition, start.TimeOfDay, cancellationToken);
            if (rows.FirstOrDefault(taken => taken.IsFor(docket.Cardholder.Id, checkInId)) is { } own)
            {
                // A row never returns to an earlier version of its docket: a writer that holds an earlier version cannot commit anyway.
                if (own.Row.DocketVersion > docket.Version)
                {
                    return (SeatTaking.DocketMovedOn, null);
                }

                // The row is rewritten, so that a caller that found its old version dead cannot delete it now.
                if (await _seats.ReplaceAsync(partition, own.Key, row, own.Version, cancellationToken) is { } rewritten)
                {
                    return (SeatTaking.Taken, TakenSeat.Of(partition, rewritten));
                }
            }
            else if (FreeIn(office, rows) is { Count: > 0 } free)
            {
                // A random seat avoids that concurrent requests all want the same one.
                var key = Key(start.TimeOfDay, free[Random.Shared.Next(free.Count)]);
                if (await _seats.InsertAsync(partition, key, row, cancellationToken) is { } inserted)
                {
                    return (SeatTaking.Taken, TakenSeat.Of(partition, inserted));
                }
            }
            else if (!await FreeDeadAsync(rows, cancellationToken))
            {
                return (SeatTaking.Full, null);
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>Counts the free seats of a slot, verifying the taken ones if it seems full.</summary>
    /// <param name="office">The office.</param>
    /// <param name="day">The result of <see cref="DayAsync"/> for the slot's day.</param>
    /// <param name="start">The start of the slot.</param>
    /// <param name="judging">The number of dockets that may still be read; it is counted down.</param>
    internal async Task<int> CountFreeAsync(
        Office office, IReadOnlyList<TakenSeat> day, LocalTime start, ReadAllowance judging, CancellationToken cancellationToken)
    {
        var taken = day.Where(seat => seat.Time == start).ToList();
        if (FreeIn(office, taken).Count == 0)
        {
            foreach (var seat in taken.ToList())
            {
                if (judging.Take() && await JudgeAsync(seat, cancellationToken) && await DropAsync(seat, cancellationToken))
                {
                    taken.Remove(seat);
                }
            }
        }

        return FreeIn(office, taken).Count;
    }

    /// <summary>The taken seats of an office's day, by time, confirmed or not. One request per thousand.</summary>
    internal Task<IReadOnlyList<TakenSeat>> DayAsync(string officeId, LocalDate day, CancellationToken cancellationToken) =>
        RangeAsync(Partition(officeId, day), "", AfterDay, DayLimit, cancellationToken);

    /// <summary>Frees the seat that a check-in has left, once its docket says so. Two requests.</summary>
    /// <remarks>Best effort, since the change is committed: a booking that wants a remaining seat finds it dead.</remarks>
    internal async Task LeaveAsync(CheckIn left, Docket committed, CancellationToken cancellationToken)
    {
        try
        {
            var partition = Partition(left.OfficeId, left.Start.Date);
            var key = Key(left.Start.TimeOfDay, left.Seat);
            if (await _seats.FindAsync(partition, key, cancellationToken) is { } found
                && TakenSeat.Of(partition, found) is var seat
                && seat.IsFor(committed.Cardholder.Id, left.Id)
                && seat.IsDeadBy(committed))
            {
                await DropAsync(seat, cancellationToken);
            }
        }
        catch (DependencyUnavailableException)
        {
        }
    }

    /// <summary>Returns a reserved seat that is not used. At most one request.</summary>
    internal async Task GiveBackAsync(TakenSeat? seat, CancellationToken cancellationToken)
    {
        try
        {
            if (seat is not null && await JudgeAsync(seat, cancellationToken))
            {
                await DropAsync(seat, cancellationToken);
            }
        }
        catch (DependencyUnavailableException)
        {
        }
    }

    /// <summary>Writes the row of a seat that a docket holds, after the table was lost. One request.</summary>
    internal Task KeepAsync(Docket docket, CheckIn held, CancellationToken cancellationToken)
    {
        // The booking was decided on the previous version at the latest, so that the row is dead once the seat is left.
        var row = new SeatRow(docket.Cardholder.Id, held.Id, docket.Version - 1, held.RecordedAt);
        return _seats.PutAsync(Partition(held.OfficeId, held.Start.Date), Key(held.Start.TimeOfDay, held.Seat), row, cancellationToken);
    }

    /// <summary>
    /// Whether a seat's row is dead: its docket does not hold the seat, and no booking in progress can still commit it. One request, or two
    /// if the row must be made dead.
    /// </summary>
    internal async Task<bool> JudgeAsync(TakenSeat seat, CancellationToken cancellationToken)
    {
        try
        {
            return await IsDeadAsync(seat, cancellationToken);
        }
        catch (DependencyUnavailableException failure) when (failure.IsOfSomeDockets)
        {
            // While nobody can read who has it, the seat stays taken; the others of the slot can be booked.
            return false;
        }
    }

    private async Task<bool> IsDeadAsync(TakenSeat seat, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await dockets.LoadAsync(seat.Row.CardholderId, cancellationToken) is not { } docket)
            {
                return true;
            }

            if (seat.IsDeadBy(docket))
            {
                return true;
            }

            if (seat.IsHeldIn(docket) || Now - seat.Row.At < Patience)
            {
                return false;
            }

            // The booking may be paused just before its commit. Once the docket has a new version, that commit fails.
            if (await dockets.CommitAsync(docket, new DocketChange("check-in-abandoned"), s_actor, OperationId.New(), cancellationToken) is not null)
            {
                return true;
            }
        }
    }

    /// <summary>Deletes the seat of a docket that is being erased. At most two requests.</summary>
    internal async Task DropAsync(CardholderId id, CheckIn held, CancellationToken cancellationToken)
    {
        var partition = Partition(held.OfficeId, held.Start.Date);
        if (await _seats.FindAsync(partition, Key(held.Start.TimeOfDay, held.Seat), cancellationToken) is { } seat && seat.Value.CardholderId == id)
        {
            await _seats.DeleteAsync(partition, seat.Key, seat.Version, cancellationToken);
        }
    }

    /// <summary>Deletes a row that was found dead, unless it was rewritten since. One request.</summary>
    /// <returns>Whether this call deleted it.</returns>
    internal Task<bool> DropAsync(TakenSeat seat, CancellationToken cancellationToken) =>
        _seats.DeleteAsync(seat.Partition, seat.Key, seat.Version, cancellationToken);

    private Instant Now => clock.GetCurrentInstant();

    /// <summary>Whether any row of a full slot was dead or has disappeared, so that another attempt is worthwhile.</summary>
    private async Task<bool> FreeDeadAsync(IReadOnlyList<TakenSeat> rows, CancellationToken cancellationToken)
    {
        foreach (var seat in rows)
        {
            if (await JudgeAsync(seat, cancellationToken))
            {
                await DropAsync(seat, cancellationToken);
                return true;
            }
        }

        return false;
    }

    // An office whose seats were reduced may have more people than seats.
    private static List<int> FreeIn(Office office, IReadOnlyList<TakenSeat> taken) => taken.Count >= office.SeatsPerSlot
        ? []
        : [.. Enumerable.Range(1, office.SeatsPerSlot).Except(taken.Select(seat => seat.Number))];

    private Task<IReadOnlyList<TakenSeat>> SlotAsync(string partition, LocalTime start, CancellationToken cancellationToken)
    {
        var time = s_time.Format(start);
        return RangeAsync(partition, $"{time}|", time + AfterSlot, DayLimit, cancellationToken);
    }

    private async Task<IReadOnlyList<TakenSeat>> RangeAsync(string partition, string from, string to, int take, CancellationToken cancellationToken) =>
        [.. (await _seats.RangeAsync(partition, from, to, take, cancellationToken)).Select(row => TakenSeat.Of(partition, row))];

    private static string Partition(string officeId, LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{officeId}|{day:uuuuMMdd}");

    private static string Key(LocalTime start, int seat) => string.Create(CultureInfo.InvariantCulture, $"{s_time.Format(start)}|{seat:D2}");
}

/// <summary>The result of reserving a seat.</summary>
internal enum SeatTaking
{
    /// <summary>The check-in has the seat.</summary>
    Taken,

    /// <summary>Every seat is taken.</summary>
    Full,

    /// <summary>The docket has changed since it was read; read it again.</summary>
    DocketMovedOn,
}

/// <summary>The number of dockets that a listing may still read to verify taken seats.</summary>
internal sealed class ReadAllowance(int left)
{
    private int _left = left;

    /// <summary>Takes one; false if none is left.</summary>
    public bool Take() => _left-- > 0;
}
