using System.Text.Json;
using SecureDocket.Disclosures;
using SecureDocket.Limits;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Forgets sign-ins that nobody can go on with, counts that no longer count, and sessions that are over.</summary>
public sealed class DropOldSignIns(ITables tables, TimeProvider clock)
{
    // The longest wait and the longest window are an hour; a card number's tries are remembered for a day all the same.
    private static readonly TimeSpan s_age = TimeSpan.FromDays(1);

    /// <summary>Drops them.</summary>
    /// <param name="cancellationToken">Stops the run; rows deleted so far stay deleted.</param>
    /// <returns>How many were dropped, and whether everything was read.</returns>
    public async Task<DroppedRows> RunAsync(CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - s_age;
        DroppedRows[] runs =
        [
            await tables.DropAsync(
                TableNames.Attempts, Allowances.Key, Allowances.Key + "~", row => JsonSerializer.Deserialize(row.Json, LimitsJson.Rows.AllowanceRow)!.At < limit, cancellationToken),
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
