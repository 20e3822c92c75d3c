using System.Text.Json;
using SecureDocket.Disclosures;
using SecureDocket.Limits;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Deletes sign-ins that cannot continue, counts that no longer matter, and sessions that have ended.</summary>
public sealed class PurgeSignIns(ITables tables, TimeProvider clock)
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
            await tables.DropAsync(
                TableNames.Attempts, RateLimits.Key, RateLimits.Key + "~", row => JsonSerializer.Deserialize(row.Json, LimitsJson.Rows.AllowanceRow)!.At < limit, cancellationToken),
            await tables.DropAsync(
                TableNames.Attempts,
                Challenges.Prefix,
                Challenges.Prefix + "~",
                row => JsonSerializer.Deserialize(row.Json, SignInsJson.Rows.ChallengeRow)!.At < limit,
                cancellationToken),
            await tables.DropAsync(
                TableNames.Attempts,
                Challenges.TriesKey,
                Challenges.TriesKey + "~",
                row => JsonSerializer.Deserialize(row.Json, SignInsJson.Rows.TriesRow)!.LastAt < limit,
                cancellationToken),
            await tables.DropAsync(TableNames.Attempts, Openings.Key, Openings.Key + "~", row => Openings.IsOld(row, limit), cancellationToken),
            await tables.DropAsync(
                TableNames.SignIns,
                Sessions.Prefix,
                Sessions.Prefix + "~",
                row => JsonSerializer.Deserialize(row.Json, SignInsJson.Rows.SessionRow)!.StartedAt < limit,
                cancellationToken),
        ];
        return new(runs.Sum(run => run.Count), runs.All(run => run.ReadAll));
    }
}
