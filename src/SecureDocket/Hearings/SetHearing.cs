using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>Records a hearing from a court's registrar: sets, moves or cancels it, in whatever order versions arrive.</summary>
/// <remarks>
/// A hearing's ID is claimed for one docket before that docket names it, so neither a crash nor a race can put one hearing into
/// two dockets. The claim follows every check, so that a refused hearing claims nothing. Only an administrator can release it,
/// with <see cref="ReleaseHearingId"/>. A move to another court needs the statements of both.
/// </remarks>
public sealed class SetHearing(DocketStore dockets, Lookups lookups, CourtStore courts, HearingQuarantine quarantine, SmsOptions options, TimeProvider clock)
{
    /// <summary>
    /// The maximum number of scheduled hearings of a docket, far beyond any real case: a malfunctioning feed must not fill a docket until
    /// it cannot be read.
    /// </summary>
    public const int HearingLimit = 200;

    /// <summary>
    /// The number of a person's hearings that a feed may set or move a day with a notice to the person. Further ones are quarantined for
    /// review.
    /// </summary>
    public const int NewsLimit = 20;

    // A lost race means that another command changed this docket.
    private const int AttemptLimit = 8;

    /// <summary>Records the hearing as the registrar sent it; retries have no further effect.</summary>
    /// <param name="entry">The hearing.</param>
    /// <param name="actor">The registrar.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Result<HearingOnRecord>> ExecuteAsync(HearingEntry entry, Actor actor, CancellationToken cancellationToken) =>
        SetAsync(entry, actor, null, null, cancellationToken);

    /// <summary>Records a hearing that was quarantined and has been reviewed.</summary>
    /// <param name="entry">The hearing.</param>
    /// <param name="actor">The reviewer.</param>
    /// <param name="feed">The feed that sent it.</param>
    /// <param name="putAsideAt">When it was quarantined; an ID that was released since is not brought back.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    internal Task<Result<HearingOnRecord>> ReleaseAsync(HearingEntry entry, Actor actor, Actor feed, Instant putAsideAt, CancellationToken cancellationToken) =>
        SetAsync(entry, actor, feed, putAsideAt, cancellationToken);

