namespace SecureDocket.Storage;

/// <summary>Drops rows that are of no more use.</summary>
/// <remarks>
/// Each row goes alone and only in the version that was read, so a run that is cut short has lost nothing and the next one
/// finds what is left.
/// </remarks>
internal static class OldRows
{
    // Two million rows, read in a few minutes: far more than are made in a week, and less than a run may last.
    private const int PageLimit = 2000;

    private const int DropsAtOnce = 8;

    /// <summary>Drops the rows of a table with <paramref name="from"/> ≤ key &lt; <paramref name="to"/> that are old.</summary>
    public static async Task<DroppedRows> DropAsync(
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
                    // Refused when the row was written meanwhile; then it is young again.
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

/// <summary>What a run that drops old rows came to.</summary>
/// <param name="Count">How many rows it dropped.</param>
/// <param name="ReadAll">Whether it read the whole table; if not, old rows may be left.</param>
public sealed record DroppedRows(int Count, bool ReadAll);
