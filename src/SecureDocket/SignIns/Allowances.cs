using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Counts what may happen only so often within a while, across all instances.</summary>
public sealed class Allowances(ITables tables, TimeProvider clock)
{
    internal const string Key = "allowance";
    private const int AttemptLimit = 8;

    /// <summary>Takes one of <paramref name="limit"/> for the present window. Two requests.</summary>
    /// <param name="subject">What is counted; nothing personal.</param>
    /// <param name="limit">How often within a window.</param>
    /// <param name="window">The window's length. Windows follow each other, so twice the limit may fall close together.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the window's are used up. Where many take at once and all of them lose the race, there is still some left, and one more is let through.</returns>
    internal async Task<bool> TakeAsync(string subject, int limit, TimeSpan window, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var row = await tables.FindAsync(TableNames.Attempts, new(subject, Key), cancellationToken);
            var present = clock.GetUtcNow().Ticks / window.Ticks;
            var known = row is null ? null : JsonSerializer.Deserialize(row.Json, StorageJson.Default.AllowanceRow);
            var count = known?.Window == present ? known.Count : 0;
            if (count >= limit)
            {
                return false;
            }

            var json = JsonSerializer.Serialize(new AllowanceRow(present, count + 1, clock.GetUtcNow()), StorageJson.Default.AllowanceRow);
            var write = row is null ? RowWrite.Insert(Key, json) : RowWrite.Replace(Key, json, row.Version);
            if (await tables.CommitAsync(TableNames.Attempts, subject, [write], cancellationToken) is not null)
            {
                return true;
            }
        }

        return true;
    }

    /// <summary>Gives back one that was taken in the present window and not used. Two requests; where others take meanwhile, it may stay taken.</summary>
    internal async Task GiveBackAsync(string subject, TimeSpan window, CancellationToken cancellationToken)
    {
        if (await tables.FindAsync(TableNames.Attempts, new(subject, Key), cancellationToken) is { } row
            && JsonSerializer.Deserialize(row.Json, StorageJson.Default.AllowanceRow) is { Count: > 0 } known
            && known.Window == clock.GetUtcNow().Ticks / window.Ticks)
        {
            var json = JsonSerializer.Serialize(known with { Count = known.Count - 1 }, StorageJson.Default.AllowanceRow);
            await tables.CommitAsync(TableNames.Attempts, subject, [RowWrite.Replace(Key, json, row.Version)], cancellationToken);
        }
    }
}
