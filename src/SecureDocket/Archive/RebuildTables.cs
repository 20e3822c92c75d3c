using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Archive;

/// <summary>Rebuilds the tables from the archive: first copies what it holds, then makes each docket and its hints from its journal.</summary>
/// <remarks>
/// It writes into empty tables only, or goes on with what it began there itself. Until it is through no other part of the
/// system may run on them.
/// </remarks>
public sealed class RebuildTables(ITables tables, JournalArchive archive, RebuildDocket docket, PublishedStates published, SiteStore sites)
{
    private const string Partition = "rebuild-tables";
    private const string MarkKey = "mark";
    private const int InFlight = 16;
    private const int CommitCharacters = 1_000_000;
    private const int BrokenShown = 200;

    // Far more pages than a table has that holds nothing.
    private const int EmptyPageLimit = 1000;

    /// <summary>Rebuilds, or goes on.</summary>
    /// <param name="stopped">When the lost system last sent anything, at the latest: reminders that were due by then and are not known to have left become Unknown.</param>
    /// <param name="progress">Is told how far it has come, a sentence at a time.</param>
    /// <param name="cancellationToken">Stops the run; the next run continues.</param>
    /// <returns>What was rebuilt; refused when there is something in the tables, or when they were rebuilt before.</returns>
    /// <exception cref="InvalidDataException">The archive's own chain does not hold.</exception>
    /// <exception cref="DependencyUnavailableException">The storage gave no answer; another run goes on.</exception>
    public async Task<Result<RebuildReport>> ExecuteAsync(DateTimeOffset stopped, Action<string>? progress, CancellationToken cancellationToken)
    {
        var mark = await ReadMarkAsync(cancellationToken);
        if (mark is { Step: RebuildStep.Done })
        {
            return new Refusal("rebuilt-already", "These tables were rebuilt before.");
        }

        if (mark is null)
        {
            foreach (var table in TableNames.All)
            {
                if (!await IsEmptyAsync(table, cancellationToken))
                {
                    return new Refusal("not-empty", $"Table {table} is not empty.");
                }
            }

            mark = new RebuildMark(RebuildStep.Copying, Instant.FromDateTimeOffset(stopped));
            await WriteMarkAsync(mark, cancellationToken);
        }

        if (mark.Step == RebuildStep.Copying)
        {
            mark = await CopyAsync(mark, progress, cancellationToken);
        }

        if (mark.Step == RebuildStep.Replaying)
        {
            mark = await ReplayAsync(mark, progress, cancellationToken);
        }

        await CountPlacesAsync(cancellationToken);
        mark = mark with { Step = RebuildStep.Done };
        await WriteMarkAsync(mark, cancellationToken);
        return mark.Report;
    }

    private async Task<RebuildMark> CopyAsync(RebuildMark mark, Action<string>? progress, CancellationToken cancellationToken)
    {
        await foreach (var segment in archive.ReadAsync(mark.Head, cancellationToken))
        {
            await Parallel.ForEachAsync(
                segment.Rows.GroupBy(row => (row.Table, row.Partition)),
                new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken },
                async (rows, stop) => await PutAsync(rows.Key.Table, rows.Key.Partition, rows, stop));
            mark = mark with
            {
                Head = segment.Head,
                Report = mark.Report with
                {
                    Segments = segment.Head.Number,
                    Rows = mark.Report.Rows + segment.Rows.Count,
                    WholeUntil = segment.Head.IsPassOver ? segment.Head.StartedAt : mark.Report.WholeUntil,
                },
            };
            await WriteMarkAsync(mark, cancellationToken);
            progress?.Invoke($"Blob {segment.Head.Number}: {mark.Report.Rows} rows copied.");
        }

