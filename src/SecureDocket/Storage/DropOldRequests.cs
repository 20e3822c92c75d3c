using System.Text.Json;

namespace SecureDocket.Storage;

/// <summary>Forgets the creating requests whose repeats nobody waits for any more, answered or not.</summary>
/// <remarks>Whoever repeats a request later than this runs it anew; the commands themselves still recognise their own work.</remarks>
public sealed class DropOldRequests(ITables tables, TimeProvider clock)
{
    /// <summary>How long a request is remembered at the least, since it was begun or answered.</summary>
    public static TimeSpan Age { get; } = TimeSpan.FromDays(7);

    /// <summary>Drops them.</summary>
    /// <param name="cancellationToken">Stops the run; rows deleted so far stay deleted.</param>
    /// <returns>How many were dropped, and whether the whole table was read.</returns>
    /// <exception cref="DependencyUnavailableException">The storage gave no answer; the next run carries on.</exception>
    public Task<DroppedRows> RunAsync(CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - Age;
        return tables.DropAsync(
            TableNames.Idempotency,
            IdempotencyLog.Key,
            IdempotencyLog.Key + "~",
            row => JsonSerializer.Deserialize(row.Json, StorageJson.Rows.IdempotencyRow)!.At < limit,
            cancellationToken);
    }
}
