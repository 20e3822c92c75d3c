using SecureDocket.Places;

namespace SecureDocket.Hearings;

/// <summary>Takes a hearing that was put aside, once somebody has looked at it.</summary>
public sealed class ReleaseHearing(HearingQuarantine quarantine, SetHearing set)
{
    /// <summary>Takes it as the feed said it, once however often it is repeated.</summary>
    /// <param name="hearingId">The registrar's id of the hearing.</param>
    /// <param name="courtId">The court that it is to be moved to; null for one that was too much news.</param>
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
