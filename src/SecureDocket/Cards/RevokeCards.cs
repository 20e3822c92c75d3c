using SecureDocket.Approvals;

namespace SecureDocket.Cards;

/// <summary>Revokes several cards: a few at once, many only when a second administrator approves.</summary>
public sealed class RevokeCards(CardRevocations revocations, RequestApproval request)
{
    /// <summary>The most cards that one administrator revokes alone.</summary>
    public const int AloneLimit = 50;

    /// <summary>The most cards of one request.</summary>
    public const int Limit = 10_000;

    /// <summary>Revokes, or asks for approval, once however often the request is repeated.</summary>
    /// <param name="cards">The cards, each once.</param>
    /// <param name="reason">Why, from <see cref="StatusReasons.ToRevoke"/>.</param>
    /// <param name="actor">Who commands.</param>
    /// <param name="operation">The same for every repetition of one request.</param>
    /// <param name="cancellationToken">Ends the wait; repeating the request carries on.</param>
    public async Task<Revocation> ExecuteAsync(
        IReadOnlyList<CardNumber> cards, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cards);
        return cards.Count <= AloneLimit
            ? new(await revocations.RevokeAsync(cards, reason, actor, requestedBy: null, operation, cancellationToken), null)
            : new([], await request.ForCardsAsync(ApprovalKinds.BulkRevocation, reason, cards, actor, operation, cancellationToken));
    }
}

/// <summary>What became of a request to revoke cards.</summary>
/// <param name="Outcomes">What became of each card; empty while an approval is needed.</param>
/// <param name="Approval">The approval that is needed; null when none is.</param>
public sealed record Revocation(IReadOnlyList<CardOutcome> Outcomes, Approval? Approval);
