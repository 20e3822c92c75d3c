using SecureDocket.Approvals;

namespace SecureDocket.Cards;

/// <summary>Revokes cards: a few at once, many only when a second administrator approves.</summary>
public sealed class RevokeCards(CardRevocations revocations, MoveCard move, RevocationShares shares, RequestApproval request)
{
    /// <summary>The most cards that one person revokes alone within <see cref="RevocationShares.CountsFor"/>, one at a time or several.</summary>
    public const int AloneLimit = 50;

    /// <summary>From how many on this is unusual, and told.</summary>
    public const int UnusualFrom = 25;

    /// <summary>The most cards of one request.</summary>
    public const int Limit = 10_000;

    /// <summary>Revokes, or asks for approval, once however often the request is repeated.</summary>
    /// <param name="cards">The cards, each once.</param>
    /// <param name="reason">Why, from <see cref="StatusReasons.ToRevoke"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Revocation> ExecuteAsync(
        IReadOnlyList<CardNumber> cards, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cards);
        return await shares.TakeAsync(actor, cards.Count, operation, cancellationToken) is { } alone
            ? new(await revocations.RevokeAsync(cards, reason, actor, requestedBy: null, operation, cancellationToken), null, alone)
            : new([], await request.ForCardsAsync(ApprovalKinds.BulkRevocation, reason, cards, actor, operation, cancellationToken), null);
    }

    /// <summary>Revokes one card, once however often the request is repeated.</summary>
    /// <param name="card">The card.</param>
    /// <param name="reason">Why, from <see cref="StatusReasons.ToRevoke"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The card, and how many the person has revoked alone within a day; null when this would have been one too many.</returns>
    public async Task<(Result<CardOnRecord> Card, int? Alone)> ExecuteAsync(
        CardNumber card, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        // What is not revoked uses nothing up.
        var refusals = await move.CheckAsync(card, CardMove.Revoke, reason, operation, cancellationToken);
        if (refusals.Count > 0)
        {
            return (refusals.ToList(), 0);
        }

        if (await shares.TakeAsync(actor, 1, operation, cancellationToken) is not { } alone)
        {
            return (new Refusal(
                "revocation-limit",
                $"One person revokes {AloneLimit} cards a day. Suspend the card, which takes it out of force as well, and have an administrator revoke it."), null);
        }

        return (await move.ExecuteAsync(card, CardMove.Revoke, reason, actor, requestedBy: null, operation, cancellationToken), alone);
    }
}

/// <summary>What became of a request to revoke cards.</summary>
/// <param name="Outcomes">What became of each card; empty while an approval is needed.</param>
/// <param name="Approval">The approval that is needed; null when none is.</param>
/// <param name="Alone">How many cards the person has revoked alone within a day; null while an approval is needed.</param>
public sealed record Revocation(IReadOnlyList<CardOutcome> Outcomes, Approval? Approval, int? Alone);
