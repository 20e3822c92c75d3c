using SecureDocket.Storage;

namespace SecureDocket.Limits;

/// <summary>Limits how often something may happen within a time window, across all instances.</summary>
public sealed class RateLimits(ITables tables, TimeProvider clock)
{
    private const string Key = "allowance";

    // Each lost race is another caller's use. Concurrent requests from one place each get a turn; more lost races than this are a flood.
    private const int AttemptLimit = 24;

    private readonly RowTable<AllowanceRow> _allowances = new(tables, TableNames.Attempts, LimitsJson.Rows.AllowanceRow);

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
            var known = await _allowances.FindAsync(subject, Key, cancellationToken);
            var present = clock.GetUtcNow().Ticks / window.Ticks;
            var count = known?.Value.Window == present ? known.Value.Count : 0;
            if (count >= limit)
            {
                return false;
            }

            if (await _allowances.WriteAsync(subject, Key, known, new(present, count + 1, clock.GetUtcNow()), cancellationToken) is not null)
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
        if (await _allowances.FindAsync(subject, Key, cancellationToken) is (_, { Count: > 0 } known, var version)
            && known.Window == clock.GetUtcNow().Ticks / window.Ticks)
        {
            await _allowances.ReplaceAsync(subject, Key, known with { Count = known.Count - 1 }, version, cancellationToken);
        }
    }

    /// <summary>Deletes the counts that were last changed before <paramref name="limit"/>. Requests as <see cref="RowTable{T}.PurgeAsync"/>.</summary>
    internal Task<PurgedRows> PurgeAsync(DateTimeOffset limit, CancellationToken cancellationToken) =>
        _allowances.PurgeAsync(Key, Key + "~", row => row.At < limit, cancellationToken);
}
