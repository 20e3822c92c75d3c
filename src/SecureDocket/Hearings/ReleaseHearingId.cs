using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>Takes the id of a hearing from a docket that should never have had it, so that another docket can have it. A hearing that stands there is cancelled.</summary>
/// <remarks>
/// Three steps, of which each is repeated until it is done. The claim is marked, and from then on not even its owner can claim it. Then the
/// docket is committed, be it with nothing but the journal's word: whatever loaded the docket before fails at its guard, and whatever loads
/// it afterwards must claim the id first. Only then the claim goes. So no commit that is still on its way puts one hearing into two dockets.
/// </remarks>
public sealed class ReleaseHearingId(DocketStore dockets, Lookups lookups, TimeProvider clock)
{
    private const int AttemptLimit = 8;


    /// <summary>Takes it, once however often it is repeated.</summary>
    /// <param name="hearingId">The registrar's id of the hearing.</param>
    /// <param name="id">The docket that has it.</param>
    /// <param name="expected">The version that stands on record there, as the administrator knows it; 0 where the id is claimed and no hearing came of it.</param>
    /// <param name="reason">Why, for the journal; nothing personal.</param>
    /// <param name="actor">The administrator.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<HearingIdRelease>> ExecuteAsync(
        string hearingId, CardholderId id, VersionMatch expected, string reason, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hearingId);
        ArgumentNullException.ThrowIfNull(expected);
        if (!HearingForm.IsId(hearingId))
        {
            return HearingsRefusals.NoSuchId;
        }

        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var claim = await lookups.FindHearingClaimAsync(hearingId, cancellationToken);
            if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            var known = docket.Hearings.FirstOrDefault(one => one.Id == hearingId)
                ?? (docket.HasLeftHearings ? await dockets.FindLeftHearingAsync(id, hearingId, cancellationToken) : null);
            var released = await dockets.FindReleasedIdAsync(id, hearingId, cancellationToken);
            if (claim?.Owner != id)
            {
                return released is not null ? new HearingIdRelease(id, known)
                    : claim is null ? HearingsRefusals.NoSuchId
                    : HearingsRefusals.OfAnother(claim.Owner);
            }

            if (claim.Releasing is not { } release || released?.Operation != release.Value)
            {
                var version = known is { ReleaseReason: null } ? known.SourceVersion : 0;
                if (!expected.Includes(version))
                {
                    return HearingsRefusals.VersionMismatch(version);
                }

                if (claim.Releasing is null)
                {
                    // Read again whether this won or not: what follows decides on a docket that was loaded after it.
                    await lookups.BeginReleaseAsync(hearingId, claim, OperationId.New(), cancellationToken);
                    continue;
                }

                var change = new DocketChange("hearing-id-released")
                {
                    Hearings = known is { ReleaseReason: null } ? [Cancelled(known, reason)] : [],
                    ReleasedId = new(hearingId, reason, claim.Releasing.Value.Value),
                };
                if (await dockets.CommitAsync(docket, change, actor, claim.Releasing.Value, cancellationToken) is null)
                {
                    continue;
                }

                known = change.Hearings.Count > 0 ? change.Hearings[0] : known;
            }

            if (await lookups.EndReleaseAsync(hearingId, claim, cancellationToken))
            {
                return new HearingIdRelease(id, known);
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    // A version of its own: the person is told of it as of any cancellation, and the registrar's next word for this docket must be newer still.
    private Hearing Cancelled(Hearing known, string reason)
    {
        var version = Math.Min(known.SourceVersion + 1, HearingForm.LargestVersion);
        var cancelled = known with { SourceVersion = version, Status = HearingStatus.Cancelled, MovedFrom = null, SetBackReason = null };
        var after = cancelled.After(known, clock.GetCurrentInstant()) with { ReleaseReason = reason };

        // Beyond the largest version too: what the person was told of under it is told to be off under another.
        return known.Status == HearingStatus.Cancelled ? after : after with { DateVersion = known.SourceVersion + 1 };
    }
}

/// <summary>A hearing's id that was taken from a docket.</summary>
/// <param name="CardholderId">The docket that had it.</param>
/// <param name="Hearing">The hearing as it stands there, cancelled; null when none came of the id.</param>
public sealed record HearingIdRelease(CardholderId CardholderId, Hearing? Hearing);
