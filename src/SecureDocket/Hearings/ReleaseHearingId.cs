using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>
/// Releases a hearing's ID from a docket that should never have had it, so that another docket can have it. A scheduled hearing there is
/// cancelled.
/// </summary>
/// <remarks>
/// There are three steps, each repeated until it is done. First the claim is marked, so that not even its owner can claim it any more. Then the
/// docket is committed, possibly with only a journal event: a command that loaded the docket earlier fails at its guard, and a command that loads
/// it later must claim the ID first. Only then is the claim deleted. So no commit in progress can put one hearing into two dockets.
/// </remarks>
public sealed class ReleaseHearingId(DocketStore dockets, Lookups lookups, TimeProvider clock)
{
    private const int AttemptLimit = 8;

    /// <summary>Releases the ID; retries have no further effect.</summary>
    /// <param name="hearingId">The registrar's ID of the hearing.</param>
    /// <param name="id">The docket that has the ID.</param>
    /// <param name="expected">The version on record there, as the administrator knows it; 0 if the ID is claimed and there is no hearing.</param>
    /// <param name="reason">The reason, for the journal; nothing personal.</param>
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
                    // The claim is read again whether or not this succeeded, so that the decision is based on a docket loaded after it.
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

    // The cancellation gets its own version: the person is notified as of any cancellation, and the registrar's next statement for this docket must be newer.
    private Hearing Cancelled(Hearing known, string reason)
    {
        var version = Math.Min(known.SourceVersion + 1, HearingForm.LargestVersion);
        var cancelled = known with { SourceVersion = version, Status = HearingStatus.Cancelled, MovedFrom = null, SetBackReason = null };
        var after = cancelled.After(known, clock.GetCurrentInstant()) with { ReleaseReason = reason };

        // This may exceed the largest version: the person was told about the date under one version and about its cancellation under another.
        return known.Status == HearingStatus.Cancelled ? after : after with { DateVersion = known.SourceVersion + 1 };
    }
}

/// <summary>A hearing's ID that was released from a docket.</summary>
/// <param name="CardholderId">The docket that had it.</param>
/// <param name="Hearing">The cancelled hearing in that docket; null if the ID had none.</param>
public sealed record HearingIdRelease(CardholderId CardholderId, Hearing? Hearing);
