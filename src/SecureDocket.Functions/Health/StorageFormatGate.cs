using Microsoft.Extensions.Hosting;
using SecureDocket.Dockets;

namespace SecureDocket.Functions.Health;

/// <summary>Keeps a release from starting on tables that it cannot read.</summary>
public sealed class StorageFormatGate(StorageFormat format, ILogger<StorageFormatGate> logger) : IHostedService
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    /// <exception cref="StorageFormatException">This release cannot read what is stored.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            await format.EnsureAsync(patience.Token);
        }
        catch (Exception failure) when (failure is DependencyUnavailableException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A storage that is away for a moment must not keep instances from starting; what it holds has not changed.
            Log.StorageFormatUnknown(logger);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
