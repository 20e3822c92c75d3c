using SecureDocket.Cards;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Cards;

/// <summary>A card on record. Identifies no person by name.</summary>
public sealed record CardView
{
    /// <summary>The card number as printed.</summary>
    public required string CardNumber { get; init; }

    /// <summary>The cardholder.</summary>
    public required string CardholderId { get; init; }

    /// <summary>The card's number within the docket, starting at 1.</summary>
    public required int Serial { get; init; }

    /// <summary>Its status.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is suspended, revoked or replaced; absent otherwise.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Since when the card has awaited an officer's decision because its holder is no longer cleared; otherwise absent.</summary>
    public DateTimeOffset? ReviewSince { get; init; }

    /// <summary>Why it was reinstated after such a review; otherwise absent.</summary>
    public string? ReinstatedFor { get; init; }

    /// <summary>The number of the card it replaces, as printed; absent for a first card.</summary>
    public string? Replaces { get; init; }

    /// <summary>The issuing site.</summary>
    public required string SiteId { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>When it expires.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The key that signed it.</summary>
    public required string KeyId { get; init; }

    /// <summary>Its status list and entry.</summary>
    public required StatusView StatusEntry { get; init; }

    /// <summary>The front, for the printer.</summary>
    public required string Front { get; init; }

    /// <summary>The back, for the printer.</summary>
    public required string Back { get; init; }

    /// <summary>The text of the QR code; present only when a single card is requested.</summary>
    public string? Credential { get; init; }

    /// <summary>Responds to an order.</summary>
    internal static GivenAnswer Ordered(CardOnRecord ordered) =>
        JsonAnswer.Given(201, Of(ordered.CardholderId, ordered.Card), CardsJson.Answers.CardView, Links.Card(ordered.Card.Number));

    internal static CardView Of(CardholderId cardholderId, Card card) => new()
    {
        CardNumber = card.Number.ToPrinted(),
        CardholderId = cardholderId.ToString(),
        Serial = card.Serial,
        Status = Names.Of(card.Status),
        StatusReason = card.StatusReason,
        ReviewSince = card.ReviewSince,
        ReinstatedFor = card.ReinstatedFor,
        Replaces = card.Replaces?.Card.ToPrinted(),
        SiteId = card.SiteId,
        Issued = card.IssuedAt,
        Expires = card.Expires,
        KeyId = card.KeyId,
        StatusEntry = new(card.StatusList, card.StatusIndex),
        Front = Links.Card(card.Number) + "/front.svg",
        Back = Links.Card(card.Number) + "/back.svg",
    };
}

/// <summary>An entry of a status list.</summary>
/// <param name="List">The list.</param>
/// <param name="Index">The entry.</param>
public sealed record StatusView(string List, int Index);
