using System.Globalization;

namespace SecureDocket.Cards;

/// <summary>The refusals about cards: ordering them and changing their status.</summary>
internal static class CardsRefusals
{
    public static Refusal ReinstateReason { get; } = new(
        "invalid",
        $"The card is under review because the person's clearance changed. Must be one of {string.Join(", ", StatusReasons.ToReinstate)}.",
        "reason");

    public static Refusal UnderReview { get; } = new(
        "card-status", "The card is under review because the person's clearance changed; reinstate or revoke it first.");

    public static Refusal RenewalNotOpen(Card card, DateTimeOffset opens) => new("renewal-not-open", string.Create(
        CultureInfo.InvariantCulture, $"The card is {card.Status} and expires on {card.Expires:yyyy-MM-dd}; it can be renewed from {opens:yyyy-MM-ddTHH:mm:ssZ}."));

    public static Refusal Status(Card card, string done) => new("card-status", $"The card is {card.Status}; it cannot be {done}.");

    public static Refusal SamePerson { get; } = new(
        "alike-person",
        "A second officer found this person under another A-number, where a card is in force or may be issued. Revoke that card and deny that clearance first.");

    public static Refusal AlikePerson { get; } = new(
        "alike-person", "A similar person is enrolled under another A-number; a second officer must compare them first.");

    public static Refusal KeyWithdrawn { get; } = new(
        "key-withdrawn", "The key that signed this card has been withdrawn, and the card with it. Replace the card with the reason key-withdrawn.");

    public static Refusal NotCleared(string clearance) => new("not-cleared", $"The clearance is {clearance}; it must be Cleared to issue a card.");

    public static Refusal NotClearedAgain(string clearance) => new("not-cleared", $"The clearance is {clearance}; it must be Cleared to reinstate the card.");

    public static Refusal NoPhoto { get; } = new("no-photo", "No photo is enrolled.");

    public static Refusal OneOfficer { get; } = new(
        "one-officer", "You recorded the clearance and took the photo. At this site another officer must issue the card.");

    public static Refusal CardExists(Card card) => new("card-exists", $"The cardholder already has a card, which is {card.Status}; replace or revoke it first.");

    public static Refusal Thumbnail(int alwaysFits) => new(
        "invalid", $"The QR code has no room for this thumbnail beside the person's name; {alwaysFits} bytes always fit.", "thumbnail");

    public static Refusal QuotaUsedUp(int quota) => new(
        "quota-used-up", string.Create(CultureInfo.InvariantCulture, $"The site has issued all {quota} cards of its quota."));

    public static Refusal RevocationLimit(int limit) => new(
        "revocation-limit",
        string.Create(
            CultureInfo.InvariantCulture,
            $"One person can revoke at most {limit} cards a day. Suspend the card, which also puts it out of force, and ask an administrator to revoke it."));

    public static Refusal StatusListFull { get; } = new("status-list-full", "The status lists are full; an operator must add one.");
}
