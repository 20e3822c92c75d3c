namespace SecureDocket.LocalHost.Functions;

/// <summary>Runs the timer functions on their schedules while the host runs.</summary>
internal sealed class ScheduledTimers(LocalTimers timers) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => timers.FollowSchedulesAsync(stoppingToken);
}
