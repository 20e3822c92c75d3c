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

    // Dockets that cannot be read are looked for this often, until the closed day is long over.
    private static readonly Duration s_againAfter = Duration.FromHours(1);

    private const int DaysToRead = 2;

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

            if (closure.Cursor == Ended && (closure.IsSecondPass ? Now < closure.Again : Now - closure.At < Seats.Patience))
            {
                break;
            }

            var step = closure.Cursor == Ended ? new ToldDates(0, null, false) : await StepAsync(place, closure, cancellationToken);
            count += step.Read;
            place = await AdvanceAsync(open, closure, step, cancellationToken);
        }

        return count;
    }

    private Task<ToldDates> StepAsync(ClosablePlace place, Closure closure, CancellationToken cancellationToken) => place.Office is { } office
        ? officeDates.TellAsync(office, closure, closure.Cursor, DatesPerStep, cancellationToken)
        : courtDates.TellAsync(place.Id, closure, closure.Cursor, DatesPerStep, cancellationToken);

    // After the last date it begins once more, and is then told, unless a docket could not be read.
    private async Task<ClosablePlace?> AdvanceAsync(OpenClosure open, Closure before, ToldDates step, CancellationToken cancellationToken) => await closures.ChangeAsync(
        open.Kind,
        open.PlaceId,
        present => present.FirstOrDefault(each => each.Id == open.Id) is not { Status: ClosureStatus.Announced } closure
            || (closure.Cursor, closure.IsSecondPass) != (before.Cursor, before.IsSecondPass)
            ? null
            : [.. present.Select(each => each.Id != open.Id ? each : Advance(each, step))],
        cancellationToken);

    private Closure Advance(Closure closure, ToldDates step)
    {
        var hasUnread = step.HasUnread || closure.HasUnread == true;
        var mayWait = Now < closure.Day.PlusDays(DaysToRead).AtMidnight().InUtc().ToInstant();
        return (step.Next, closure.Cursor, closure.IsSecondPass) switch
        {
            (not null, _, _) => closure with { Cursor = step.Next, HasUnread = hasUnread ? true : null },
            (null, Ended, _) => closure with { Cursor = null, IsSecondPass = true, HasUnread = null, Again = null },
            (null, _, false) => closure with { Cursor = Ended, HasUnread = null },
            _ when hasUnread && mayWait => closure with { Cursor = Ended, HasUnread = null, Again = Now + s_againAfter },
            _ => closure with { Cursor = null, HasUnread = null, Status = ClosureStatus.Told },
        };
    }

    private async Task ExpireAsync(OpenClosure open, Closure closure, CancellationToken cancellationToken)
    {
        if (Now - closure.At > Duration.FromTimeSpan(Approval.OpenFor) + s_isAbandoned)
        {
            await closures.ChangeAsync(open, present => present.Status == ClosureStatus.Pending ? present with { Status = ClosureStatus.Withdrawn } : null, cancellationToken);
            await closures.DoneAsync(open, cancellationToken);
        }
    }

    /// <summary>Tells of one date. What fails the first time does not hold up the others; the second time finds it again.</summary>
    /// <returns>False if the docket cannot be read, which never holds up the others.</returns>
    internal static async Task<bool> TryAsync(Closure closure, Func<Task> tell, CancellationToken cancellationToken)
    {
        try
        {
            await tell();
            return true;
        }
        catch (DependencyUnavailableException failure) when (failure.IsOfSomeDockets)
        {
            return false;
        }
#pragma warning disable CA1031 // Whatever is wrong with one docket, the others go on.
        catch (Exception) when (!closure.IsSecondPass && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return true;
        }
    }

    private Instant Now => clock.GetCurrentInstant();
}

/// <summary>The result of going through some dates of a closure.</summary>
/// <param name="Read">How many there were.</param>
/// <param name="Next">Where to go on; null at the end.</param>
/// <param name="HasUnread">Whether a docket of them could not be read.</param>
internal sealed record ToldDates(int Read, string? Next, bool HasUnread);
