using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Health;

namespace SecureDocket.LocalHost.Functions;

/// <summary>The worker's timer functions.</summary>
internal sealed class LocalTimers : IDisposable
{
    private readonly IReadOnlyList<LocalTimer> _timers;
    private readonly SemaphoreSlim _command = new(1, 1);
    private CancellationTokenSource _handOver = new();

    /// <summary>Finds the timer functions among <paramref name="methods"/>.</summary>
    public LocalTimers(IEnumerable<MethodInfo> methods, LocalWorkerBuilder worker, IServiceProvider services) => _timers =
    [
        .. from method in methods
           let trigger = LocalFunction.TriggerOf<TimerTriggerAttribute>(method)
           where trigger is not null
           select ActivatorUtilities.CreateInstance<LocalTimer>(services, new LocalFunction(method, worker), TimerSchedule.Parse(trigger.Schedule)),
    ];

    /// <summary>The timer function with this name, ignoring case; null when there is none.</summary>
    public LocalTimer? Find(string name) => _timers.FirstOrDefault(timer => string.Equals(timer.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs all timers on their schedules until <paramref name="stop"/>, except while the schedules are suspended.</summary>
    public async Task FollowSchedulesAsync(CancellationToken stop)
    {
        CancellationToken handOver;
        do
        {
            await _command.WaitAsync(stop);
            try
            {
                handOver = _handOver.Token;
                await Task.WhenAll(_timers.Select(timer => timer.FollowScheduleAsync(handOver, stop)));
            }
            finally
            {
                _command.Release();
            }
        }
        while (handOver.IsCancellationRequested);
    }

    /// <summary>Suspends the schedules after calls in progress have ended, until the result is disposed of.</summary>
    public async Task<IDisposable> TakeOverAsync(CancellationToken stop)
    {
        // Requested before the schedules release it, so that they do not get it back first.
        var command = _command.WaitAsync(stop);
        await _handOver.CancelAsync();
        await command;
        _handOver.Dispose();
        _handOver = new();
        return new Command(_command);
    }

    /// <summary>Runs each timer once that has a scheduled time after <paramref name="from"/> and not after <paramref name="to"/>.</summary>
    public async Task RunDueAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        foreach (var timer in _timers.Where(timer => timer.IsDue(from, to)))
        {
            await timer.RunAsync(stop);
        }
    }

    public void Dispose()
    {
        _handOver.Dispose();
        _command.Dispose();
        foreach (var timer in _timers)
        {
            timer.Dispose();
        }
    }

    private sealed class Command(SemaphoreSlim command) : IDisposable
    {
        public void Dispose() => command.Release();
    }
}
