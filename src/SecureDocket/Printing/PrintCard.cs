using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.Printing;

/// <summary>Draws a card's face for the printer.</summary>
public sealed class PrintCard(
    Lookups lookups, DocketStore dockets, SiteStore sites, DocketBlobs blobs, Openings openings, CardOptions options, TimeProvider clock)
{
    private static readonly string[] s_frontFields = ["photo", "latinName", "birthDate", "nationality", "cardNumber", "credential"];

    private static readonly string[] s_backFields = ["cardNumber"];

    /// <summary>Returns the face as SVG, after the disclosure is committed. Only an active card is printed.</summary>
    public async Task<Result<string>> ExecuteAsync(CardNumber number, CardSide side, Actor actor, CancellationToken cancellationToken)
    {
        if (await lookups.FindAsync(LookupKind.CardNumber, number.ToString(), cancellationToken) is not { } id
            || await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket
            || docket.Cards.FirstOrDefault(card => card.Number == number) is not { Signature: not null } card)
        {
            return Refusals.NoSuchCard;
        }

        if (card.AsOf(clock.GetUtcNow()).Status is not CardStatus.Active and var status)
        {
            return PrintingRefusals.NotActive(status);
        }

        if (await openings.RecordAsync(id, actor, Purpose.CardService, side == CardSide.Front ? s_frontFields : s_backFields, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return side == CardSide.Front
            ? await FrontAsync(id, card, cancellationToken)
            : CardFace.Back(card, options, docket.Cardholder.Details.Language);
    }

    private async Task<string> FrontAsync(CardholderId id, Card card, CancellationToken cancellationToken)
    {
        var photo = await blobs.FindAsync(id, ContainerNames.Photos, card.PhotoHash, cancellationToken)
            ?? throw new DependencyUnavailableException("blobs");
        var site = await sites.FindAsync(card.SiteId, cancellationToken);
        return CredentialReader.TryReadClaims(card.Payload, out var claims)
            ? CardFace.Front(card, claims.Identity, site?.Value.Name ?? card.SiteId, photo)
            : throw new InvalidOperationException("The recorded claims of the card cannot be read.");
    }
}

/// <summary>The sides of a card.</summary>
public enum CardSide
{
    /// <summary>Photo, identity and credential.</summary>
    Front,

    /// <summary>Portal, loss report and the note that the card is not an ID.</summary>
    Back,
}
