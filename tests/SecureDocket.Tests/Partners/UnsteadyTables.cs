using SecureDocket.Storage;

namespace SecureDocket.Tests.Partners;

/// <summary>Tables that now and then lose the answer to a write, that can be away or silent, and that count.</summary>
internal sealed class UnsteadyTables(ITables tables, Random random) : ITables
{
    private const int LongestLoss = 2;

    private readonly Dictionary<string, int> _lostInARow = new(StringComparer.Ordinal);
    private int _calls;

    /// <summary>How often of a hundred writes the answer is lost, though it was written.</summary>
    public int Lost { get; set; }

    public bool Away { get; set; }

    /// <summary>Calls that begin now are answered when this is done.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public int Calls => Volatile.Read(ref _calls);

    public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => CallAsync(() => tables.FindAsync(table, key, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
        CallAsync(() => tables.RangeAsync(table, partition, from, to, take, cancellationToken), cancellationToken);

    public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
        CallAsync(() => tables.ScanAsync(table, from, to, continuation, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(() => tables.CommitAsync(table, partition, writes, cancellationToken), cancellationToken);
        return LosesAnswer(partition) ? throw new DependencyUnavailableException("tables") : answer;
    }

    private async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        var held = Held;
        var answer = Away ? throw new DependencyUnavailableException("tables") : await call();
        await held.WaitAsync(cancellationToken);
        return answer;
    }

    // Never more in a row than a client takes for a bad moment: after that the storage counts as away, which is another matter.
    private bool LosesAnswer(string partition)
    {
        lock (_lostInARow)
        {
            var isLost = random.Next(100) < Lost && _lostInARow.GetValueOrDefault(partition) < LongestLoss;
            _lostInARow[partition] = isLost ? _lostInARow.GetValueOrDefault(partition) + 1 : 0;
            return isLost;
        }
    }
}
