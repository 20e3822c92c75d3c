using SecureDocket.Places;

namespace SecureDocket.Hearings;

/// <summary>Releases a quarantined hearing after a review.</summary>
public sealed class ReleaseHearing(HearingQuarantine quarantine, SetHearing set)
{
    /// <summary>Records the hearing as the feed sent it; retries have no further effect.</summary>
    /// <param name="hearingId">The registrar's ID of the hearing.</param>
    /// <param name="courtId">The court that it moves to; null for one quarantined because of too many changes.</param>
    /// <param name="actor">The reviewer.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<HearingOnRecord>> ExecuteAsync(string hearingId, string? courtId, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hearingId);
        if (!HearingForm.IsId(hearingId) || !(courtId is null || PlaceRules.IsId(courtId))
            || await quarantine.FindAsync(hearingId, courtId, cancellationToken) is not { } hearing)
        {
            return HearingsRefusals.NotQuarantined;
        }

        var result = await set.ReleaseAsync(new(hearing.ANumber, hearing.Hearing), actor, hearing.Feed, hearing.PutAsideAt, cancellationToken);
        if (!result.IsRefused)
        {
            await quarantine.ReleasedAsync(hearingId, courtId, hearing.Hearing.SourceVersion, cancellationToken);
        }

        return result;
    }
}
