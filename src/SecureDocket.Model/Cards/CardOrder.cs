using SecureDocket.Credentials;

namespace SecureDocket.Cards;

/// <summary>An order for a card: for a person who has none in force, or in the place of the one that the person has.</summary>
public sealed record CardOrder
{
    private CardOrder(string siteId) => SiteId = siteId;

    /// <summary>The issuing site.</summary>
    public string SiteId { get; }

    /// <summary>Whose card; null when the card to replace tells.</summary>
    public CardholderId? CardholderId { get; private init; }

    /// <summary>The card whose place the new one takes; null for none.</summary>
    public Succession? Replaces { get; private init; }

    /// <summary>The face that the card signs; null for none.</summary>
    public Face? Face { get; init; }

    /// <summary>Issue a card to a person who has none in force.</summary>
    public static CardOrder Issue(CardholderId cardholderId, string siteId) => new(siteId) { CardholderId = cardholderId };

    /// <summary>Replace a card, for one of <see cref="StatusReasons.ToReplace"/>.</summary>
    public static CardOrder Replace(CardNumber card, string reason, string siteId) => new(siteId) { Replaces = new(card, reason) };

    /// <summary>Renew a card that expires soon.</summary>
    public static CardOrder Renew(CardNumber card, string siteId) => new(siteId) { Replaces = new(card, StatusReasons.Renewed) };
}

/// <summary>Whose place a new card takes.</summary>
/// <param name="Card">The card that is replaced.</param>
/// <param name="Reason">Why, from <see cref="StatusReasons"/>.</param>
public sealed record Succession(CardNumber Card, string Reason);
