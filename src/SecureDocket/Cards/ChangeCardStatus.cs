using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Suspends, reports lost, reinstates or revokes a card. Online verification reflects it at once, the status list within a minute.</summary>
public sealed class ChangeCardStatus(Lookups lookups, DocketStore dockets, ClearanceReviews reviews, TimeProvider clock)
{
    /// <summary>Changes the status; retries have no further effect.</summary>
    /// <param name="number">The card.</param>
    /// <param name="move">The change.</param>
    /// <param name="reason">The reason, from <see cref="StatusReasons"/>; null to reinstate a card that is not under review.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="requestedBy">The requester, when the change needs two people; null otherwise.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<CardOnRecord>> ExecuteAsync(
        CardNumber number, CardMove move, string? reason, Actor actor, Actor? requestedBy, OperationId operation, CancellationToken cancellationToken)
    {
        if (await lookups.FindAsync(LookupKind.CardNumber, number.ToString(), cancellationToken) is not { } id)
        {
            return Refusals.NoSuchCard;
        }

        DateTimeOffset? review = null;
        var result = await dockets.ChangeAsync(
            id,
            docket =>
            {
                review = docket.Cards.FirstOrDefault(card => card.Number == number)?.ReviewSince;
                return Decide(docket, number, move, reason, requestedBy, operation);
            },
            actor,
            operation,
            cancellationToken);
        if (review is { } since && !result.IsRefused && result.Value.Cards.Single(card => card.Number == number).ReviewSince is null)
        {
            await reviews.CloseAsync(id, since, cancellationToken);
        }

        return result.IsRefused
            ? result.Refusals.Select(refusal => refusal == Refusals.NoSuchCardholder ? Refusals.NoSuchCard : refusal).ToList()
            : new CardOnRecord(id, result.Value.Cards.Single(card => card.Number == number));
    }

    /// <summary>Returns every current reason against a change; empty if it is allowed or was already made by this operation. Two requests.</summary>
    /// <param name="number">The card.</param>
    /// <param name="move">The change.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    public async Task<IReadOnlyList<Refusal>> CheckAsync(
        CardNumber number, CardMove move, string? reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var docket = await lookups.FindAsync(LookupKind.CardNumber, number.ToString(), cancellationToken) is { } id ? await dockets.LoadAsync(id, actor, cancellationToken) : null;
        return docket is null ? [Refusals.NoSuchCard] : Decide(docket, number, move, reason, requestedBy: null, operation).Refusals;
    }

    private Result<DocketChange?> Decide(
        Docket docket, CardNumber number, CardMove move, string? reason, Actor? requestedBy, OperationId operation)
    {
        if (docket.Cards.FirstOrDefault(card => card.Number == number && card.Signature is not null) is not { } card)
        {
            return Refusals.NoSuchCard;
        }

        if (card.StatusChanges.Contains(operation.Value))
        {
            return (DocketChange?)null;
        }

        if (move == CardMove.Reinstate && docket.Cardholder.Clearance.Result is not ClearanceResult.Cleared and var clearance)
        {
            return CardsRefusals.NotClearedAgain(clearance.ToString());
        }

        var moved = CardLifecycle.Apply(card.AsOf(clock.GetUtcNow()), move, reason);
        return moved.IsRefused
            ? moved.Refusals.ToList()
            : new DocketChange(CardLifecycle.KindOf(move)) { Cards = [moved.Value], RequestedBy = requestedBy };
    }
}
