using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Journals;

namespace SecureDocket.Cardholders;

/// <summary>Records the result of the background check. If the person is no longer cleared, their card is suspended at once and waits for an officer.</summary>
public sealed class RecordClearance(DocketStore dockets, ClearanceReviews reviews, TimeProvider clock)
{
    private const int AttemptLimit = 8;

    /// <summary>Records a clearance on a docket of the expected version.</summary>
    public async Task<Result<Docket>> ExecuteAsync(
        CardholderId id, VersionMatch expected, Clearance clearance, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            var decision = Decide(docket, expected, clearance, actor, clock.GetUtcNow());
            if (decision.IsRefused)
            {
                return decision.Refusals.ToList();
            }

            if (decision.Value is not { } change)
            {
                return docket;
            }

            // The hint comes before the docket, so that no card is suspended without an officer learning of it.
            if (change.Cards is [{ ReviewSince: { } since }])
            {
                await reviews.AddAsync(id, since, cancellationToken);
            }

            if (await dockets.CommitAsync(docket, change, actor, OperationId.New(), cancellationToken) is { } committed)
            {
                return committed;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static Result<DocketChange?> Decide(Docket docket, VersionMatch expected, Clearance clearance, Actor actor, DateTimeOffset now)
    {
        var card = clearance.Result == ClearanceResult.Cleared || docket.CurrentCard?.AsOf(now) is not { Status: not CardStatus.Expired } current ? null : current;
        var reviewed = card is { ReviewSince: null } ? CardLifecycle.Review(card, now) : null;

        // A retry whose response was lost finds its work done; RFC 9110, section 13.1.1 lets it succeed.
        if (docket.Cardholder.Clearance == clearance && reviewed is null)
        {
            return (DocketChange?)null;
        }

        return expected.Includes(docket)
            ? new DocketChange(clearance.Result == ClearanceResult.Denied && card is not null ? JournalKinds.ClearanceDenied : "clearance-recorded")
            {
                Cardholder = docket.Cardholder with { Clearance = clearance, ClearanceBy = actor.Id },
                Cards = reviewed is null ? [] : [reviewed],
            }
            : Refusals.VersionMismatch(docket.Version);
    }
}
