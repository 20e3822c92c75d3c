using SecureDocket.Cards;
using SecureDocket.Dockets;

namespace SecureDocket.SignIns;

/// <summary>Which cards lead into the portal.</summary>
public static class SignInRules
{
    /// <summary>Whether a card does: one in force, or out of force in a way that does not end its person's dates. One that was revoked or replaced does not.</summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="cardNumber">The card's number; null leads nowhere.</param>
    public static bool Admits(Docket docket, string? cardNumber)
    {
        ArgumentNullException.ThrowIfNull(docket);
        return docket.Cards.Any(card => card.Number.ToString() == cardNumber && card.Signature is not null
            && (card.Status is CardStatus.Active or CardStatus.Suspended || (card.Status == CardStatus.Expired && card == docket.Cards[^1])));
    }
}
