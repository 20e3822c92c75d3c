using SecureDocket.Encryption;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>What a port under a <see cref="StorageTap"/> does with a call, and what its caller is told.</summary>
internal abstract class TappedPort(StorageTap tap, TappedService service, string dependency)
{
    protected async Task<T> CallAsync<T>(string method, string target, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        switch (await tap.MeetAsync(new(service, method, target), cancellationToken))
        {
            case null:
                return await call();
            case TransportFault.AnswerLost:
                await call();
                throw new DependencyUnavailableException(dependency);
            case TransportFault.Repeated:
                await call();
                return await call();
            default:
                throw new DependencyUnavailableException(dependency);
        }
    }
}

internal sealed class TappedTables(StorageTap tap, ITables tables) : TappedPort(tap, TappedService.Tables, "tables"), ITables
{
    public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) =>
        CallAsync("GET", table, () => tables.FindAsync(table, key, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
        CallAsync("GET", table, () => tables.RangeAsync(table, partition, from, to, take, cancellationToken), cancellationToken);

    public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
        CallAsync("GET", table, () => tables.ScanAsync(table, from, to, continuation, cancellationToken), cancellationToken);

    public Task<ScanPage> ScanSinceAsync(
        string table, string from, string to, DateTimeOffset since, string? continuation, CancellationToken cancellationToken) =>
        CallAsync("GET", table, () => tables.ScanSinceAsync(table, from, to, since, continuation, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        CallAsync(MethodOf(writes), table, () => tables.CommitAsync(table, partition, writes, cancellationToken), cancellationToken);

    // As the wire has it.
    private static string MethodOf(IReadOnlyList<RowWrite> writes) => writes switch
    {
        [{ Kind: RowWriteKind.Replace or RowWriteKind.Put }] => "PUT",
        [{ Kind: RowWriteKind.Delete }] => "DELETE",
        _ => "POST",
    };
}

internal sealed class TappedBlobs(StorageTap tap, IBlobs blobs) : TappedPort(tap, TappedService.Blobs, "blobs"), IBlobs
{
    public Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken) =>
        CallAsync("PUT", container, () => blobs.AddAsync(container, name, blob, cancellationToken), cancellationToken);

    public Task<string?> ReplaceAsync(string container, string name, Blob blob, string? version, CancellationToken cancellationToken) =>
        CallAsync("PUT", container, () => blobs.ReplaceAsync(container, name, blob, version, cancellationToken), cancellationToken);

    public Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken) =>
        CallAsync("GET", container, () => blobs.FindAsync(container, name, cancellationToken), cancellationToken);

    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken) =>
        CallAsync("DELETE", container, () => blobs.DeleteAsync(container, name, cancellationToken), cancellationToken);
}

internal sealed class TappedKeys(StorageTap tap, ISigningKeys keys) : TappedPort(tap, TappedService.Vault, "keys"), ISigningKeys
{
    public Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken) =>
        CallAsync("GET", "versions", () => keys.ListAsync(cancellationToken), cancellationToken);

    public Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) =>
        CallAsync("POST", "sign", () => keys.SignAsync(version, digest, cancellationToken), cancellationToken);
}

internal sealed class TappedShardKeys(StorageTap tap, IShardKeyVault keys) : TappedPort(tap, TappedService.Vault, "docket-keys"), IShardKeyVault
{
    public Task<VaultWrapped> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        CallAsync("POST", "wrapKey", () => keys.WrapAsync(key, cancellationToken), cancellationToken);

    public Task<byte[]?> UnwrapAsync(VaultWrapped wrapped, CancellationToken cancellationToken) =>
        CallAsync("POST", "unwrapKey", () => keys.UnwrapAsync(wrapped, cancellationToken), cancellationToken);
}
