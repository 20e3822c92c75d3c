using SecureDocket.LocalHost.Functions;

namespace SecureDocket.LocalHost.Development;

/// <summary>Puts the clock forward in steps, and lets happen in each what the time brings: timers that are due, then the messages in the queues.</summary>
/// <remarks>
/// A timer runs once in a step, however often it would have: a week of seconds would take hours, and whatever a timer
/// does it does for all that is due by then. Between walks the timers follow their schedules; during one they do not.
/// </remarks>
internal sealed partial class ClockWalk(TimeProvider clock, LocalTimers timers, LocalQueues queues, ILogger<ClockWalk> logger) : IAsyncDisposable
{
    /// <summary>The farthest that one walk goes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>The length of a step: a week takes half a minute or so. Steps end at whole multiples, where most of what is planned is due.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private Task _walk = Task.CompletedTask;
    private Course? _course;

    /// <summary>Whether there is a clock to move: not when the host was given one.</summary>
    public bool CanWalk => clock is LocalClock;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The walk under way; null when there is none.</summary>
    public Course? UnderWay => Volatile.Read(ref _course);

    /// <summary>Done when no walk is under way.</summary>
    public Task Arrival => Volatile.Read(ref _walk);

    /// <summary>Begins a walk.</summary>
    /// <param name="by">How far; more than nothing.</param>
    /// <param name="stop">Ends it early: the clock stays where it came to.</param>
    /// <returns>The walk, done when the clock has arrived; null when one is under way already.</returns>
    public Task? Begin(TimeSpan by, CancellationToken stop)
    {
        var local = (LocalClock)clock;
        lock (_gate)
        {
            if (!_walk.IsCompleted)
            {
                return null;
            }

            _course = new(Now, Now + by);
            return _walk = Task.Run(() => WalkAsync(local, _course.Target, stop), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync() => await Arrival;

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The clock stopped on its way.")]
    private static partial void WalkFailed(ILogger logger, Exception exception);

    private async Task WalkAsync(LocalClock local, DateTimeOffset target, CancellationToken stop)
    {
        try
        {
            using var mine = await timers.TakeOverAsync(stop);
            for (var from = Now; from < target; stop.ThrowIfCancellationRequested())
            {
                var mark = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % Step.Ticks), TimeSpan.Zero) + Step;
                local.MoveTo(mark < target ? mark : target);

                // Time passes during a step too; what falls into that time belongs to the next one.
                var to = Now;
                await timers.RunDueAsync(from, to, stop);
                await queues.DrainAsync(stop);
                from = to;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host ends.
        }
#pragma warning disable CA1031 // The boundary: nobody waits for a walk to hear of its failure.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            WalkFailed(logger, failure);
        }
        finally
        {
            Volatile.Write(ref _course, null);
        }
    }

    /// <summary>From where to where a walk goes.</summary>
    public sealed record Course(DateTimeOffset Begun, DateTimeOffset Target);
}
