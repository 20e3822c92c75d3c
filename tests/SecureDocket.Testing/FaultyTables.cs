using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>Tables of which one call fails: before anything was done, or with its answer lost.</summary>
public sealed class FaultyTables(ITables tables) : ITables
{
    private int _calls;
    private int _failing = -1;
    private bool _answerLost;

    /// <summary>The calls since the last <see cref="FailAt"/> or <see cref="Recover"/>, the failed one included.</summary>
    public int Calls => _calls;

    /// <summary>Fails the call with this index from now on, from 0.</summary>
    public void FailAt(int index, bool answerLost) => (_calls, _failing, _answerLost) = (0, index, answerLost);

    /// <summary>Fails no more calls.</summary>
    public void Recover() => (_calls, _failing) = (0, -1);

    public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) =>
        CallAsync(() => tables.FindAsync(table, key, cancellationToken));

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
        CallAsync(() => tables.RangeAsync(table, partition, from, to, take, cancellationToken));

    public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
        CallAsync(() => tables.ScanAsync(table, from, to, continuation, cancellationToken));

    public Task<ScanPage> ScanSinceAsync(
        string table, string from, string to, DateTimeOffset since, string? continuation, CancellationToken cancellationToken) =>
        CallAsync(() => tables.ScanSinceAsync(table, from, to, since, continuation, cancellationToken));

    public Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        CallAsync(() => tables.CommitAsync(table, partition, writes, cancellationToken));

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var isFailing = _calls++ == _failing;
        if (isFailing && !_answerLost)
            throw new DependencyUnavailableException("tables");
        var answer = await call();
        return isFailing ? throw new DependencyUnavailableException("tables") : answer;
    }
}
