using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Limits;

/// <summary>Limits how often something may happen within a time window, across all instances.</summary>
public sealed class RateLimits(ITables tables, TimeProvider clock)
{
    internal const string Key = "allowance";

    // Each lost race is another caller's use. Concurrent requests from one place each get a turn; more lost races than this are a flood.
    private const int AttemptLimit = 24;

    /// <summary>Takes one of <paramref name="limit"/> for the current window. Two requests, and two more for each lost race.</summary>
    /// <param name="subject">The subject that is counted; nothing personal.</param>
    /// <param name="limit">The number of uses allowed per window.</param>
    /// <param name="window">The length of the window. Windows are consecutive, so up to twice the limit may fall close together.</param>
    /// <returns>False if the window is used up, or if so many others took one at the same time that every race was lost: a flood cannot
    /// bypass a limit.</returns>
    internal async Task<bool> TakeAsync(string subject, int limit, TimeSpan window, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var row = await tables.FindAsync(TableNames.Attempts, new(subject, Key), cancellationToken);
            var present = clock.GetUtcNow().Ticks / window.Ticks;
            var known = row is null ? null : JsonSerializer.Deserialize(row.Json, LimitsJson.Rows.AllowanceRow);
            var count = known?.Window == present ? known.Count : 0;
            if (count >= limit)
            {
                return false;
            }

            var json = JsonSerializer.Serialize(new AllowanceRow(present, count + 1, clock.GetUtcNow()), LimitsJson.Rows.AllowanceRow);
            var write = row is null ? RowWrite.Insert(Key, json) : RowWrite.Replace(Key, json, row.Version);
            if (await tables.CommitAsync(TableNames.Attempts, subject, [write], cancellationToken) is not null)
            {
                return true;
            }

            // A random delay keeps racing requests from racing again.
            await Task.Delay(Random.Shared.Next(1, 10 * (attempt + 1)), cancellationToken);
        }

        return false;
    }

    /// <summary>Returns an unused one to the current window. Two requests; it may stay taken if others take at the same time.</summary>
    internal async Task GiveBackAsync(string subject, TimeSpan window, CancellationToken cancellationToken)
    {
        if (await tables.FindAsync(TableNames.Attempts, new(subject, Key), cancellationToken) is { } row
            && JsonSerializer.Deserialize(row.Json, LimitsJson.Rows.AllowanceRow) is { Count: > 0 } known
            && known.Window == clock.GetUtcNow().Ticks / window.Ticks)
        {
            var json = JsonSerializer.Serialize(known with { Count = known.Count - 1 }, LimitsJson.Rows.AllowanceRow);
            await tables.CommitAsync(TableNames.Attempts, subject, [RowWrite.Replace(Key, json, row.Version)], cancellationToken);
        }
    }
}
