using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Shows the record of a card.</summary>
public sealed class ViewCard(Lookups lookups, DocketStore dockets, Openings openings, TimeProvider clock)
{
    private static readonly string[] s_fields = ["cardNumber", "status", "issued", "expires", "credential"];

    /// <summary>Returns the card and its cardholder, after the disclosure is committed. An intended card is not shown.</summary>
    public async Task<Result<CardOnRecord>> ExecuteAsync(CardNumber number, Actor actor, CancellationToken cancellationToken)
    {
        if (await lookups.FindAsync(LookupKind.CardNumber, number.ToString(), cancellationToken) is not { } id
            || (await dockets.LoadAsync(id, actor, cancellationToken))?.Cards.FirstOrDefault(card => card.Number == number) is not { Signature: not null } card)
        {
            return Refusals.NoSuchCard;
        }

        if (await openings.RecordAsync(id, actor, Purpose.CardService, s_fields, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return new CardOnRecord(id, card.AsOf(clock.GetUtcNow()));
    }
}

/// <summary>A card with its docket's key.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Card">The card.</param>
public sealed record CardOnRecord(CardholderId CardholderId, Card Card);
