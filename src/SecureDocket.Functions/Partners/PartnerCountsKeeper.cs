using Microsoft.Extensions.Hosting;
using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary>Saves the counts of partner requests every minute unless a lease has saved them, and at an orderly shutdown.</summary>
/// <remarks>A crash loses at most the counts of the last two minutes.</remarks>
public sealed class PartnerCountsKeeper(PartnerMeters meters, TimeProvider clock, ILogger<PartnerCountsKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await meters.FlushAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is DependencyUnavailableException or OperationCanceledException)
        {
            Log.PartnerCountsLost(logger, failure);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_every, clock, stoppingToken);
                await FlushIdleAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest is saved at shutdown.
        }
    }

    private async Task FlushIdleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await meters.FlushIdleAsync(cancellationToken);
        }
        catch (DependencyUnavailableException)
        {
            // The counts are kept, and saving is retried in a minute.
        }
    }
}
