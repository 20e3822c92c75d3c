using Microsoft.Azure.Functions.Worker;
using SecureDocket.Health;

namespace SecureDocket.LocalHost.Functions;

/// <summary>A timer function with its schedule. However it is started, it never overlaps itself.</summary>
/// <remarks>As on the Functions host, moments that pass during a call are not made up for. Neither are those that pass while no host runs.</remarks>
internal sealed partial class LocalTimer(
    LocalFunction function, TimerSchedule schedule, IServiceScopeFactory scopes, TimeProvider clock, ILogger<LocalTimer> logger) : IDisposable
{
    // A single wait has a longest length, and looking at the clock now and then also finds it set.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset _last;

    public string Name => function.Name;

    /// <summary>Calls the function at every scheduled moment.</summary>
    /// <param name="handOver">Ends the wait for a moment, never a call.</param>
    /// <param name="stop">Ends the wait, and a call that is under way too.</param>
    public async Task FollowScheduleAsync(CancellationToken handOver, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(handOver, stop);
        try
        {
            while (schedule.After(clock.GetUtcNow()) is { } next)
            {
                while (next - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero)
                {
                    // A delay is cut to whole milliseconds; the last of them must not be waited for in a spin.
                    await Task.Delay(wait < s_longestWait ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : s_longestWait, clock, either.Token);
                }

                await RunAsync(stop);
            }
        }
        catch (OperationCanceledException) when (handOver.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // Somebody else says now when it runs.
        }
    }

    /// <summary>Whether a scheduled moment lies after <paramref name="from"/> and not after <paramref name="to"/>.</summary>
    public bool IsDue(DateTimeOffset from, DateTimeOffset to) => schedule.After(from) <= to;

    /// <summary>Calls the function once, after a call that is under way. Its failure is logged, not thrown.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await _turn.WaitAsync(stop);
            try
            {
                await InvokeAsync(stop);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host ends.
        }
#pragma warning disable CA1031 // The boundary: whatever it was, the schedule goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            TimerFailed(logger, Name, failure);
        }
    }

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Timer} failed.")]
    private static partial void TimerFailed(ILogger logger, string timer, Exception exception);

    private async Task InvokeAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var status = new ScheduleStatus
        {
            Last = _last.UtcDateTime,
            Next = (schedule.After(now) ?? DateTimeOffset.MaxValue).UtcDateTime,
            LastUpdated = _last.UtcDateTime,
        };
        _last = now;
        await using var scope = scopes.CreateAsyncScope();
        await function.InvokeAsync(new(function.Definition, new TimerInfo { ScheduleStatus = status }, scope.ServiceProvider, stop));
    }
}
