using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Disclosures;
using SecureDocket.Limits;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Deletes sign-ins that cannot continue, counts and looks that no longer matter, and sessions that have ended.</summary>
public sealed class PurgeSignIns(RateLimits rateLimits, Challenges challenges, Openings openings, Sessions sessions, OfficeDays officeDays, TimeProvider clock)
{
    // The longest wait and the longest window are an hour; attempts for a card number are still kept for a day.
    private static readonly TimeSpan s_age = TimeSpan.FromDays(1);

    /// <summary>Deletes the old rows.</summary>
    /// <param name="cancellationToken">Stops the run; rows deleted so far stay deleted.</param>
    /// <returns>The number deleted, and whether everything was read.</returns>
    public async Task<PurgedRows> RunAsync(CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - s_age;
        PurgedRows[] runs =
        [
            await rateLimits.PurgeAsync(limit, cancellationToken),
            .. await challenges.PurgeAsync(limit, cancellationToken),
            await openings.PurgeAsync(limit, cancellationToken),
            await sessions.PurgeAsync(limit, cancellationToken),
            await officeDays.PurgeSeenAsync(LocalDate.FromDateTime(limit.UtcDateTime), cancellationToken),
        ];
        return new(runs.Sum(run => run.Count), runs.All(run => run.ReadAll));
    }
}
