using SecureDocket.Cards;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Cards;

/// <summary>A card on record. It names nobody.</summary>
public sealed record CardView
{
    /// <summary>As printed.</summary>
    public required string CardNumber { get; init; }

    /// <summary>Whose card.</summary>
    public required string CardholderId { get; init; }

    /// <summary>Which card of the docket, from 1.</summary>
    public required int Serial { get; init; }

    /// <summary>Where the card is in its life.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is suspended, revoked or replaced; absent otherwise.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Since when it waits for an officer's decision, because its person's clearance is no longer cleared; absent while it does not.</summary>
    public DateTimeOffset? ReviewSince { get; init; }

    /// <summary>Why it went back in force after such a review; absent before it did.</summary>
    public string? ReinstatedFor { get; init; }

    /// <summary>The card whose place it takes, as printed; absent for none.</summary>
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

    /// <summary>The text in the QR code; only where it is asked for by name of the card.</summary>
    public string? Credential { get; init; }

    /// <summary>The answer to an order.</summary>
    internal static GivenAnswer Ordered(CardOnRecord ordered) =>
        Answer.Given(201, Of(ordered.CardholderId, ordered.Card), CardsJson.Answers.CardView, Links.Card(ordered.Card.Number));

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

/// <summary>A place in a status list.</summary>
/// <param name="List">The list.</param>
/// <param name="Index">The entry.</param>
public sealed record StatusView(string List, int Index);
