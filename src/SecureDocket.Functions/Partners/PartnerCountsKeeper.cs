using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary>Writes down what was counted of partners' requests when the process ends in order; one that crashes loses what it counted since its last leases.</summary>
public sealed class PartnerCountsKeeper(PartnerMeters meters, ILogger<PartnerCountsKeeper> logger) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await meters.FlushAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is DependencyUnavailableException or OperationCanceledException)
        {
            Log.PartnerCountsLost(logger, failure);
        }
    }
}
