namespace SecureDocket.Storage;

/// <summary>Deletes rows that are no longer needed.</summary>
/// <remarks>
/// Each row is deleted separately and only in the version that was read, so an interrupted run loses nothing and the next one
/// finds the rest.
/// </remarks>
internal static class OldRows
{
    // Two million rows, read in a few minutes: far more than are created in a week, and less than a run may take.
    private const int PageLimit = 2000;

    private const int DropsAtOnce = 8;

    /// <summary>Deletes the old rows of a table with <paramref name="from"/> ≤ key &lt; <paramref name="to"/>.</summary>
    public static async Task<PurgedRows> PurgeAsync(
        this ITables tables, string table, string from, string to, Func<Row, bool> isOld, CancellationToken cancellationToken)
    {
        var count = 0;
        string? next = null;
        for (var page = 0; page < PageLimit; page++)
        {
            var found = await tables.ScanAsync(table, from, to, next, cancellationToken);
            await Parallel.ForEachAsync(
                found.Rows.Where(row => isOld(row.Row)),
                new ParallelOptions { MaxDegreeOfParallelism = DropsAtOnce, CancellationToken = cancellationToken },
                async (row, ending) =>
                {
                    // This fails if the row was written in the meantime; it is then no longer old.
                    if (await tables.CommitAsync(table, row.Partition, [RowWrite.Delete(row.Row.Key, row.Row.Version)], ending) is not null)
                    {
                        Interlocked.Increment(ref count);
                    }
                });
            next = found.Next;
            if (next is null)
            {
                return new(count, true);
            }
        }

        return new(count, false);
    }
}

/// <summary>The result of a run that deletes old rows.</summary>
/// <param name="Count">The number of rows deleted.</param>
/// <param name="ReadAll">Whether it read the whole table; if not, old rows may remain.</param>
public sealed record PurgedRows(int Count, bool ReadAll);
