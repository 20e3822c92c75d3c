using SecureDocket.Approvals;

namespace SecureDocket.Cards;

/// <summary>Revokes cards: a few at once, many only once a second administrator approves.</summary>
public sealed class RevokeCards(CardRevocations revocations, ChangeCardStatus move, RevocationShares shares, RequestApproval request)
{
    /// <summary>
    /// The maximum number of cards that one person can revoke alone within <see cref="RevocationShares.CountsFor"/>, in one request or
    /// several.
    /// </summary>
    public const int AloneLimit = 50;

    /// <summary>The number of cards from which an alert is raised.</summary>
    public const int UnusualFrom = 25;

    /// <summary>The maximum number of cards of one request.</summary>
    public const int Limit = 10_000;

    /// <summary>Revokes the cards, or requests an approval; retries have no further effect.</summary>
    /// <param name="cards">The cards, each once.</param>
    /// <param name="reason">The reason, from <see cref="StatusReasons.ToRevoke"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed, or a card's docket cannot be read; those that can be are revoked.</exception>
    public async Task<Revocation> ExecuteAsync(
        IReadOnlyList<CardNumber> cards, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cards);
        if (await shares.TakeAsync(actor, cards.Count, operation, cancellationToken) is not { } alone)
        {
            return new([], await request.ForCardsAsync(ApprovalKinds.BulkRevocation, reason, cards, actor, operation, cancellationToken), null);
        }

        var outcomes = await revocations.RevokeAsync(cards, reason, actor, requestedBy: null, operation, cancellationToken);
        return outcomes.Any(card => card.Outcome == RevocationOutcome.Unread)
            ? throw new DependencyUnavailableException("record")
            : new(outcomes, null, alone);
    }

    /// <summary>Revokes one card; retries have no further effect.</summary>
    /// <param name="card">The card.</param>
    /// <param name="reason">The reason, from <see cref="StatusReasons.ToRevoke"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The card, and the number of cards the person has revoked alone within a day; null if this one would exceed the limit.</returns>
    public async Task<(Result<CardOnRecord> Card, int? Alone)> ExecuteAsync(
        CardNumber card, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        // A card that is not revoked does not count.
        var refusals = await move.CheckAsync(card, CardMove.Revoke, reason, actor, operation, cancellationToken);
        if (refusals.Count > 0)
        {
            return (refusals.ToList(), 0);
        }

        if (await shares.TakeAsync(actor, 1, operation, cancellationToken) is not { } alone)
        {
            return (CardsRefusals.RevocationLimit(AloneLimit), null);
        }

        return (await move.ExecuteAsync(card, CardMove.Revoke, reason, actor, requestedBy: null, operation, cancellationToken), alone);
    }
}

/// <summary>The result of a request to revoke cards.</summary>
/// <param name="Outcomes">The result for each card; empty while an approval is needed.</param>
/// <param name="Approval">The approval that is needed; null if none is.</param>
/// <param name="Alone">The number of cards the person has revoked alone within a day; null while an approval is needed.</param>
public sealed record Revocation(IReadOnlyList<CardOutcome> Outcomes, Approval? Approval, int? Alone);
