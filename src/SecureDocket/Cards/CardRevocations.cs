using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Revokes cards, a few at a time, and reports the result for each.</summary>
public sealed class CardRevocations(ChangeCardStatus move, Lookups lookups, DocketStore dockets, TimeProvider clock)
{
    private const int Parallelism = 4;

    /// <summary>Revokes the cards; retries have no further effect.</summary>
    /// <param name="cards">The cards.</param>
    /// <param name="reason">The reason, from <see cref="StatusReasons.ToRevoke"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="requestedBy">The requester, if another person; null otherwise.</param>
    /// <param name="operation">The operation ID, the same for every retry; the operation on each card is derived from it.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The result for each card, in order.</returns>
    public async Task<IReadOnlyList<CardOutcome>> RevokeAsync(
        IReadOnlyList<CardNumber> cards, string reason, Actor actor, Actor? requestedBy, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cards);
        var outcomes = new CardOutcome[cards.Count];
        await Parallel.ForAsync(0, cards.Count, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken }, async (at, token) =>
        {
            try
            {
                var part = operation.Part(cards[at].ToString());
                var result = await move.ExecuteAsync(cards[at], CardMove.Revoke, reason, actor, requestedBy, part, token);
                outcomes[at] = result.IsRefused ? await StateOfAsync(cards[at], token) : new(cards[at], RevocationOutcome.Revoked, CardStatus.Revoked);
            }
            catch (DependencyUnavailableException failure) when (failure.IsOfSomeDockets)
            {
                // The others are revoked all the same.
                outcomes[at] = new(cards[at], RevocationOutcome.Unread, null);
            }
        });
        return outcomes;
    }

    private async Task<CardOutcome> StateOfAsync(CardNumber number, CancellationToken cancellationToken)
    {
        var card = await lookups.FindAsync(LookupKind.CardNumber, number.ToString(), cancellationToken) is { } id
            ? await dockets.FindCardAsync(id, number, cancellationToken)
            : null;
        return card?.AsOf(clock.GetUtcNow()).Status switch
        {
            null or CardStatus.Intended => new(number, RevocationOutcome.Unknown, null),
            CardStatus.Revoked => new(number, RevocationOutcome.Already, CardStatus.Revoked),
            var status => new(number, RevocationOutcome.Refused, status),
        };
    }
}

/// <summary>The result for a card to revoke.</summary>
/// <param name="Card">The card.</param>
/// <param name="Outcome">The result.</param>
/// <param name="Status">The card's current status; null if the card is not on record.</param>
public sealed record CardOutcome(CardNumber Card, RevocationOutcome Outcome, CardStatus? Status);

/// <summary>The possible results for a card to revoke.</summary>
public enum RevocationOutcome
{
    /// <summary>This call revoked it.</summary>
    Revoked,

    /// <summary>It was already revoked.</summary>
    Already,

    /// <summary>Its status does not allow revocation.</summary>
    Refused,

    /// <summary>It is not on record.</summary>
    Unknown,

    /// <summary>Its docket cannot be read now, so that it is not revoked yet. No answer of the API says so.</summary>
    Unread,
}
