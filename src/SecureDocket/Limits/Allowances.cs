using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Limits;

/// <summary>Counts what may happen only so often within a while, across all instances.</summary>
public sealed class Allowances(ITables tables, TimeProvider clock)
{
    internal const string Key = "allowance";

    // Each lost race is another's take. As many as come together from one place have a turn each, and what loses still more often is a flood.
    private const int AttemptLimit = 24;

    /// <summary>Takes one of <paramref name="limit"/> for the present window. Two requests, and two more for each race that is lost.</summary>
    /// <param name="subject">What is counted; nothing personal.</param>
    /// <param name="limit">How often within a window.</param>
    /// <param name="window">The window's length. Windows follow each other, so twice the limit may fall close together.</param>
    /// <returns>False when the window's are used up, or when others took so many at the same time that the race for one was lost to the end: a flood finds no way past a limit.</returns>
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

            // Whoever lost the race together should not run it together again.
            await Task.Delay(Random.Shared.Next(1, 10 * (attempt + 1)), cancellationToken);
        }

        return false;
    }

    /// <summary>Gives back one that was taken in the present window and not used. Two requests; where others take meanwhile, it may stay taken.</summary>
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
