using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Revokes cards, a few at a time, and tells what became of each.</summary>
public sealed class CardRevocations(MoveCard move, Lookups lookups, DocketStore dockets, TimeProvider clock)
{
    private const int Parallelism = 4;

    /// <summary>Revokes the cards, each once however often it is repeated.</summary>
    /// <param name="cards">The cards.</param>
    /// <param name="reason">Why, from <see cref="StatusReasons.ToRevoke"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="requestedBy">Who asked for it, when that is another; null otherwise.</param>
    /// <param name="operation">The same for every repetition; what is done to each card is a part of it.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>An outcome for each card in their order.</returns>
    public async Task<IReadOnlyList<CardOutcome>> RevokeAsync(
        IReadOnlyList<CardNumber> cards, string reason, Actor actor, Actor? requestedBy, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cards);
        var outcomes = new CardOutcome[cards.Count];
        await Parallel.ForAsync(0, cards.Count, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken }, async (at, token) =>
        {
            var part = operation.Part(cards[at].ToString());
            var result = await move.ExecuteAsync(cards[at], CardMove.Revoke, reason, actor, requestedBy, part, token);
            outcomes[at] = result.IsRefused ? await StateOfAsync(cards[at], token) : new(cards[at], RevocationOutcome.Revoked, CardStatus.Revoked);
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

/// <summary>What became of a card that was to be revoked.</summary>
/// <param name="Card">The card.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Status">Its present state; null when it is on no record.</param>
public sealed record CardOutcome(CardNumber Card, RevocationOutcome Outcome, CardStatus? Status);

/// <summary>What becomes of a card that is to be revoked.</summary>
public enum RevocationOutcome
{
    /// <summary>It is revoked by this.</summary>
    Revoked,

    /// <summary>It was revoked before.</summary>
    Already,

    /// <summary>It is in a state that is not revoked from.</summary>
    Refused,

    /// <summary>It is on no record.</summary>
    Unknown,
}
