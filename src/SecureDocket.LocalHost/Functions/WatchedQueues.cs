namespace SecureDocket.LocalHost.Functions;

/// <summary>Runs the queue functions while the host runs.</summary>
internal sealed class WatchedQueues(LocalQueues queues) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => queues.WatchAsync(stoppingToken);
}
