using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>Records that a person reported, and books the next check-in that their schedule requires.</summary>
/// <remarks>Both are one commit to the docket, after the next check-in's seat is reserved; if no seat is free, the attendance is recorded alone.</remarks>
public sealed class RecordAttendance(OfficeStore offices, DocketStore dockets, Seats seats, FindOpenings openings, TimeProvider clock)
{
    // Slots may fill up between finding and reserving one.
    private const int Candidates = 5;

    /// <summary>Records the attendance; retries have no further effect. A missed check-in can still be recorded as attended.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="checkInId">The check-in.</param>
    /// <param name="manner">How the person reported.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<Attendance>> ExecuteAsync(
        CardholderId id, string checkInId, CheckInManner manner, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var nextId = operation.Part("next-check-in").Value;
        Held? held = null;
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

            var now = clock.GetCurrentInstant();
            if (known.Operations.Contains(operation.Value))
            {
                await seats.GiveBackAsync(held?.Seat, cancellationToken);
                return Answer(docket, known, docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == nextId), now);
            }

            if (await FaultAsync(known, manner, now, cancellationToken) is { } fault)
            {
                await seats.GiveBackAsync(held?.Seat, cancellationToken);
                return fault;
            }

            var attended = known.Next(operation, now) with { Status = CheckInStatus.Attended, Manner = manner, SeenAt = now, Judgement = null };
            var (movedOn, next) = await TakeNextAsync(docket, attended, nextId, held, now, cancellationToken);
            held = next ?? held;
            if (movedOn)
            {
                continue;
            }

            var booked = next is null ? null : CheckIn.Book(nextId, next.Office, next.Slot, next.Seat.Number, CheckInBooking.Schedule, now);
            var change = new DocketChange("check-in-attended") { CheckIns = booked is null ? [attended] : [attended, booked] };
            if (await dockets.CommitAsync(docket, change, actor, operation, cancellationToken) is { } committed)
            {
                if (next is null)
                {
                    await seats.GiveBackAsync(held?.Seat, cancellationToken);
                }

                return Answer(committed, attended, booked, now);
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private async Task<Refusal?> FaultAsync(CheckIn known, CheckInManner manner, Instant now, CancellationToken cancellationToken)
    {
        if (known.Status is not (CheckInStatus.Booked or CheckInStatus.Missed))
        {
            return BookingRules.Status(known);
        }

        if (now.InZone(DateTimeZoneProviders.Tzdb[known.TimeZone]).Date < known.Start.Date)
        {
            return CheckInsRefusals.TooEarly;
        }

        return manner == CheckInManner.Remote && (await offices.FindAsync(known.OfficeId, cancellationToken))?.RemoteAllowed != true
            ? CheckInsRefusals.RemoteNotAllowed
            : null;
    }

    /// <summary>Reserves a seat for the next check-in; none if the schedule requires none, one is booked, or no slot is free.</summary>
    private async Task<(bool MovedOn, Held? Next)> TakeNextAsync(
        Docket docket, CheckIn attended, string nextId, Held? held, Instant now, CancellationToken cancellationToken)
    {
        if (docket.Cardholder.CheckInSchedule is not { } schedule
            || BookingRules.FaultsOf(docket, attended, now).Any()
            || docket.CheckIns.Count >= BookingRules.CheckInLimit
            || await offices.FindAsync(schedule.OfficeId, cancellationToken) is not { } office)
        {
            return (false, null);
        }

        // The seat reserved by an earlier attempt is tried first, since a listing shows it as taken.
        var due = attended.Start.Date.PlusDays(schedule.EveryDays).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[office.TimeZone]).ToInstant();
        var last = docket.With(new DocketChange("check-in-attended") { CheckIns = [attended] }).LastBooking(null, CheckInBooking.Schedule, now);
        var open = await openings.ExecuteAsync(office.Id, due - Duration.Epsilon, last, Candidates, cancellationToken);
        IEnumerable<LocalDateTime> starts = [.. held is null ? [] : new[] { held.Slot.Start }, .. open.Select(opening => opening.Start)];
        foreach (var slot in starts.Select(office.SlotAt).OfType<Slot>())
        {
            var (taking, seat) = await seats.TakeAsync(office, slot.Start, docket, nextId, cancellationToken);
            if (taking != SeatTaking.Full)
            {
                return (taking == SeatTaking.DocketMovedOn, seat is null ? null : new(office, slot, seat));
            }
        }

        return (false, null);
    }

    private static Attendance Answer(Docket docket, CheckIn attended, CheckIn? next, Instant now) =>
        new(attended, next, docket.LacksCheckIn(now));

    private sealed record Held(Office Office, Slot Slot, TakenSeat Seat);
}

/// <summary>A recorded attendance.</summary>
/// <param name="CheckIn">The check-in.</param>
/// <param name="Next">The next check-in, if the schedule required one and it was booked.</param>
/// <param name="LacksNext">Whether the schedule requires a check-in and none is booked.</param>
public sealed record Attendance(CheckIn CheckIn, CheckIn? Next, bool LacksNext);
