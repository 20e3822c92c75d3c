using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>The tables in memory, as strict as the real ones: the same conformance tests hold for both.</summary>
/// <param name="tables">The tables there are; all of the system's unless named.</param>
/// <param name="clock">By which rows are written; without one, a scan since a moment gives older rows too, as it may.</param>
public sealed class InMemoryTables(IEnumerable<string>? tables = null, TimeProvider? clock = null) : ITables
{
    private const int PageSize = 1000;

    private readonly Lock _gate = new();
    private Dictionary<string, Dictionary<string, SortedDictionary<string, Row>>> _tables =
        (tables ?? TableNames.All).ToDictionary(name => name, _ => new Dictionary<string, SortedDictionary<string, Row>>(StringComparer.Ordinal), StringComparer.Ordinal);

    private Dictionary<string, SortedSet<string>> _order =
        (tables ?? TableNames.All).ToDictionary(name => name, _ => new SortedSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);

    // By version, which no two rows share.
    private Dictionary<string, DateTimeOffset> _writtenAt = new(StringComparer.Ordinal);

    private long _version;

    /// <summary>Every row of a table with its partition, in no particular order of partitions, to look behind the product.</summary>
    public IReadOnlyList<(string Partition, Row Row)> RowsOf(string table)
    {
        lock (_gate)
            return [.. _tables[table].SelectMany(partition => partition.Value.Values.Select(row => (partition.Key, row)))];
    }

    /// <summary>The same rows with the same versions, to be changed on their own.</summary>
    public InMemoryTables Fork()
    {
        var fork = new InMemoryTables([], clock);
        fork.ReturnTo(this);
        return fork;
    }

    /// <summary>Forgets every row, and takes those of another.</summary>
    public void ReturnTo(InMemoryTables other)
    {
        ArgumentNullException.ThrowIfNull(other);
        lock (_gate)
        {
            lock (other._gate)
            {
                (_tables, _order, _writtenAt) = (
                    other._tables.ToDictionary(
                        table => table.Key,
                        table => table.Value.ToDictionary(partition => partition.Key, partition => new SortedDictionary<string, Row>(partition.Value, StringComparer.Ordinal), StringComparer.Ordinal),
                        StringComparer.Ordinal),
                    other._order.ToDictionary(table => table.Key, table => new SortedSet<string>(table.Value, StringComparer.Ordinal), StringComparer.Ordinal),
                    new(other._writtenAt, StringComparer.Ordinal));

                // No version ever comes again, so that what is remembered of a row is never taken for another's.
                _version = Math.Max(_version, other._version);
            }
        }
    }

    public async Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken)
    {
        await GoAsync(cancellationToken);
        lock (_gate)
            return Read(table, key.Partition)?.GetValueOrDefault(key.Key);
    }

    public async Task<IReadOnlyList<Row>> RangeAsync(
        string table, string partition, string from, string to, int take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        await GoAsync(cancellationToken);
        lock (_gate)
        {
            return [.. (Read(table, partition)?.Values ?? Enumerable.Empty<Row>())
                .SkipWhile(row => string.CompareOrdinal(row.Key, from) < 0)
                .TakeWhile(row => string.CompareOrdinal(row.Key, to) < 0)
                .Take(take)];
        }
    }

    public async Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken)
    {
        await GoAsync(cancellationToken);
        lock (_gate)
        {
            // A page is what a thousand rows of the table hold, so it may come up empty, as the service's may.
            var (partition, key) = continuation?.Split('\n') is [var last, var row] ? (last, row) : ("", "");
            var partitions = Partitions(table);
            var unread = _order[table].GetViewBetween(partition, "\uFFFF")
                .SelectMany(name => partitions[name].Values.Select(row => new ScannedRow(name, row)))
                .SkipWhile(found => found.Partition == partition && string.CompareOrdinal(found.Row.Key, key) <= 0)
                .Take(PageSize + 1)
                .ToList();
            var read = unread.Take(PageSize).ToList();
            return new(
                [.. read.Where(found => string.CompareOrdinal(found.Row.Key, from) >= 0 && string.CompareOrdinal(found.Row.Key, to) < 0)],
                unread.Count > PageSize ? Position(read[^1]) : null);
        }
    }

    public async Task<ScanPage> ScanSinceAsync(
        string table, string from, string to, DateTimeOffset since, string? continuation, CancellationToken cancellationToken)
    {
        var page = await ScanAsync(table, from, to, continuation, cancellationToken);
        lock (_gate)
            return clock is null ? page : page with { Rows = [.. page.Rows.Where(found => _writtenAt[found.Row.Version] >= since)] };
    }

    public async Task<IReadOnlyList<string>?> CommitAsync(
        string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
    {
        StorageLimits.Check(partition, writes);
        await GoAsync(cancellationToken);
        lock (_gate)
        {
            var rows = Read(table, partition);
            if (!writes.All(write => IsAllowed(write, rows?.GetValueOrDefault(write.Key))))
                return null;

            if (rows is null)
            {
                _tables[table][partition] = rows = new(StringComparer.Ordinal);
                _order[table].Add(partition);
            }

            return [.. writes.Select(write => Apply(rows, write))];
        }
    }

    private static bool IsAllowed(RowWrite write, Row? present) => write.Kind switch
    {
        RowWriteKind.Insert => present is null,
        RowWriteKind.Put => true,
        RowWriteKind.Delete when write.Version is null => present is not null,
        _ => present?.Version == (write.Version ?? throw new ArgumentException("A conditional write names a version.", nameof(write))),
    };

    private string Apply(SortedDictionary<string, Row> rows, RowWrite write)
    {
        if (write.Kind == RowWriteKind.Delete)
        {
            rows.Remove(write.Key);
            return "";
        }

        var row = new Row(write.Key, write.Sealed.IsEmpty ? write.Json : "{}", $"v{++_version}") { Sealed = write.Sealed, WrappedKey = write.WrappedKey };
        rows[write.Key] = row;
        if (clock is not null)
            _writtenAt[row.Version] = clock.GetUtcNow();
        return row.Version;
    }

    // Keys hold no control characters.
    private static string Position(ScannedRow row) => $"{row.Partition}\n{row.Row.Key}";

    private SortedDictionary<string, Row>? Read(string table, string partition) => Partitions(table).GetValueOrDefault(partition);

    private Dictionary<string, SortedDictionary<string, Row>> Partitions(string table) => _tables.TryGetValue(table, out var partitions)
        ? partitions
        : throw new InvalidOperationException($"There is no table {table}.");

    // Off the caller's stack, so that commands interleave as they do over a network.
    private static async Task GoAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
