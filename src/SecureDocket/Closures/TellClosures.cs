using System.Runtime.ExceptionServices;
using NodaTime;
using SecureDocket.Approvals;
using SecureDocket.CheckIns;
using SecureDocket.Places;

namespace SecureDocket.Closures;

/// <summary>
/// Moves or closes the dates that fall into announced closures, docket by docket, within the time limit of a run; the next run continues where it
/// stopped. The texts follow from the dockets. With no closure in progress it costs one request.
/// </summary>
/// <remarks>
/// Every step can be repeated: a docket that names the closure is not changed again. An office's dates are gone through twice, since a booking
/// that was in progress when the closure was announced may be committed after the first time.
/// </remarks>
public sealed class TellClosures(ClosureStore closures, OfficeDates officeDates, CourtDates courtDates, TimeProvider clock)
{
    private const int DatesPerStep = 50;
    private const string Ended = "~";

    private static readonly TimeSpan s_runMayTake = TimeSpan.FromSeconds(45);

    // No request is slower than this.
    private static readonly Duration s_isAbandoned = Duration.FromHours(1);

    /// <summary>Executes one run. A closure that fails does not hold up the others.</summary>
    /// <returns>The number of dates gone through.</returns>
    /// <exception cref="Exception">The first failure, after the others have had their turn.</exception>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + s_runMayTake;
        ExceptionDispatchInfo? failure = null;
        var count = 0;
        foreach (var open in await closures.AllOpenAsync(cancellationToken))
        {
            try
            {
                count += await TellAsync(open, until, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
        return count;
    }

    private async Task<int> TellAsync(OpenClosure open, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var count = 0;
        var place = await closures.FindAsync(open.Kind, open.PlaceId, cancellationToken);
        while (clock.GetUtcNow() < until)
        {
            if (place?.Closures.FirstOrDefault(each => each.Id == open.Id) is not { } closure)
            {
                // The request that announces it may not have come so far.
                if (Now - open.At > s_isAbandoned)
                {
                    await closures.DoneAsync(open, cancellationToken);
                }

                break;
            }

            if (closure.Status == ClosureStatus.Pending)
            {
                await ExpireAsync(open, closure, cancellationToken);
                break;
            }

            if (closure.Status != ClosureStatus.Announced)
            {
                await closures.DoneAsync(open, cancellationToken);
                break;
            }

            if (closure.Cursor == Ended && !closure.IsSecondPass && Now - closure.At < Seats.Patience)
            {
                break;
            }

            var (read, next) = closure.Cursor == Ended ? (0, null) : await StepAsync(place, closure, cancellationToken);
            count += read;
            place = await AdvanceAsync(open, closure, next, cancellationToken);
        }

        return count;
    }

    private Task<(int Read, string? Next)> StepAsync(ClosablePlace place, Closure closure, CancellationToken cancellationToken) => place.Office is { } office
        ? officeDates.TellAsync(office, closure, closure.Cursor, DatesPerStep, cancellationToken)
        : courtDates.TellAsync(place.Id, closure, closure.Cursor, DatesPerStep, cancellationToken);

    // After the last date it begins once more, and is then told.
    private async Task<ClosablePlace?> AdvanceAsync(OpenClosure open, Closure before, string? next, CancellationToken cancellationToken) => await closures.ChangeAsync(
        open.Kind,
        open.PlaceId,
        present => present.FirstOrDefault(each => each.Id == open.Id) is not { Status: ClosureStatus.Announced } closure
            || (closure.Cursor, closure.IsSecondPass) != (before.Cursor, before.IsSecondPass)
            ? null
            : [.. present.Select(each => each.Id != open.Id ? each : (next, before.Cursor, before.IsSecondPass) switch
            {
                (not null, _, _) => each with { Cursor = next },
                (null, Ended, _) => each with { Cursor = null, IsSecondPass = true },
                (null, _, false) => each with { Cursor = Ended },
                _ => each with { Cursor = null, Status = ClosureStatus.Told },
            })],
        cancellationToken);

    private async Task ExpireAsync(OpenClosure open, Closure closure, CancellationToken cancellationToken)
    {
        if (Now - closure.At > Duration.FromTimeSpan(Approval.OpenFor) + s_isAbandoned)
        {
            await closures.ChangeAsync(open, present => present.Status == ClosureStatus.Pending ? present with { Status = ClosureStatus.Withdrawn } : null, cancellationToken);
            await closures.DoneAsync(open, cancellationToken);
        }
    }

    /// <summary>Tells of one date. What fails the first time does not hold up the others; the second time finds it again.</summary>
    internal static async Task TryAsync(Closure closure, Func<Task> tell, CancellationToken cancellationToken)
    {
        try
        {
            await tell();
        }
#pragma warning disable CA1031 // Whatever is wrong with one docket, the others go on.
        catch (Exception) when (!closure.IsSecondPass && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }
    }

    private Instant Now => clock.GetCurrentInstant();
}