        // The archive goes on from here: its next pass takes what is written now.
        await ArchiveJournal.WriteMarkAsync(tables, mark.Head, cancellationToken);
        mark = mark with { Step = RebuildStep.Replaying };
        await WriteMarkAsync(mark, cancellationToken);
        return mark;
    }

    private async Task<RebuildMark> ReplayAsync(RebuildMark mark, Action<string>? progress, CancellationToken cancellationToken)
    {
        // Believed by the keys that are back by now.
        var lists = await published.ReadAllAsync(cancellationToken);
        mark = mark with { Report = mark.Report with { StatusLists = lists.Count } };
        do
        {
            var page = await tables.ScanAsync(TableNames.Dockets, DocketRows.HistoryStart, DocketRows.HistoryStart + "~", mark.Continuation, cancellationToken);

            // A docket may go on over many pages; the first of them rebuilds all of it.
            var found = page.Rows.Select(row => row.Partition).Distinct().Where(partition => partition != mark.LastDocket).ToList();
            ConcurrentBag<(string Docket, RebuiltDocket Outcome)> rebuilt = [];
            await Parallel.ForEachAsync(
                found,
                new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken },
                async (partition, stop) =>
                {
                    if (CardholderId.TryParse(partition, out var id))
                    {
                        rebuilt.Add((partition, await docket.ExecuteAsync(id, mark.Stopped, lists, stop)));
                    }
                });
            var broken = rebuilt.Where(each => each.Outcome.BrokenAt is not null).ToList();
            mark = mark with
            {
                Continuation = page.Next,
                LastDocket = page.Rows.Count > 0 ? page.Rows[^1].Partition : mark.LastDocket,
                Step = page.Next is null ? RebuildStep.Counting : RebuildStep.Replaying,
                Report = mark.Report with
                {
                    Dockets = mark.Report.Dockets + rebuilt.Count - broken.Count,
                    Events = mark.Report.Events + rebuilt.Sum(each => each.Outcome.Events),
                    Unknown = mark.Report.Unknown + rebuilt.Sum(each => each.Outcome.Unknown),
                    Suspended = mark.Report.Suspended + rebuilt.Sum(each => each.Outcome.Suspended),
                    BrokenCount = mark.Report.BrokenCount + broken.Count,
                    Broken = [.. mark.Report.Broken.Concat(broken.Select(each => new BrokenJournal(each.Docket, each.Outcome.BrokenAt!.Value))).Take(BrokenShown)],
                },
            };
            await WriteMarkAsync(mark, cancellationToken);
            progress?.Invoke($"{mark.Report.Dockets} dockets rebuilt.");
        }
        while (mark.Step == RebuildStep.Replaying);

        return mark;
    }

    /// <summary>Counts what every site has issued: the places that its cards take.</summary>
    private async Task CountPlacesAsync(CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await tables.ScanAsync(TableNames.Places, SiteStore.SiteKey, SiteStore.SiteKey + "~", next, cancellationToken);
            foreach (var found in page.Rows)
            {
                await sites.CountAsync(found.Partition, cancellationToken);
            }

            next = page.Next;
        }
        while (next is not null);
    }

    private async Task PutAsync(string table, string partition, IEnumerable<ArchivedRow> rows, CancellationToken cancellationToken)
    {
        // A row may be in one segment twice; the later one counts.
        Dictionary<string, RowWrite> batch = new(StringComparer.Ordinal);
        var characters = 0;
        foreach (var row in rows)
        {
            if (batch.Count == StorageLimits.Writes || characters + row.Json.Length > CommitCharacters)
            {
                await tables.CommitAsync(table, partition, [.. batch.Values], cancellationToken);
                batch.Clear();
                characters = 0;
            }

            batch[row.Key] = RowWrite.Put(row.Key, row.Json);
            characters += row.Json.Length;
        }

        await tables.CommitAsync(table, partition, [.. batch.Values], cancellationToken);
    }

    private async Task<bool> IsEmptyAsync(string table, CancellationToken cancellationToken)
    {
        string? next = null;
        for (var page = 0; page < EmptyPageLimit; page++)
        {
            var found = await tables.ScanAsync(table, "", "\u007F", next, cancellationToken);
            if (found.Rows.Count > 0)
            {
                return false;
            }

            next = found.Next;
            if (next is null)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<RebuildMark?> ReadMarkAsync(CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Watermarks, new(Partition, MarkKey), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, ArchiveJson.Rows.RebuildMark);
    }

    private async Task WriteMarkAsync(RebuildMark mark, CancellationToken cancellationToken) => await tables.CommitAsync(
        TableNames.Watermarks, Partition, [RowWrite.Put(MarkKey, JsonSerializer.Serialize(mark, ArchiveJson.Rows.RebuildMark))], cancellationToken);
}

/// <summary>What was rebuilt.</summary>
public sealed record RebuildReport
{
    /// <summary>The blobs that were read.</summary>
    public long Segments { get; init; }

    /// <summary>The rows that were copied, each as often as the archive holds it.</summary>
    public long Rows { get; init; }

    /// <summary>All that was written before this moment is back; null when the archive never finished a pass.</summary>
    public DateTimeOffset? WholeUntil { get; init; }

    /// <summary>The dockets that are there again.</summary>
    public long Dockets { get; init; }

    /// <summary>The events that were followed.</summary>
    public long Events { get; init; }

    /// <summary>The reminders that became Unknown, since they may have left after the archive ended.</summary>
    public long Unknown { get; init; }

    /// <summary>The published status lists that were there to compare with.</summary>
    public int StatusLists { get; init; }

    /// <summary>The cards that were suspended: in force by their journals, and out of force by their published lists.</summary>
    public long Suspended { get; init; }

    /// <summary>The dockets that were put aside, since their journal does not hold.</summary>
    public int BrokenCount { get; init; }

    /// <summary>Two hundred of those at most.</summary>
    public IReadOnlyList<BrokenJournal> Broken { get; init; } = [];
}

/// <summary>How far a rebuild has come.</summary>
/// <param name="Step">What it is at.</param>
/// <param name="Stopped">When the lost system last sent anything, at the latest.</param>
internal sealed record RebuildMark(RebuildStep Step, [property: System.Text.Json.Serialization.JsonConverter(typeof(InstantConverter))] Instant Stopped)
{
    /// <summary>How far the archive is copied.</summary>
    public ArchiveHead Head { get; init; } = ArchiveHead.None;

    /// <summary>Where the reading of the dockets goes on.</summary>
    public string? Continuation { get; init; }

    /// <summary>The last docket of the last page, which is done.</summary>
    public string? LastDocket { get; init; }

    /// <summary>What was done so far.</summary>
    public RebuildReport Report { get; init; } = new();
}

/// <summary>The steps of a rebuild.</summary>
internal enum RebuildStep
{
    /// <summary>Rows go from the archive into the tables.</summary>
    Copying,

    /// <summary>Dockets are made from their journals.</summary>
    Replaying,

    /// <summary>The sites' places are counted.</summary>
    Counting,

    /// <summary>It is through.</summary>
    Done,
}
