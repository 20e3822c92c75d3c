using SecureDocket.Storage;

namespace SecureDocket.Simulation;

/// <summary>The tables as one process reaches them: calls fail before or after they take effect, and none returns to a process that is dead.</summary>
internal sealed class SimulatedTables(ITables tables, Random random, double faults) : ITables
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _callsToLive = int.MaxValue;

    /// <summary>Calls made so far.</summary>
    public long Calls { get; private set; }

    /// <summary>Whether the process is dead.</summary>
    public bool IsDead => _callsToLive <= 0;

    /// <summary>Lets the process die at one of its next calls.</summary>
    public void KillWithin(int calls) => _callsToLive = random.Next(1, calls);

    /// <summary>Lets it live.</summary>
    public void Spare() => _callsToLive = IsDead ? 0 : int.MaxValue;

    /// <summary>Never returns to a dead process.</summary>
    public async Task BeAliveAsync()
    {
        // What escapes to another thread is drawn by nobody, and goes on while the clock moves. Only an observer may.
        if (faults > 0 && Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("A call has left the simulation's thread.");

        if (_callsToLive != int.MaxValue)
            _callsToLive--;
        if (IsDead)
            await new TaskCompletionSource().Task;
    }

    public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) =>
        ReadAsync(() => tables.FindAsync(table, key, cancellationToken));

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
        ReadAsync(() => tables.RangeAsync(table, partition, from, to, take, cancellationToken));

    public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
        ReadAsync(() => tables.ScanAsync(table, from, to, continuation, cancellationToken));

    public async Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
    {
        Calls++;
        var fault = random.NextDouble() < faults ? random.Next(1, 5) : 0;
        if (fault == 1)
        {
            await BeAliveAsync();
            throw new DependencyUnavailableException("simulated");
        }

        // A process may die before its call takes effect or after.
        if (random.Next(2) == 0)
            await BeAliveAsync();
        var versions = await tables.CommitAsync(table, partition, writes, cancellationToken);
        await BeAliveAsync();
        return fault switch
        {
            2 => throw new DependencyUnavailableException("simulated"),

            // A client that tries again by itself meets its own first try.
            3 => await tables.CommitAsync(table, partition, writes, cancellationToken),
            _ => versions,
        };
    }

    private async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        Calls++;
        await BeAliveAsync();
        return random.NextDouble() < faults ? throw new DependencyUnavailableException("simulated") : await read();
    }
}
