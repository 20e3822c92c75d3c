using System.Text.Json;

namespace SecureDocket.Storage;

/// <summary>Forgets the creating requests whose repeats nobody waits for any more, answered or not.</summary>
/// <remarks>
/// Whoever repeats a request later than this runs it anew; the commands themselves still recognise their own work. Each row
/// goes alone and only in the version that was read, so a run that is cut short has lost nothing and the next one finds
/// what is left.
/// </remarks>
public sealed class DropOldRequests(ITables tables, TimeProvider clock)
{
    // Two million rows, read in a few minutes: far more than are made in a week, and less than a run may last.
    private const int PageLimit = 2000;

    private const int DropsAtOnce = 8;

    /// <summary>How long a request is remembered at the least, since it was begun or answered.</summary>
    public static TimeSpan Age { get; } = TimeSpan.FromDays(7);

    /// <summary>Drops them.</summary>
    /// <param name="cancellationToken">Ends the run; what was dropped until then is gone.</param>
    /// <returns>How many were dropped, and whether the whole table was read.</returns>
    /// <exception cref="DependencyUnavailableException">The storage gave no answer; the next run carries on.</exception>
    public async Task<DroppedRequests> RunAsync(CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - Age;
        var count = 0;
        string? next = null;
        for (var page = 0; page < PageLimit; page++)
        {
            var found = await tables.ScanAsync(TableNames.Idempotency, IdempotencyLog.Key, IdempotencyLog.Key + "~", next, cancellationToken);
            await Parallel.ForEachAsync(
                found.Rows.Where(row => IsOlder(row.Row, limit)),
                new ParallelOptions { MaxDegreeOfParallelism = DropsAtOnce, CancellationToken = cancellationToken },
                async (row, ending) =>
                {
                    if (await DropAsync(row, ending))
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

    private static bool IsOlder(Row row, DateTimeOffset limit) =>
        JsonSerializer.Deserialize(row.Json, StorageJson.Default.IdempotencyRow)!.At < limit;

    // Refused when the request was answered meanwhile; then it is young again.
    private async Task<bool> DropAsync(ScannedRow row, CancellationToken cancellationToken) => await tables.CommitAsync(
        TableNames.Idempotency, row.Partition, [RowWrite.Delete(row.Row.Key, row.Row.Version)], cancellationToken) is not null;
}

/// <summary>What a run of <see cref="DropOldRequests"/> came to.</summary>
/// <param name="Count">How many requests it dropped.</param>
/// <param name="ReadAll">Whether it read the whole table; if not, old requests may be left.</param>
public sealed record DroppedRequests(int Count, bool ReadAll);
