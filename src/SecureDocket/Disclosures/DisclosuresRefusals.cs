using System.Globalization;

namespace SecureDocket.Disclosures;

/// <summary>The refusals about disclosures and comparisons.</summary>
internal static class DisclosuresRefusals
{
    public static Refusal NoSuchVerification { get; } = new(
        "no-such-verification", "You have not verified this card with this ID and time.");

    public static Refusal ComparisonFinal { get; } = new(
        "comparison-final", "A different comparison was recorded more than 15 minutes ago and is final.");

    public static Refusal TooManyPeople(int limit, TimeSpan? retryAfter) => new(
        "too-many-people", string.Create(CultureInfo.InvariantCulture, $"You can open the dockets of at most {limit} different people an hour."))
    {
        RetryAfter = retryAfter,
    };
}
