using SecureDocket.Credentials;

namespace SecureDocket.Cards;

/// <summary>An order for a card: a first card, or a replacement for the current one.</summary>
public sealed record CardOrder
{
    private CardOrder(string siteId) => SiteId = siteId;

    /// <summary>The issuing site.</summary>
    public string SiteId { get; }

    /// <summary>The cardholder; null when the card to replace identifies them.</summary>
    public CardholderId? CardholderId { get; private init; }

    /// <summary>The card that the new one replaces; null for none.</summary>
    public Succession? Replaces { get; private init; }

    /// <summary>The face that the card signs; null for none.</summary>
    public Face? Face { get; init; }

    /// <summary>Orders a card for a person who has none in force.</summary>
    public static CardOrder Issue(CardholderId cardholderId, string siteId) => new(siteId) { CardholderId = cardholderId };

    /// <summary>Orders a replacement, for one of <see cref="StatusReasons.ToReplace"/>.</summary>
    public static CardOrder Replace(CardNumber card, string reason, string siteId) => new(siteId) { Replaces = new(card, reason) };

    /// <summary>Orders a renewal of a card that expires soon.</summary>
    public static CardOrder Renew(CardNumber card, string siteId) => new(siteId) { Replaces = new(card, StatusReasons.Renewed) };
}

/// <summary>The card that a new card replaces.</summary>
/// <param name="Card">The card that is replaced.</param>
/// <param name="Reason">Why, from <see cref="StatusReasons"/>.</param>
public sealed record Succession(CardNumber Card, string Reason);
