using Microsoft.Azure.Functions.Worker;
using SecureDocket.Health;

namespace SecureDocket.LocalHost.Functions;

/// <summary>A timer function with its schedule. Its calls never overlap, however they are started.</summary>
/// <remarks>As on the Functions host, times that pass during a call are skipped. Here, times that pass while no host runs are skipped too.</remarks>
internal sealed partial class LocalTimer(
    LocalFunction function, TimerSchedule schedule, IServiceScopeFactory scopes, TimeProvider clock, ILogger<LocalTimer> logger) : IDisposable
{
    // A single wait has a maximum length, and regular checks also notice when the clock is moved.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset _last;

    public string Name => function.Name;

    /// <summary>Calls the function at every scheduled time.</summary>
    /// <param name="handOver">Cancels waiting for a scheduled time, but never a call.</param>
    /// <param name="stop">Cancels waiting and also a call in progress.</param>
    public async Task FollowScheduleAsync(CancellationToken handOver, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(handOver, stop);
        try
        {
            while (schedule.After(clock.GetUtcNow()) is { } next)
            {
                while (next - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero)
                {
                    // Delays are truncated to whole milliseconds; this avoids spinning during the last one.
                    await Task.Delay(wait < s_longestWait ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : s_longestWait, clock, either.Token);
                }

                await RunAsync(stop);
            }
        }
        catch (OperationCanceledException) when (handOver.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // Another component now controls when it runs.
        }
    }

    /// <summary>Whether a scheduled time is after <paramref name="from"/> and not after <paramref name="to"/>.</summary>
    public bool IsDue(DateTimeOffset from, DateTimeOffset to) => schedule.After(from) <= to;

    /// <summary>Calls the function once, after any call in progress. A failure is logged, not thrown.</summary>
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
            // The host is shutting down.
        }
#pragma warning disable CA1031 // The boundary: the schedule continues after any failure.
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
