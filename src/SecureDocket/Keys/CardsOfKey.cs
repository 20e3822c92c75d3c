using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Encryption;

namespace SecureDocket.Keys;

/// <summary>Finds the cards in force that a key signed: those that its withdrawal puts out of force and that must be replaced.</summary>
public sealed class CardsOfKey(IssuedCards issued, DocketStore dockets, TimeProvider clock)
{
    private const int ReadsAtOnce = 8;

    /// <summary>Follows some of a key's hints to their dockets. One request, and one more per hint.</summary>
    /// <param name="keyId">The key ID, as cards name it.</param>
    /// <param name="after">The end of the previous step; null to begin.</param>
    /// <param name="take">The maximum number of hints to follow.</param>
    public async Task<CardsOfKeyStep> ReadAsync(string keyId, string? after, int take, CancellationToken cancellationToken)
    {
        var hints = await issued.OfKeyAsync(keyId, after, take, cancellationToken);
        var cards = new CardOnRecord?[hints.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, hints.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, ending) => cards[i] = await FindAsync(hints[i], keyId, ending));
        return new([.. cards.OfType<CardOnRecord>()], hints.Count, hints.Count < take ? null : hints[^1].Key);
    }

    private async Task<CardOnRecord?> FindAsync(IssuedCard hint, string keyId, CancellationToken cancellationToken)
    {
        try
        {
            return await dockets.FindCardAsync(hint.CardholderId, hint.Number, cancellationToken) is { } card && IsInForce(card, keyId)
                ? new(hint.CardholderId, card)
                : null;
        }
        catch (UnreadableException)
        {
            // The alert was raised. The withdrawal puts this card out of force like the others.
            return null;
        }
    }

    private bool IsInForce(Card card, string keyId) =>
        card.KeyId == keyId && card.AsOf(clock.GetUtcNow()).Status is CardStatus.Active or CardStatus.Suspended;
}

/// <summary>The result of a step of <see cref="CardsOfKey"/>.</summary>
/// <param name="Cards">The cards in force, earliest expiry first.</param>
/// <param name="Followed">The number of hints followed.</param>
/// <param name="Next">Where to continue; null at the end.</param>
public sealed record CardsOfKeyStep(IReadOnlyList<CardOnRecord> Cards, int Followed, string? Next);
