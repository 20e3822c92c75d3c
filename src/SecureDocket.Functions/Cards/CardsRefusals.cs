using static System.FormattableString;

namespace SecureDocket.Functions.Cards;

/// <summary>The refusals of requests about cards: orders and lists of revocations.</summary>
internal static class CardsRefusals
{
    public static Refusal CardholderId { get; } = new("invalid", "Must be the cardholder's ID.", "cardholderId");

    public static Refusal Thumbnail { get; } = new("invalid", "Must be an image in base64.", "thumbnail");

    public static Refusal Count(int limit) => new("invalid", Invariant($"Must be 1 to {limit} card numbers."), "cards");

    public static Refusal Numbers(int faults, string places) => new(
        "invalid", Invariant($"Must be card numbers as printed, without duplicates; {faults} are not, the first at {places}."), "cards");
}
