using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>Compares the tables with the archive: every event, every disclosure that no retention rule disposed of, and every docket that was not erased must still be there. It writes nothing and needs no key.</summary>
/// <remarks>
/// The archive seals both: each blob holds the rows of its hour, their number, and the hash of the blob before. Whoever deletes a disclosure from the tables
/// cannot delete it there. A docket that has events must have a profile as well, unless it was erased: once its live rows are gone, the last copy of its key is
/// deleted in a few days. One request for each docket in a blob, one more for each further thousand rows, and one for each docket.
/// </remarks>
public sealed class CompareTables(JournalArchive archive, ITables tables, DisposedDisclosures disposed, Erasures erasures)
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
                segment.Rows.Where(row => row.Table == TableNames.Dockets).GroupBy(row => (row.Partition, IsEvent: DocketRows.IsEvent(row.Key))),
                new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken },
                async (rows, stop) =>
                {
                    var missing = await MissingAsync(rows.Key.Partition, [.. rows], stop);
                    lock (gate)
                    {
                        comparison = comparison.With(rows.Key.IsEvent ? rows.Count() : 0, rows.Key.IsEvent ? 0 : rows.Count(), missing);
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
                        comparison = comparison.With(0, 0, [$"{docket} {DocketRows.ProfileKey}"]);
                    }
                }
            });

        return comparison with { Missing = [.. comparison.Missing.Distinct().Order().Take(Shown)], MissingCount = comparison.Missing.Distinct().Count() };
    }

    private async Task<bool> IsThereOrErasedAsync(string docket, CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Dockets, new(docket, DocketRows.ProfileKey), cancellationToken) is not null
        || (CardholderId.TryParse(docket, out var id) && await erasures.FindAsync(id, cancellationToken) is not null);

    private async Task<IReadOnlyList<string>> MissingAsync(string partition, List<ArchivedRow> rows, CancellationToken cancellationToken)
    {
        var present = await ReadAsync(partition, rows.Select(row => row.Key).Min(StringComparer.Ordinal)!, rows.Select(row => row.Key).Max(StringComparer.Ordinal) + " ", cancellationToken);

        // A disclosure may have been completed since; an event is never written again.
        List<string> missing =
        [
            .. rows.Where(row => !present.TryGetValue(row.Key, out var stored) || (DocketRows.IsEvent(row.Key) && !stored.Span.SequenceEqual(row.Sealed)))
                .Select(row => row.Key),
        ];
        if (missing.Exists(key => !DocketRows.IsEvent(key)) && await disposed.FindAsync(partition, cancellationToken) is { } before)
        {
            var end = DisclosureLog.EndBefore(before);
            missing.RemoveAll(key => !DocketRows.IsEvent(key) && string.CompareOrdinal(key, end) < 0);
        }

        return [.. missing.Select(key => $"{partition} {key}")];
    }

    private async Task<Dictionary<string, ReadOnlyMemory<byte>>> ReadAsync(string partition, string from, string to, CancellationToken cancellationToken)
    {
        Dictionary<string, ReadOnlyMemory<byte>> present = new(StringComparer.Ordinal);
        IReadOnlyList<Row> read;
        do
        {
            read = await tables.RangeAsync(TableNames.Dockets, partition, from, to, RowsPerRead, cancellationToken);
            foreach (var row in read)
            {
                present[row.Key] = row.Sealed;
            }

            from = read.Count > 0 ? read[^1].Key + " " : from;
        }
        while (read.Count == RowsPerRead);

        return present;
    }
}

/// <summary>What of the archive is still in the tables.</summary>
public sealed record TablesComparison
{
    /// <summary>The number of archived copies of events.</summary>
    public long Events { get; init; }

    /// <summary>The number of archived copies of disclosures; a completed one has several.</summary>
    public long Disclosures { get; init; }

    /// <summary>The number of rows that are missing, or, of events, changed. A docket without live rows misses its profile.</summary>
    public int MissingCount { get; init; }

    /// <summary>At most two hundred of those, as docket and row key.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    internal TablesComparison With(int events, int disclosures, IReadOnlyList<string> missing) => this with
    {
        Events = Events + events,
        Disclosures = Disclosures + disclosures,
        Missing = missing.Count == 0 ? Missing : [.. Missing, .. missing],
    };
}
