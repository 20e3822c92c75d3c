using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests;

/// <summary>Counts what is written on its way to the storage, so that a test can say "nothing was stored" and mean it.</summary>
/// <param name="world">Where it is written.</param>
public sealed class StorageWatch(World world)
{
    private int _writes;

    /// <summary>Commits and blobs, tried or done.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Where it is written.</summary>
    public World World => world;

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ITables>(new WatchedTables(world.Tables, this));
        services.AddSingleton<IBlobs>(new WatchedBlobs(world.Blobs, this));
    }

    private sealed class WatchedTables(ITables inner, StorageWatch watch) : ITables
    {
        public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => inner.FindAsync(table, key, cancellationToken);

        public Task<IReadOnlyList<Row>> RangeAsync(
            string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
            inner.RangeAsync(table, partition, from, to, take, cancellationToken);

        public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
            inner.ScanAsync(table, from, to, continuation, cancellationToken);

        public Task<IReadOnlyList<string>?> CommitAsync(
            string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref watch._writes);
            return inner.CommitAsync(table, partition, writes, cancellationToken);
        }
    }

    private sealed class WatchedBlobs(IBlobs inner, StorageWatch watch) : IBlobs
    {
        public Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref watch._writes);
            return inner.AddAsync(container, name, blob, cancellationToken);
        }

        public Task<string?> ReplaceAsync(string container, string name, Blob blob, string? version, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref watch._writes);
            return inner.ReplaceAsync(container, name, blob, version, cancellationToken);
        }

        public Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken) => inner.FindAsync(container, name, cancellationToken);

        public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref watch._writes);
            return inner.DeleteAsync(container, name, cancellationToken);
        }
    }
}
