using SecureDocket.Storage;

namespace SecureDocket.Tests.Partners;

/// <summary>Tables that now and then lose the answer to a write, that can be away, and that count.</summary>
internal sealed class UnsteadyTables(ITables tables, Random random) : ITables
{
    private int _calls;

    /// <summary>How often of a hundred writes the answer is lost, though it was written.</summary>
    public int Lost { get; set; }

    public bool Away { get; set; }

    public int Calls => Volatile.Read(ref _calls);

    public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => CallAsync(() => tables.FindAsync(table, key, cancellationToken));

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
        CallAsync(() => tables.RangeAsync(table, partition, from, to, take, cancellationToken));

    public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
        CallAsync(() => tables.ScanAsync(table, from, to, continuation, cancellationToken));

    public async Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(() => tables.CommitAsync(table, partition, writes, cancellationToken));
        return Next() < Lost ? throw new DependencyUnavailableException("tables") : answer;
    }

    private Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        Interlocked.Increment(ref _calls);
        return Away ? throw new DependencyUnavailableException("tables") : call();
    }

    private int Next()
    {
        lock (random)
            return random.Next(100);
    }
}
