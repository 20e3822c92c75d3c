using System.Globalization;
using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>Takes a hearing from the registrar's feed: sets, moves or cancels it, in whatever order versions come.</summary>
/// <remarks>
/// A hearing's id is claimed for one docket before that docket names it, and for good: neither a crash nor a race can put
/// one hearing into two dockets. The claim follows every check, so that what is refused claims nothing.
/// </remarks>
public sealed class SetHearing(DocketStore dockets, Lookups lookups, HearingQuarantine quarantine, TimeProvider clock)
{
    /// <summary>The most hearings of a docket that are not cancelled, far beyond any case's: a feed that runs wild must not fill a docket until it cannot be read.</summary>
    public const int HearingLimit = 200;

    /// <summary>How often within a day a feed sets or moves a person's hearings so that the person is told. What goes beyond is put aside for people to look at.</summary>
    public const int NewsLimit = 20;

    // A lost race means that another command changed this docket.
    private const int AttemptLimit = 8;

    /// <summary>Makes the docket say what the registrar says, once however often it is repeated.</summary>
    /// <param name="entry">The hearing.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="cancellationToken">Ends the wait; repeating carries on.</param>
    public Task<Result<HearingOnRecord>> ExecuteAsync(HearingEntry entry, Actor actor, CancellationToken cancellationToken) =>
        SetAsync(entry, actor, null, cancellationToken);

    /// <summary>The same for a hearing that was put aside and that somebody has looked at.</summary>
    /// <param name="entry">The hearing.</param>
    /// <param name="actor">Who has looked at it.</param>
    /// <param name="feed">Who said so.</param>
    /// <param name="cancellationToken">Ends the wait; repeating carries on.</param>
    internal Task<Result<HearingOnRecord>> ReleaseAsync(HearingEntry entry, Actor actor, Actor feed, CancellationToken cancellationToken) =>
        SetAsync(entry, actor, feed, cancellationToken);

    private async Task<Result<HearingOnRecord>> SetAsync(HearingEntry entry, Actor actor, Actor? releasedFor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var operation = OperationId.New();
        var hearing = entry.Hearing;
        if (await lookups.FindAsync(LookupKind.ANumber, entry.ANumber, cancellationToken) is not { } id)
        {
            return Refusals.NoSuchANumber;
        }

        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            // The A-number of an enrollment that was begun and not finished leads to no docket.
            if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchANumber;
            }

            // One that was cancelled and has left is still not another's, nor brought back by an older version.
            var known = docket.Hearings.FirstOrDefault(one => one.Id == hearing.Id)
                ?? (docket.HasLeftHearings ? await dockets.FindLeftHearingAsync(id, hearing.Id, cancellationToken) : null);
            var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
            var decision = Decide(docket, known, entry, now);
            if (decision.IsRefused)
            {
                return decision.Refusals.ToList();
            }

            if (decision.Value == HearingOutcome.Unchanged)
            {
                return new HearingOnRecord(id, known!, HearingOutcome.Unchanged);
            }

            var recorded = hearing.After(known, now);
            var isNews = recorded.Status == HearingStatus.Scheduled && recorded.DateVersion == recorded.SourceVersion;
            if (releasedFor is null && isNews && docket.HearingNews(now) >= NewsLimit)
            {
                await quarantine.PutAsync(new(id, entry.ANumber, hearing, actor), cancellationToken);
                return new Refusal("hearing-quarantined", "Unusually much was said about this person today. This hearing was put aside for people to look at; nothing was changed.");
            }

            if (known is null && await lookups.ClaimAsync(LookupKind.Hearing, hearing.Id, id, cancellationToken) != id)
            {
                return new Refusal("hearing-of-another", "This hearing is another person's; a hearing never changes its person. Nothing was changed.", "aNumber");
            }

            var change = new DocketChange(KindOf(decision.Value)) { Hearings = [recorded], RequestedBy = releasedFor };
            if (await dockets.CommitAsync(docket, change, actor, operation, cancellationToken) is not null)
            {
                return new HearingOnRecord(id, recorded, decision.Value);
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static Result<HearingOutcome> Decide(Docket docket, Hearing? known, HearingEntry entry, Instant now)
    {
        var hearing = entry.Hearing;
        if (hearing.SourceVersion < known?.SourceVersion)
        {
            return new Refusal("hearing-stale", Inconsistent(known, "a newer version"), "sourceVersion");
        }

        if (hearing.SourceVersion == known?.SourceVersion)
        {
            return hearing.SaysTheSameAs(known)
                ? HearingOutcome.Unchanged
                : new Refusal("hearing-version-reused", Inconsistent(known, "the same version with other content"), "sourceVersion");
        }

        if (entry.FaultAt(now) is { } fault)
        {
            return fault;
        }

        if (hearing.Status == HearingStatus.Scheduled && known?.Status != HearingStatus.Scheduled
            && docket.Hearings.Count(one => one.Status == HearingStatus.Scheduled) >= HearingLimit)
        {
            return new Refusal("hearing-limit", $"A cardholder has at most {HearingLimit} hearings, past ones included; cancelled ones do not count.", "hearingId");
        }

        return hearing.Status == HearingStatus.Cancelled ? HearingOutcome.Cancelled
            : known is null ? HearingOutcome.Created
            : HearingOutcome.Moved;
    }

    private static string Inconsistent(Hearing known, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"Version {known.SourceVersion} is on record, {what}; nothing was changed.");

    private static string KindOf(HearingOutcome outcome) => outcome switch
    {
        HearingOutcome.Created => "hearing-set",
        HearingOutcome.Moved => "hearing-moved",
        HearingOutcome.Cancelled => "hearing-cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}

/// <summary>A hearing as it stands after the registrar's word.</summary>
/// <param name="CardholderId">Whose hearing.</param>
/// <param name="Hearing">The hearing.</param>
/// <param name="Outcome">What the registrar's word came to.</param>
public sealed record HearingOnRecord(CardholderId CardholderId, Hearing Hearing, HearingOutcome Outcome);

/// <summary>What a registrar's word came to.</summary>
public enum HearingOutcome
{
    /// <summary>It was on record so already.</summary>
    Unchanged,

    /// <summary>The hearing is new.</summary>
    Created,

    /// <summary>A newer version took the place of the one on record, be it at another time or not.</summary>
    Moved,

    /// <summary>It is not to be held.</summary>
    Cancelled,
}
