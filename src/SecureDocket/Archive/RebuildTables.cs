using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Places;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Archive;

/// <summary>Rebuilds the tables from the archive: first copies its rows, then builds each docket and its hints from its journal.</summary>
/// <remarks>
/// It only writes to empty tables, or continues its own rebuild. Until it is done, no other part of the
/// system may use the tables.
/// </remarks>
public sealed class RebuildTables(
    ITables tables, JournalArchive archive, KeyCopies copies, ShardKeys shards, DocketKeys keys, Erasures erasures, RebuildDocket docket, PublishedStates published, SiteStore sites)
{
    private const string Partition = "rebuild-tables";
    private const string MarkKey = "mark";
    private const int InFlight = 16;
    private const int CommitCharacters = 1_000_000;
    private const int BrokenShown = 200;

    // Far more pages than a scan of an empty table takes.
    private const int EmptyPageLimit = 1000;

    /// <summary>Starts or continues a rebuild.</summary>
    /// <param name="stopped">
    /// The latest time at which the lost system may have sent anything. Reminders due by then that are not known to have been sent become
    /// Unknown.
    /// </param>
    /// <param name="progress">Receives progress messages.</param>
    /// <param name="cancellationToken">Stops the run; the next run continues.</param>
    /// <returns>What was rebuilt; refused if the archive is empty, if the tables are not empty, or if they were already rebuilt.</returns>
    /// <exception cref="InvalidDataException">The archive's own chain is broken.</exception>
    /// <exception cref="DependencyUnavailableException">The storage did not respond; another run continues.</exception>
    public async Task<Result<RebuildReport>> ExecuteAsync(DateTimeOffset stopped, Action<string>? progress, CancellationToken cancellationToken)
    {
        var mark = await ReadMarkAsync(cancellationToken);
        if (mark is { Step: RebuildStep.Done })
        {
            return ArchiveRefusals.AlreadyRebuilt;
        }

        if (mark is null)
        {
            foreach (var table in TableNames.All)
            {
                if (!await IsEmptyAsync(table, cancellationToken))
                {
                    return ArchiveRefusals.NotEmpty(table);
                }
            }

            // A wrong address of the archive must not be mistaken for a system that never had a docket.
            if (!await archive.ReadAsync(ArchiveHead.None, cancellationToken).AnyAsync(cancellationToken))
            {
                return ArchiveRefusals.EmptyArchive;
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

        await KeepEntriesAsync(cancellationToken);
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

        // The archive continues from here: its next pass takes the rows written now.
        await ArchiveJournal.WriteMarkAsync(tables, mark.Head, cancellationToken);
        mark = mark with { Step = RebuildStep.Replaying };
        await WriteMarkAsync(mark, cancellationToken);
        return mark;
    }

    private async Task<RebuildMark> ReplayAsync(RebuildMark mark, Action<string>? progress, CancellationToken cancellationToken)
    {
        // The lists are verified with the keys restored by now.
        var lists = await published.ReadAllAsync(cancellationToken);
        mark = mark with { Report = mark.Report with { StatusLists = lists.Count } };
        var (list, _) = await copies.ReadListAsync(cancellationToken);
        await shards.RestoreAsync(list.Shards.ToDictionary(shard => shard.Key, shard => shard.Row), cancellationToken);
        List<string> faults = [];
        var wrapped = await copies.ReadAsync(list, faults, cancellationToken);
        faults.ForEach(fault => progress?.Invoke(fault));

        // The archive cannot be changed, and the list can: a list of before the erasure does not bring the docket back.
        var certificates = (await erasures.ListAsync(cancellationToken)).Where(erasure => erasure.ErasedAt is not null);
        var erased = list.Erased.Select(each => each.Docket).Concat(certificates.Select(erasure => erasure.Docket)).ToHashSet();
        do
        {
            var page = await tables.ScanAsync(TableNames.Dockets, DocketRows.HistoryStart, DocketRows.HistoryStart + "~", mark.Continuation, cancellationToken);

            // A docket may span many pages; the first of them rebuilds it all.
            var found = page.Rows.Select(row => row.Partition).Distinct().Where(partition => partition != mark.LastDocket).ToList();
            ConcurrentBag<(string Docket, RebuiltDocket Outcome)> rebuilt = [];
            await Parallel.ForEachAsync(
                found,
                new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken },
                async (partition, stop) =>
                {
                    if (CardholderId.TryParse(partition, out var id))
                    {
                        rebuilt.Add((partition, await RebuildAsync(id)));
                    }

                    async Task<RebuiltDocket> RebuildWithAsync(CardholderId id, byte[] key)
                    {
                        try
                        {
                            return await docket.ExecuteAsync(await keys.OpenAsync(id, key, stop), mark.Stopped, lists, stop);
                        }
                        catch (UnreadableException refused)
                        {
                            return await docket.GiveUpAsync(id, refused.Reason == UnreadableReason.ShardLost ? "shard-lost" : "key-lost", stop);
                        }
                    }

                    async Task<RebuiltDocket> RebuildAsync(CardholderId id) =>
                        erased.Contains(id) ? RebuiltDocket.Erased
                        : wrapped.TryGetValue(id, out var key) ? await RebuildWithAsync(id, key)
                        : await erasures.FindAsync(id, stop) is not null ? RebuiltDocket.Erased
                        : await docket.GiveUpAsync(id, "key-lost", stop);
                });
            var broken = rebuilt.Where(each => each.Outcome.BrokenAt is not null).ToList();
            mark = mark with
            {
                Continuation = page.Next,
                LastDocket = page.Rows.Count > 0 ? page.Rows[^1].Partition : mark.LastDocket,
                Step = page.Next is null ? RebuildStep.Counting : RebuildStep.Replaying,
                Report = mark.Report with
                {
                    Dockets = mark.Report.Dockets + rebuilt.Count(each => each.Outcome is { BrokenAt: null, IsErased: false }),
                    Erased = mark.Report.Erased + rebuilt.Count(each => each.Outcome.IsErased),
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

    /// <summary>Keeps the entries of cards that no docket has any more, since theirs was erased or cannot be read, from new cards.</summary>
    private async Task KeepEntriesAsync(CancellationToken cancellationToken)
    {
        var erased = (await erasures.CardsAsync(cancellationToken)).Select(card => new StatusEntry(card.StatusList, card.StatusIndex));
        var lists = await published.ReadAllAsync(cancellationToken);
        var outOfForce = lists.SelectMany(list => Enumerable.Range(0, list.Value.Count).Where(index => list.Value[index] != (int)CardState.Valid)
            .Select(index => new StatusEntry(list.Key, index)));
        await Parallel.ForEachAsync(
            erased.Concat(outOfForce).Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken },
            async (entry, stop) => await StatusIndexes.KeepAsync(tables, entry, stop));
    }

    /// <summary>Counts the cards that every site has issued.</summary>
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
        // A row may occur twice in one segment; the later one counts.
        Dictionary<string, RowWrite> batch = new(StringComparer.Ordinal);
        var characters = 0;
        foreach (var row in rows)
        {
            if (batch.Count == StorageLimits.Writes || characters + row.Length > CommitCharacters)
            {
                await tables.CommitAsync(table, partition, [.. batch.Values], cancellationToken);
                batch.Clear();
                characters = 0;
            }

            batch[row.Key] = row.Restore();
            characters += row.Length;
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

/// <summary>The result of a rebuild.</summary>
public sealed record RebuildReport
{
    /// <summary>The number of blobs read.</summary>
    public long Segments { get; init; }

    /// <summary>The number of rows copied, counting every copy in the archive.</summary>
    public long Rows { get; init; }

    /// <summary>Everything written before this moment is restored; null if the archive never completed a pass.</summary>
    public DateTimeOffset? WholeUntil { get; init; }

    /// <summary>The number of dockets rebuilt.</summary>
    public long Dockets { get; init; }

    /// <summary>The number of dockets that were erased, so that nothing can read them; their journals stay as they were.</summary>
    public long Erased { get; init; }

    /// <summary>The number of events replayed.</summary>
    public long Events { get; init; }

    /// <summary>The number of reminders that became Unknown because they may have been sent after the archive ended.</summary>
    public long Unknown { get; init; }

    /// <summary>The number of published status lists available for comparison.</summary>
    public int StatusLists { get; init; }

    /// <summary>The number of cards suspended: in force by their journals but not by their published lists.</summary>
    public long Suspended { get; init; }

    /// <summary>The number of dockets quarantined because their journal is broken.</summary>
    public int BrokenCount { get; init; }

    /// <summary>At most two hundred of those.</summary>
    public IReadOnlyList<BrokenJournal> Broken { get; init; } = [];
}

/// <summary>The progress of a rebuild.</summary>
/// <param name="Step">The current step.</param>
/// <param name="Stopped">The latest time at which the lost system may have sent anything.</param>
internal sealed record RebuildMark(RebuildStep Step, [property: System.Text.Json.Serialization.JsonConverter(typeof(InstantConverter))] Instant Stopped)
{
    /// <summary>The position in the archive up to which rows were copied.</summary>
    public ArchiveHead Head { get; init; } = ArchiveHead.None;

    /// <summary>Where the scan of the dockets continues.</summary>
    public string? Continuation { get; init; }

    /// <summary>The last docket of the last page, which is done.</summary>
    public string? LastDocket { get; init; }

    /// <summary>The results so far.</summary>
    public RebuildReport Report { get; init; } = new();
}

/// <summary>The steps of a rebuild.</summary>
internal enum RebuildStep
{
    /// <summary>Rows are copied from the archive to the tables.</summary>
    Copying,

    /// <summary>Dockets are rebuilt from their journals.</summary>
    Replaying,

    /// <summary>The issued cards of the sites are counted.</summary>
    Counting,

    /// <summary>The rebuild is done.</summary>
    Done,
}
