using Microsoft.Extensions.Hosting;
using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary>Writes down what was counted of partners' requests, every minute where no lease did, and when the process ends in order.</summary>
/// <remarks>A process that crashes loses what it counted in its last two minutes at most.</remarks>
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
            // The end of the process writes down the rest.
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
            // What was counted is kept, and the store asked again in a minute.
        }
    }
}
