using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace SecureDocket.LocalHost.Functions;

/// <summary>The worker's timer functions.</summary>
internal sealed class LocalTimers : IDisposable
{
    private readonly IReadOnlyList<LocalTimer> _timers;

    /// <summary>Takes the timer functions among <paramref name="methods"/>.</summary>
    public LocalTimers(IEnumerable<MethodInfo> methods, LocalWorkerBuilder worker, IServiceProvider services) => _timers =
    [
        .. from method in methods
           let trigger = LocalFunction.TriggerOf<TimerTriggerAttribute>(method)
           where trigger is not null
           select ActivatorUtilities.CreateInstance<LocalTimer>(services, new LocalFunction(method, worker), TimerSchedule.Parse(trigger.Schedule)),
    ];

    /// <summary>The timer function of this name, in any case; null when there is none.</summary>
    public LocalTimer? Find(string name) => _timers.FirstOrDefault(timer => string.Equals(timer.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs them all on their schedules until <paramref name="stop"/>.</summary>
    public Task FollowSchedulesAsync(CancellationToken stop) => Task.WhenAll(_timers.Select(timer => timer.FollowScheduleAsync(stop)));

    public void Dispose()
    {
        foreach (var timer in _timers)
        {
            timer.Dispose();
        }
    }
}
