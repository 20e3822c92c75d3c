namespace SecureDocket.LocalHost.Functions;

/// <summary>Calls the functions that queues trigger for as long as the host runs.</summary>
internal sealed class WatchedQueues(LocalQueues queues) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => queues.WatchAsync(stoppingToken);
}
