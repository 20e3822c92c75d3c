using SecureDocket.LocalHost.Functions;

namespace SecureDocket.LocalHost.Development;

/// <summary>Advances the clock in steps. Each step runs the timers that are due and then processes the queues.</summary>
/// <remarks>
/// A timer runs once per step, however often it would have run: simulating every second of a week would take hours, and each run
/// handles everything due by then. Between walks the timers follow their schedules; during a walk they do not.
/// </remarks>
internal sealed partial class ClockWalk(TimeProvider clock, LocalTimers timers, LocalQueues queues, ILogger<ClockWalk> logger) : IAsyncDisposable
{
    /// <summary>The longest walk.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>The length of a step; a week takes about half a minute. Steps end at whole multiples, when most planned work is due.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private Task _walk = Task.CompletedTask;
    private Course? _course;

    /// <summary>Whether the clock can be moved, which it cannot when the host was given one.</summary>
    public bool CanWalk => clock is LocalClock;

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The current walk; null when there is none.</summary>
    public Course? UnderWay => Volatile.Read(ref _course);

    /// <summary>Completes when no walk is in progress.</summary>
    public Task Arrival => Volatile.Read(ref _walk);

    /// <summary>Starts a walk.</summary>
    /// <param name="by">The distance, which must be positive.</param>
    /// <param name="stop">Stops the walk early; the clock stays where it is.</param>
    /// <returns>The walk, which completes when the clock has arrived; null when another is in progress.</returns>
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

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The clock stopped before reaching its target.")]
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

                // Time also passes during a step; work due in that time belongs to the next step.
                var to = Now;
                await timers.RunDueAsync(from, to, stop);
                await queues.DrainAsync(stop);
                from = to;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host is shutting down.
        }
#pragma warning disable CA1031 // The boundary: nothing awaits the walk, so its failure is logged.
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

    /// <summary>The start and target of a walk.</summary>
    public sealed record Course(DateTimeOffset Begun, DateTimeOffset Target);
}
