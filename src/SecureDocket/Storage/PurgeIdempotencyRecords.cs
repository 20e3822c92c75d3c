namespace SecureDocket.Storage;

/// <summary>Deletes records of creating requests that no one will retry any more, whether answered or not.</summary>
/// <remarks>A later retry runs the request again; the commands themselves still recognize their own work.</remarks>
public sealed class PurgeIdempotencyRecords(ITables tables, TimeProvider clock)
{
    private readonly RowTable<IdempotencyRow> _requests = new(tables, TableNames.Idempotency, StorageJson.Rows.IdempotencyRow);

    /// <summary>The minimum time that a request is remembered, from when it was begun or answered.</summary>
    public static TimeSpan Age { get; } = TimeSpan.FromDays(7);

    /// <summary>Deletes the old records.</summary>
    /// <param name="cancellationToken">Stops the run; rows deleted so far stay deleted.</param>
    /// <returns>The number deleted, and whether the whole table was read.</returns>
    /// <exception cref="DependencyUnavailableException">The storage did not respond; the next run continues.</exception>
    public Task<PurgedRows> RunAsync(CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - Age;
        return _requests.PurgeAsync(IdempotencyLog.Key, IdempotencyLog.Key + "~", row => row.At < limit, cancellationToken);
    }
}
