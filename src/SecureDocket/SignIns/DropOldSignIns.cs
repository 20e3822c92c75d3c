using SecureDocket.Disclosures;
using SecureDocket.Limits;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Deletes sign-ins that cannot continue, counts that no longer matter, and sessions that have ended.</summary>
public sealed class DropOldSignIns(Allowances allowances, Challenges challenges, Openings openings, Sessions sessions, TimeProvider clock)
{
    // The longest wait and the longest window are an hour; attempts for a card number are still kept for a day.
    private static readonly TimeSpan s_age = TimeSpan.FromDays(1);

    /// <summary>Deletes the old rows.</summary>
    /// <param name="cancellationToken">Stops the run; rows deleted so far stay deleted.</param>
    /// <returns>The number deleted, and whether everything was read.</returns>
    public async Task<DroppedRows> RunAsync(CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - s_age;
        DroppedRows[] runs =
        [
            await allowances.DropOldAsync(limit, cancellationToken),
            .. await challenges.DropOldAsync(limit, cancellationToken),
            await openings.DropOldAsync(limit, cancellationToken),
            await sessions.DropOldAsync(limit, cancellationToken),
        ];
        return new(runs.Sum(run => run.Count), runs.All(run => run.ReadAll));
    }
}
