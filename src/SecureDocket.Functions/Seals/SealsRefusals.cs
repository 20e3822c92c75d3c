using static System.FormattableString;

namespace SecureDocket.Functions.Seals;

/// <summary>The refusals of requests to seal a disclosure.</summary>
internal static class SealsRefusals
{
    public static Refusal SealedUntil(int dayLimit) => new(
        "invalid",
        Invariant($"Must be YYYY-MM-DD, 1 to {dayLimit} days after the card was viewed, and sent together with sealReason."),
        "sealedUntil");

    public static Refusal SealReason(IEnumerable<string> reasons) => new(
        "invalid", $"Must be one of {string.Join(", ", reasons)}, and sent together with sealedUntil.", "sealReason");
}
