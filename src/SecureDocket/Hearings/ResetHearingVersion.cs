using SecureDocket.Dockets;
using SecureDocket.Reminders;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>
/// Sets back the registrar's version of a hearing, when a feed sent a version so high that none can follow. The hearing itself does not
/// change.
/// </summary>
public sealed class ResetHearingVersion(DocketStore dockets, Lookups lookups)
{
    /// <summary>The maximum length of a reason.</summary>
    public const int ReasonLimit = 200;

    private const int AttemptLimit = 8;

    /// <summary>Sets the version back; retries have no further effect.</summary>
    /// <param name="hearingId">The registrar's ID of the hearing.</param>
    /// <param name="expected">The version on record, as the administrator knows it.</param>
    /// <param name="version">The version that the feed continues from; its next one is newer.</param>
    /// <param name="reason">The reason, for the journal; nothing personal.</param>
    /// <param name="actor">The administrator.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<Hearing>> ExecuteAsync(
        string hearingId, VersionMatch expected, long version, string reason, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hearingId);
        var operation = OperationId.New();
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await lookups.FindAsync(LookupKind.Hearing, hearingId, cancellationToken) is not { } id
                || await dockets.LoadAsync(id, cancellationToken) is not { } docket
                || (docket.Hearings.FirstOrDefault(one => one.Id == hearingId)
                    ?? (docket.HasLeftHearings ? await dockets.FindLeftHearingAsync(id, hearingId, cancellationToken) : null)) is not { ReleaseReason: null } known)
            {
                return HearingsRefusals.NoSuchHearing;
            }

            if ((known.SourceVersion, known.SetBackReason) == (version, reason))
            {
                return known;
            }

            if (!expected.Includes(known.SourceVersion))
            {
                return HearingsRefusals.VersionMismatch(known.SourceVersion);
            }

            // An earlier version of the date would match reminders that were settled long ago, and the person would not be notified.
            var least = docket.Reminders
                .Where(reminder => reminder.Subject is { Kind: ReminderSubjectKind.Hearing } subject && subject.Id == hearingId && subject.Version < known.DateVersion)
                .Select(reminder => reminder.Subject.Version).DefaultIfEmpty(1).Max();
            if (version < least || version >= known.SourceVersion)
            {
                return HearingsRefusals.SetBackVersion(least);
            }

            var setBack = known with { SourceVersion = version, SetBackReason = reason };
            if (await dockets.CommitAsync(docket, new DocketChange("hearing-set-back") { Hearings = [setBack] }, actor, operation, cancellationToken) is not null)
            {
                return setBack;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
