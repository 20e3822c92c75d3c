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
public sealed class SetHearing(DocketStore dockets, Lookups lookups, TimeProvider clock)
{
    /// <summary>The most hearings of a docket, far beyond any case's: a feed that runs wild must not fill a docket until it cannot be read.</summary>
    public const int HearingLimit = 200;

    // A lost race means that another command changed this docket.
    private const int AttemptLimit = 8;

    /// <summary>Makes the docket say what the registrar says, once however often it is repeated.</summary>
    /// <param name="entry">The hearing.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="cancellationToken">Ends the wait; repeating carries on.</param>
    public async Task<Result<HearingOnRecord>> ExecuteAsync(HearingEntry entry, Actor actor, CancellationToken cancellationToken)
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

            var known = docket.Hearings.FirstOrDefault(one => one.Id == hearing.Id);
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

            if (known is null && await lookups.ClaimAsync(LookupKind.Hearing, hearing.Id, id, cancellationToken) != id)
            {
                return new Refusal("hearing-of-another", "This hearing is another person's; a hearing never changes its person. Nothing was changed.", "aNumber");
            }

            var recorded = hearing.After(known, now);
            var change = new DocketChange(KindOf(decision.Value)) { Hearings = [recorded] };
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

        if (known is null && docket.Hearings.Count >= HearingLimit)
        {
            return new Refusal("hearing-limit", $"A cardholder has at most {HearingLimit} hearings, past ones included.", "hearingId");
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
