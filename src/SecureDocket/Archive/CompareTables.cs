using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Searches;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>
/// Compares the tables with the archive: every event, every search, every disclosure that no retention rule disposed of, and every docket that was not erased must
/// still be there. It writes nothing and needs no key.
/// </summary>
/// <remarks>
/// The archive seals them: each blob holds the rows of its hour, their number, and the hash of the blob before. Whoever deletes a disclosure from the tables
/// cannot delete it there. A docket that has events must have a profile as well, unless it was erased. One request for each
/// docket in a blob, one for each month of searches, one more for each further thousand rows, and one for each docket.
/// </remarks>
public sealed class CompareTables(JournalArchive archive, ITables tables, DisposedRecords disposed, Erasures erasures)
{
    private const int InFlight = 16;
    private const int RowsPerRead = 1000;
    private const int Shown = 200;

    /// <summary>Compares them.</summary>
    /// <exception cref="InvalidDataException">The archive's own chain is broken; nothing after that point can be trusted.</exception>
    /// <exception cref="DependencyUnavailableException">The storage did not respond.</exception>
    public async Task<TablesComparison> ExecuteAsync(CancellationToken cancellationToken)
    {
        TablesComparison comparison = new();
        Lock gate = new();
        HashSet<string> dockets = new(StringComparer.Ordinal);
        await foreach (var segment in archive.ReadAsync(ArchiveHead.None, cancellationToken))
        {
            dockets.UnionWith(segment.Rows.Where(row => row.Table == TableNames.Dockets && DocketRows.IsEvent(row.Key)).Select(row => row.Partition));
            await Parallel.ForEachAsync(
                segment.Rows.Select(row => (Row: row, Kind: KindOf(row))).Where(row => row.Kind is not null).GroupBy(row => (row.Row.Partition, row.Kind), row => row.Row),
                new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken },
                async (rows, stop) =>
                {
                    var missing = await MissingAsync(rows.Key.Partition, rows.Key.Kind == ComparedRow.Disclosure, [.. rows], stop);
                    lock (gate)
                    {
                        comparison = comparison.With(rows.Key.Kind!.Value, rows.Count(), missing);
                    }
                });
        }

        await Parallel.ForEachAsync(
            dockets,
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken },
            async (docket, stop) =>
            {
                if (!await IsThereOrErasedAsync(docket, stop))
                {
                    lock (gate)
                    {
                        comparison = comparison.With(ComparedRow.Event, 0, [$"{docket} {DocketRows.ProfileKey}"]);
                    }
                }
            });

        return comparison with { Missing = [.. comparison.Missing.Distinct().Order().Take(Shown)], MissingCount = comparison.Missing.Distinct().Count() };
    }

    private async Task<bool> IsThereOrErasedAsync(string docket, CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Dockets, new(docket, DocketRows.ProfileKey), cancellationToken) is not null
        || (CardholderId.TryParse(docket, out var id) && await erasures.FindAsync(id, cancellationToken) is not null);

    private static ComparedRow? KindOf(ArchivedRow row) => row.Table switch
    {
        TableNames.Dockets => DocketRows.IsEvent(row.Key) ? ComparedRow.Event : ComparedRow.Disclosure,
        TableNames.Searches => ComparedRow.Search,
        _ => null,
    };

    // A disclosure may have been completed since; an event or a search is never written again.
    private async Task<IReadOnlyList<string>> MissingAsync(string partition, bool isDisclosures, List<ArchivedRow> rows, CancellationToken cancellationToken)
    {
        var (first, last) = (rows.Select(row => row.Key).Min(StringComparer.Ordinal)!, rows.Select(row => row.Key).Max(StringComparer.Ordinal) + " ");
        var present = await ReadAsync(rows[0].Table, partition, first, last, cancellationToken);
        List<string> missing = [.. rows.Where(row => !present.TryGetValue(row.Key, out var stored) || !(isDisclosures || IsSame(row, stored))).Select(row => row.Key)];
        var isSearches = rows[0].Table == TableNames.Searches;
        if ((isDisclosures || isSearches) && missing.Count > 0 && await disposed.FindAsync(isSearches ? DisposedRecords.Searches : partition, cancellationToken) is { } before)
        {
            // Rows that are there and changed were not disposed of.
            var end = isSearches ? SearchLog.TimeOf(before) : DisclosureLog.EndBefore(before);
            missing.RemoveAll(key => string.CompareOrdinal(key, end) < 0 && !present.ContainsKey(key));
        }

        return [.. missing.Select(key => $"{partition} {key}")];
    }

    private static bool IsSame(ArchivedRow archived, Row stored) =>
        archived.Sealed is { } content ? stored.Sealed.Span.SequenceEqual(content) : stored.Sealed.IsEmpty && stored.Json == archived.Json;

    private async Task<Dictionary<string, Row>> ReadAsync(string table, string partition, string from, string to, CancellationToken cancellationToken)
    {
        Dictionary<string, Row> present = new(StringComparer.Ordinal);
        IReadOnlyList<Row> read;
        do
        {
            read = await tables.RangeAsync(table, partition, from, to, RowsPerRead, cancellationToken);
            foreach (var row in read)
            {
                present[row.Key] = row;
            }

            from = read.Count > 0 ? read[^1].Key + " " : from;
        }
        while (read.Count == RowsPerRead);

        return present;
    }
}

/// <summary>The kinds of rows that are compared.</summary>
internal enum ComparedRow
{
    /// <summary>An event of a docket's journal.</summary>
    Event,

    /// <summary>A disclosure.</summary>
    Disclosure,

    /// <summary>A search for a person.</summary>
    Search,
}

/// <summary>What of the archive is still in the tables.</summary>
public sealed record TablesComparison
{
    /// <summary>The number of archived copies of events.</summary>
    public long Events { get; init; }

    /// <summary>The number of archived copies of disclosures; a completed one has several.</summary>
    public long Disclosures { get; init; }

    /// <summary>The number of archived copies of searches.</summary>
    public long Searches { get; init; }

    /// <summary>The number of rows that are missing, or, of events and searches, changed. A docket without live rows misses its profile.</summary>
    public int MissingCount { get; init; }

    /// <summary>At most two hundred of those, as docket or month and row key.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    internal TablesComparison With(ComparedRow kind, int count, IReadOnlyList<string> missing) => this with
    {
        Events = Events + (kind == ComparedRow.Event ? count : 0),
        Disclosures = Disclosures + (kind == ComparedRow.Disclosure ? count : 0),
        Searches = Searches + (kind == ComparedRow.Search ? count : 0),
        Missing = missing.Count == 0 ? Missing : [.. Missing, .. missing],
    };
}
