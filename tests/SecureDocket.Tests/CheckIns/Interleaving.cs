using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Tests.CheckIns;

/// <summary>Tables whose callers go one at a time, in an order that a seed decides; calls die and time passes between them as the seed will have it.</summary>
/// <remarks>A call goes only when every command waits to make one, so that no order is left to the scheduler of threads.</remarks>
internal sealed class Interleaving(int seed, InMemoryTables tables, ManualClock clock) : ITables
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly List<TaskCompletionSource<Turn>> _waiting = [];
    private int _running;

    private enum Turn
    {
        Goes,
        IsNotSent,
        LosesItsAnswer,
    }

    /// <summary>Called after each commit.</summary>
    public Action AfterCommit { get; set; } = () => { };

    /// <summary>Whether calls die and time leaps.</summary>
    public bool Rough { get; set; } = true;

    /// <summary>A number from the seed.</summary>
    public int Next(int limit)
    {
        lock (_gate)
            return _random.Next(limit);
    }

    /// <summary>Runs commands beside each other to their ends.</summary>
    public async Task RunAsync(IReadOnlyList<Func<Task>> commands)
    {
        lock (_gate)
            _running += commands.Count;
        await Task.WhenAll(commands.Select(command => Task.Run(async () =>
        {
            try
            {
                await command();
            }
            finally
            {
                lock (_gate)
                    Rest();
            }
        })));
    }

    public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) =>
        GoAsync(() => tables.FindAsync(table, key, cancellationToken));

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
        GoAsync(() => tables.RangeAsync(table, partition, from, to, take, cancellationToken));

    public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
        GoAsync(() => tables.ScanAsync(table, from, to, continuation, cancellationToken));

    public Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        GoAsync(async () =>
        {
            var versions = await tables.CommitAsync(table, partition, writes, cancellationToken);
            AfterCommit();
            return versions;
        });

    private async Task<T> GoAsync<T>(Func<Task<T>> call)
    {
        var turn = new TaskCompletionSource<Turn>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add(turn);
            Rest();
        }

        var given = await turn.Task;
        if (given == Turn.IsNotSent)
        {
            throw new DependencyUnavailableException("tables");
        }

        var answer = await call();
        return given == Turn.Goes ? answer : throw new DependencyUnavailableException("tables");
    }

    /// <summary>One command less is running; when none is, one that waits goes on.</summary>
    private void Rest()
    {
        if (--_running > 0 || _waiting.Count == 0)
        {
            return;
        }

        if (Rough && _random.Next(12) == 0)
        {
            clock.Advance(TimeSpan.FromMinutes(11));
        }

        var at = _random.Next(_waiting.Count);
        var turn = _waiting[at];
        _waiting.RemoveAt(at);
        _running++;
        turn.SetResult(!Rough ? Turn.Goes : _random.Next(16) switch
        {
            0 => Turn.IsNotSent,
            1 => Turn.LosesItsAnswer,
            _ => Turn.Goes,
        });
    }
}