    private async Task<Result<HearingOnRecord>> SetAsync(HearingEntry entry, Actor actor, Actor? releasedFor, Instant? putAsideAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var operation = OperationId.New();
        var hearing = entry.Hearing;

        // A caller who does not speak for the hearing's court may speak for the court it moves from. No other caller learns who is enrolled.
        var speaks = releasedFor is not null || entry.Court?.HearsFrom(actor) == true;
        var unknown = speaks ? Refusals.NoSuchANumber : Refusals.CourtOfAnother(hearing.CourtId);
        if (await lookups.FindAsync(LookupKind.ANumber, entry.ANumber, cancellationToken) is not { } id)
        {
            return unknown;
        }

        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            // An A-number may lead to no docket, if its enrollment was begun but not finished.
            if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
            {
                return unknown;
            }

            // A cancelled hearing outside the live docket still belongs to the person, and an older version must not bring it back.
            var known = docket.Hearings.FirstOrDefault(one => one.Id == hearing.Id)
                ?? (docket.HasLeftHearings ? await dockets.FindLeftHearingAsync(id, hearing.Id, cancellationToken) : null);
            var hasId = known is { ReleaseReason: null };
            if (putAsideAt is { } aside && known is { ReleaseReason: not null } && aside <= known.RecordedAt)
            {
                return HearingsRefusals.IdReleased;
            }

            // No version can exceed the largest one; a released ID then continues from the version that the person was told about.
            if (known is { ReleaseReason: not null, SourceVersion: >= HearingForm.LargestVersion })
            {
                known = known with { SourceVersion = docket.VersionsTold(hearing.Id).Where(version => version < HearingForm.LargestVersion).DefaultIfEmpty(0).Max() };
            }

            var leaves = hasId && known!.CourtId != hearing.CourtId && releasedFor is null;
            var left = leaves ? await courts.FindAsync(known!.CourtId, cancellationToken) : null;
            if (!speaks && left?.HearsFrom(actor) != true)
            {
                return unknown;
            }

            if (known is not null && !hasId && await IsOfAnotherAsync(hearing.Id, id, cancellationToken))
            {
                return HearingsRefusals.OfAnotherPerson;
            }

            var now = clock.GetCurrentInstant();
            var decision = Decide(docket, known, entry, now);
            if (decision.IsRefused)
            {
                return decision.Refusals.ToList();
            }

            if (decision.Value == HearingOutcome.Unchanged)
            {
                if (known!.MovedFrom is not null)
                {
                    await quarantine.ReleasedAsync(hearing.Id, hearing.CourtId, hearing.SourceVersion, cancellationToken);
                }

                return new HearingOnRecord(id, known, HearingOutcome.Unchanged, IsNotToldInTime(docket, known, now));
            }

            var said = new QuarantinedHearing(id, entry.ANumber, hearing, actor);
            var requestedBy = releasedFor;
            if (leaves && !(speaks && left?.HearsFrom(actor) == true))
            {
                var (awaited, heard) = speaks ? (left, entry.Court) : (entry.Court, left);
                var other = await OtherWordAsync(said with { Awaits = speaks ? known!.CourtId : hearing.CourtId }, awaited, heard, cancellationToken);
                if (other.IsRefused)
                {
                    return other.Refusals.ToList();
                }

                requestedBy = other.Value;
            }

            var isAgreed = releasedFor is null && requestedBy is not null;
            var recorded = hearing.After(known, now, entry.Court is { } court ? court.Closures ?? [] : null) with { MovedFrom = isAgreed ? known!.CourtId : null };
            var isNews = recorded.Status == HearingStatus.Scheduled && recorded.DateVersion == recorded.SourceVersion;
            if (releasedFor is null && isNews && docket.HearingNews(now) >= NewsLimit)
            {
                if (!hasId && await IsOfAnotherAsync(hearing.Id, id, cancellationToken))
                {
                    return HearingsRefusals.OfAnotherPerson;
                }

                // A hearing that both courts have agreed to is already quarantined.
                if (!isAgreed)
                {
                    await quarantine.PutAsync(said, cancellationToken);
                }

                return HearingsRefusals.Quarantined;
            }

            if (!hasId && !await lookups.ClaimHearingAsync(hearing.Id, id, cancellationToken))
            {
                return HearingsRefusals.OfAnotherPerson;
            }

            var change = new DocketChange(KindOf(decision.Value)) { Hearings = [recorded], RequestedBy = requestedBy };
            if (await dockets.CommitAsync(docket, change, actor, operation, cancellationToken) is { } committed)
            {
                if (isAgreed)
                {
                    await quarantine.ReleasedAsync(hearing.Id, hearing.CourtId, hearing.SourceVersion, cancellationToken);
                }

                return new HearingOnRecord(id, recorded, decision.Value, IsNotToldInTime(committed, recorded, now));
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    // Neither by a text in the hours that are left nor by mail.
    private bool IsNotToldInTime(Docket docket, Hearing hearing, Instant now)
    {
        var subject = new ReminderSubject(ReminderSubjectKind.Hearing, hearing.Id, hearing.DateVersion);
        var zone = DateTimeZoneProviders.Tzdb[docket.Cardholder.Details.TimeZone];
        return docket.Reminders.FirstOrDefault(reminder => reminder.Subject == subject && reminder.Occasion == ReminderOccasion.Notice) is { MayHaveBeenRead: false } notice
            && (PeopleToCall.IsReached(docket) ? options.Window.NextForNews(now, notice.Until, zone) >= notice.Until : notice.Until - now < PeopleToCall.MailTakes);
    }

    /// <summary>The feed that sent the same statement for the other court of a move. If there is none, this statement waits, and a refusal is returned.</summary>
    /// <param name="said">This statement, and the court it waits for.</param>
    /// <param name="awaited">The court it waits for.</param>
    /// <param name="heard">The court that this statement was sent for.</param>
    private async Task<Result<Actor>> OtherWordAsync(QuarantinedHearing said, Court? awaited, Court? heard, CancellationToken cancellationToken)
    {
        // A cancellation moves no one: it needs no agreement, and only the hearing's current court can send it.
        if (said.Hearing.Status == HearingStatus.Cancelled)
        {
            return Refusals.CourtOfAnother(said.Awaits!);
        }

        var waits = await quarantine.AwaitAsync(said, feed => awaited?.HearsFrom(feed) == true || heard?.HearsFrom(feed) == true, cancellationToken);
        if (waits.Hearing.SourceVersion > said.Hearing.SourceVersion)
        {
            return HearingsRefusals.StaleInQuarantine(waits.Hearing.SourceVersion);
        }

        if (!waits.Hearing.SaysTheSameAs(said.Hearing))
        {
            return HearingsRefusals.ReusedInQuarantine(waits.Hearing.SourceVersion);
        }

        return awaited?.HearsFrom(waits.Feed) == true
            ? waits.Feed
            : HearingsRefusals.AwaitsCourt(said.Awaits);
    }

    private async Task<bool> IsOfAnotherAsync(string hearingId, CardholderId id, CancellationToken cancellationToken) =>
        await lookups.FindAsync(LookupKind.Hearing, hearingId, cancellationToken) is { } owner && owner != id;

    private static Result<HearingOutcome> Decide(Docket docket, Hearing? known, HearingEntry entry, Instant now)
    {
        var hearing = entry.Hearing;
        if (hearing.SourceVersion < known?.SourceVersion)
        {
            return HearingsRefusals.Stale(known.SourceVersion);
        }

        if (hearing.SourceVersion == known?.SourceVersion)
        {
            return hearing.SaysTheSameAs(known)
                ? HearingOutcome.Unchanged
                : HearingsRefusals.Reused(known.SourceVersion);
        }

        if (entry.FaultAt(now) is { } fault)
        {
            return fault;
        }

        if (hearing.Status == HearingStatus.Scheduled && known?.Status != HearingStatus.Scheduled
            && docket.Hearings.Count(one => one.Status == HearingStatus.Scheduled) >= HearingLimit)
        {
            return HearingsRefusals.Limit(HearingLimit);
        }

        return hearing.Status == HearingStatus.Cancelled ? HearingOutcome.Cancelled
            : known is null ? HearingOutcome.Created
            : HearingOutcome.Moved;
    }

    private static string KindOf(HearingOutcome outcome) => outcome switch
    {
        HearingOutcome.Created => "hearing-set",
        HearingOutcome.Moved => "hearing-moved",
        HearingOutcome.Cancelled => "hearing-cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}

/// <summary>A hearing on record after the registrar's statement.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Hearing">The hearing.</param>
/// <param name="Outcome">The effect of the statement.</param>
/// <param name="IsNotToldInTime">Whether no text tells the person before the hearing, and mail comes too late: somebody has to call. The work list says so.</param>
public sealed record HearingOnRecord(CardholderId CardholderId, Hearing Hearing, HearingOutcome Outcome, bool IsNotToldInTime = false);

/// <summary>The effect of a registrar's statement.</summary>
public enum HearingOutcome
{
    /// <summary>It was already on record.</summary>
    Unchanged,

    /// <summary>The hearing is new.</summary>
    Created,

    /// <summary>A newer version replaced the one on record, with or without a new time.</summary>
    Moved,

    /// <summary>The hearing was cancelled.</summary>
    Cancelled,
}
