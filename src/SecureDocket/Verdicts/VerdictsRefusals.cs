namespace SecureDocket.Verdicts;

/// <summary>The refusals of a verification.</summary>
internal static class VerdictsRefusals
{
    public static Refusal MatchLimit(int limit, TimeSpan retryAfter) =>
        new("match-limit", $"The name and birth date of one card can be compared at most {limit} times a day.") { RetryAfter = retryAfter };
}
