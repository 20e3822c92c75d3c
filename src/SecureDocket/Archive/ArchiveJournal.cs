using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>Copies the journals, the disclosures and the rows without a journal to the archive, from which lost tables are rebuilt.</summary>
/// <remarks>
/// A pass reads all archived rows written since the previous pass began, in as many runs as it needs. The
/// archive itself records the progress; the mark only saves the search for its end. A run that dies at any point loses
/// nothing: the next run reads the missing rows again, and a row that is archived twice is the same row.
/// </remarks>
public sealed class ArchiveJournal(ITables tables, JournalArchive archive, TimeProvider clock)
{
    private const string Partition = "archive-journal";
    private const string MarkKey = "mark";

    // A segment holds what one request reads, or a few requests that find little.
    private const int SegmentRows = 1000;

    private static readonly TimeSpan s_runMayTake = TimeSpan.FromMinutes(4);

    // The clocks of this system and the storage differ by less than this.
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(10);

    /// <summary>Continues the current pass, or starts one.</summary>
    /// <returns>The progress of the pass.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed; the next run continues.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged, so nothing can be added.</exception>
    public async Task<ArchiveProgress> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var at = await ReadMarkAsync(cancellationToken);
        if (!await archive.HoldsAsync(at, cancellationToken))
        {
            // The archive is behind the tables, as may happen in the second region. The pass continues at the archive's end.
            at = ArchiveHead.None;
        }

        while (await archive.FollowAsync(at, cancellationToken) is { } segment)
        {
            at = segment.Head;
            await WriteMarkAsync(tables, at, cancellationToken);
            if (IsLate(started))
            {
                return new(at.Pass, 0, 0, false, at.StartedAt);
            }
        }

        if (at.IsPassOver)
        {
            at = at with
            {
                Pass = at.Pass + 1,
                Since = at.Pass == 0 ? null : at.StartedAt - s_overlap,
                StartedAt = started,
                Known = at.Range,
                Range = 0,
                Continuation = null,
                IsPassOver = false,
            };
        }

        var (segments, rows) = (0, 0);
        do
        {
            var (next, read) = await ReadAsync(at, started, cancellationToken);
            if (read.Count > 0 || next.IsPassOver)
            {
                next = await archive.AddAsync(at, next, read, cancellationToken);
                segments++;
                rows += read.Count;
            }

            at = next;
            await WriteMarkAsync(tables, at, cancellationToken);
        }
        while (!at.IsPassOver && !IsLate(started));

        return new(at.Pass, segments, rows, at.IsPassOver, at.StartedAt);
    }

    /// <summary>Reads until a segment is full, the pass is complete or the time is over.</summary>
    private async Task<(ArchiveHead Next, List<ArchivedRow> Rows)> ReadAsync(ArchiveHead at, DateTimeOffset started, CancellationToken cancellationToken)
    {
        List<ArchivedRow> rows = [];
        do
        {
            var range = ArchivedTables.Ranges[at.Range];
            var page = at.Since is { } since && at.Range < at.Known
                ? await tables.ScanSinceAsync(range.Table, range.From, range.To, since, at.Continuation, cancellationToken)
                : await tables.ScanAsync(range.Table, range.From, range.To, at.Continuation, cancellationToken);
            rows.AddRange(page.Rows.Select(found => ArchivedRow.Of(range.Table, found)));
            var isRangeOver = page.Next is null;
            at = at with
            {
                Range = isRangeOver ? at.Range + 1 : at.Range,
                Continuation = page.Next,
                IsPassOver = isRangeOver && at.Range + 1 == ArchivedTables.Ranges.Count,
            };
        }
        while (!at.IsPassOver && rows.Count < SegmentRows && !IsLate(started));

        return (at, rows);
    }

    /// <summary>Records the progress of the archive. One request.</summary>
    internal static Task WriteMarkAsync(ITables tables, ArchiveHead mark, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Watermarks, Partition, [RowWrite.Put(MarkKey, JsonSerializer.Serialize(mark, ArchiveJson.Rows.ArchiveHead))], cancellationToken);

    private bool IsLate(DateTimeOffset started) => clock.GetUtcNow() - started >= s_runMayTake;

    private async Task<ArchiveHead> ReadMarkAsync(CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Watermarks, new(Partition, MarkKey), cancellationToken);
        return row is null ? ArchiveHead.None : JsonSerializer.Deserialize(row.Json, ArchiveJson.Rows.ArchiveHead)!;
    }
}

/// <summary>The progress of the archive.</summary>
/// <param name="Pass">The pass, from 1.</param>
/// <param name="Segments">The number of blobs that this run added.</param>
/// <param name="Rows">The number of rows that this run added.</param>
/// <param name="IsDone">Whether the pass is complete.</param>
/// <param name="StartedAt">When the pass began. Once it is complete, the archive holds everything written before.</param>
public sealed record ArchiveProgress(long Pass, int Segments, int Rows, bool IsDone, DateTimeOffset StartedAt);
