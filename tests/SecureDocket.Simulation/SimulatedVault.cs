using SecureDocket.Encryption;
using SecureDocket.Testing;

namespace SecureDocket.Simulation;

/// <summary>The vault as one process reaches it: for an hour it is away, and it returns to no process that is dead.</summary>
internal sealed class SimulatedVault(SimulatedTables tables, Func<bool> isAway) : IShardKeyVault
{
    private readonly InMemoryShardKeyVault _vault = new();

    public Task<VaultWrapped> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        CallAsync(() => _vault.WrapAsync(key, cancellationToken));

    public Task<byte[]?> UnwrapAsync(VaultWrapped wrapped, CancellationToken cancellationToken) =>
        CallAsync(() => _vault.UnwrapAsync(wrapped, cancellationToken));

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        await tables.BeAliveAsync();
        return isAway() ? throw new DependencyUnavailableException("docket-keys") : await call();
    }
}
