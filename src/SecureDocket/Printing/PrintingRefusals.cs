using SecureDocket.Cards;

namespace SecureDocket.Printing;

/// <summary>The refusals about printing cards.</summary>
internal static class PrintingRefusals
{
    public static Refusal NotActive(CardStatus status) => new("card-not-active", $"The card is {status}; only an active card can be printed.");
}
