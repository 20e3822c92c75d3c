using SecureDocket.Cards;
using SecureDocket.Dockets;

namespace SecureDocket.SignIns;

/// <summary>Decides which cards can sign in to the portal.</summary>
public static class SignInRules
{
    /// <summary>
    /// Whether a card can sign in: an active one, or one that is out of force but leaves the person's dates in place. A revoked or replaced
    /// one cannot.
    /// </summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="cardNumber">The card's number; null never signs in.</param>
    public static bool Admits(Docket docket, string? cardNumber)
    {
        ArgumentNullException.ThrowIfNull(docket);
        return docket.Cards.Any(card => card.Number.ToString() == cardNumber && card.Signature is not null
            && (card.Status is CardStatus.Active or CardStatus.Suspended || (card.Status == CardStatus.Expired && card == docket.Cards[^1])));
    }
}
