using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Suspends, reports lost, reinstates or revokes a card. Online verification says so from the same moment, the status list within a minute.</summary>
public sealed class MoveCard(Lookups lookups, DocketStore dockets, TimeProvider clock)
{
    /// <summary>Makes a move, once however often the request is repeated.</summary>
    /// <param name="number">The card.</param>
    /// <param name="move">The move.</param>
    /// <param name="reason">Why, from <see cref="StatusReasons"/>; null to reinstate.</param>
    /// <param name="actor">Who commands.</param>
    /// <param name="requestedBy">Who asked for it, when two people are needed; null otherwise.</param>
    /// <param name="operation">The same for every repetition of one request.</param>
    /// <param name="cancellationToken">Ends the wait; repeating the request carries on.</param>
    public async Task<Result<CardOnRecord>> ExecuteAsync(
        CardNumber number, CardMove move, string? reason, Actor actor, Actor? requestedBy, OperationId operation, CancellationToken cancellationToken)
    {
        if (await lookups.FindAsync(LookupKind.CardNumber, number.ToString(), cancellationToken) is not { } id)
        {
            return Refusals.NoSuchCard;
        }

        var result = await dockets.ChangeAsync(
            id, docket => Decide(docket, number, move, reason, requestedBy, operation), actor, operation, cancellationToken);
        return result.IsRefused ? result.Refusals.ToList() : new CardOnRecord(id, result.Value.Cards.Single(card => card.Number == number));
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

        var moved = CardLifecycle.Apply(card.AsOf(clock.GetUtcNow()), move, reason);
        return moved.IsRefused
            ? moved.Refusals.ToList()
            : new DocketChange(CardLifecycle.KindOf(move)) { Cards = [moved.Value], RequestedBy = requestedBy };
    }
}
