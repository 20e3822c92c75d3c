using System.Runtime.ExceptionServices;
using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>Records the check-ins that people missed, once the office's grace period is over.</summary>
/// <remarks>
/// It finds them by the taken seats of past days and today. A seat is deleted once its docket needs nothing
/// more, so each seat is read only until it is settled; a run that dies leaves the rest to the next. Every run looks a
/// week back, and further if a watermark says that an earlier day is not settled.
/// </remarks>
public sealed class MarkMissedCheckIns(ITables tables, OfficeStore offices, DocketStore dockets, Seats seats, TimeProvider clock)
{
    /// <summary>The number of days that every run looks back, which also finds bookings that were slow to commit.</summary>
    public const int LookBackDays = 7;

    private const string Partition = "missed-check-ins";

    private static readonly Actor s_actor = Actor.System("MarkMissedCheckIns");

    private readonly RowTable<SeenDay> _watermarks = new(tables, TableNames.Watermarks, CheckInsJson.Rows.SeenDay);

    /// <summary>Runs once over all offices. A failure does not hold up the others.</summary>
    /// <returns>The number of missed check-ins found.</returns>
    /// <exception cref="Exception">The first failure, after everything else has been processed.</exception>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var run = new Run();
        foreach (var id in await offices.IdsAsync(cancellationToken))
        {
            await run.TryAsync(() => SettleOfficeAsync(id, run, cancellationToken), cancellationToken);
        }

        run.Failure?.Throw();
        return run.Missed;
    }

    private async Task<bool> SettleOfficeAsync(string id, Run run, CancellationToken cancellationToken)
    {
        if (await offices.FindAsync(id, cancellationToken) is not { } office)
        {
            return true;
        }

        var today = office.DayOf(Now);
        var lookBack = today.PlusDays(-LookBackDays);
        var unsettled = (await _watermarks.FindAsync(Partition, id, cancellationToken))?.Value.Day ?? lookBack;
        for (var day = LocalDate.Min(unsettled, lookBack); day <= today; day = day.PlusDays(1))
        {
            var settled = await SettleDayAsync(office, day, run, cancellationToken);
            if (settled && day == unsettled && day < today)
            {
                unsettled = day.PlusDays(1);
                await _watermarks.PutAsync(Partition, id, new(unsettled), cancellationToken);
            }
        }

        return true;
    }

    private async Task<bool> SettleDayAsync(Office office, LocalDate day, Run run, CancellationToken cancellationToken)
    {
        var settled = true;
        foreach (var seat in await seats.DayAsync(office.Id, day, cancellationToken))
        {
            settled &= await run.TryAsync(() => SettleAsync(office, day, day + seat.Time, seat, run, cancellationToken), cancellationToken);
        }

        return settled;
    }

    /// <summary>Whether nothing is left to do for a seat.</summary>
    private async Task<bool> SettleAsync(
        Office office, LocalDate day, LocalDateTime start, TakenSeat seat, Run run, CancellationToken cancellationToken)
    {
        // The time zone may have changed since; the docket has the booked instant and is read once it may have come.
        var grace = Duration.FromMinutes(office.GraceMinutes);
        if (start.InZoneLeniently(DateTimeZoneProviders.Tzdb[office.TimeZone]).ToInstant() + grace > Now)
        {
            return false;
        }

        var operation = OperationId.New();
        var missed = false;
        var result = await dockets.ChangeAsync(
            seat.Row.CardholderId,
            docket =>
            {
                var held = seat.IsHeldIn(docket) ? docket.CheckIns.Single(checkIn => checkIn.Id == seat.Row.CheckInId) : null;
                missed = held?.Instant + grace <= Now;
                missed = missed && !office.IsClosedAt(start) && held?.IsClosed == false;
                return held?.Instant + grace > Now || held is null ? (DocketChange?)null
                    : missed ? new DocketChange("check-in-missed") { CheckIns = [Missed(held, operation)] }
                    : new DocketChange("check-in-cancelled") { CheckIns = [Closed(held, operation)] };
            },
            s_actor,
            operation,
            cancellationToken);
        run.Missed += missed && !result.IsRefused ? 1 : 0;
        var dead = (result.Value is { } docket && seat.IsDeadBy(docket)) || await seats.JudgeAsync(seat, cancellationToken);
        return dead && await seats.DropAsync(seat, cancellationToken);
    }

    // A check-in on a day the office was closed is not missed, even if the holiday was entered after the booking.
    private CheckIn Closed(CheckIn checkIn, OperationId operation) =>
        checkIn.Next(operation, Now) with { Status = CheckInStatus.Cancelled, CancelReason = CancelReasons.OfficeClosed };

    private CheckIn Missed(CheckIn checkIn, OperationId operation) => checkIn.Next(operation, Now) with { Status = CheckInStatus.Missed };

    private Instant Now => clock.GetCurrentInstant();

    private sealed class Run
    {
        public int Missed { get; set; }

        public ExceptionDispatchInfo? Failure { get; private set; }

        /// <summary>Runs one part; false if it fails, and the failure is kept for the end.</summary>
        public async Task<bool> TryAsync(Func<Task<bool>> part, CancellationToken cancellationToken)
        {
            try
            {
                return await part();
            }
            catch (DependencyUnavailableException failure) when (failure.IsOfSomeDockets)
            {
                // The day stays unsettled, and the seat is met again by every run.
                return false;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Failure ??= ExceptionDispatchInfo.Capture(exception);
                return false;
            }
        }
    }
}

/// <summary>How far the days of an office are settled.</summary>
/// <param name="Day">The first day that is not settled.</param>
internal sealed record SeenDay(LocalDate Day);
