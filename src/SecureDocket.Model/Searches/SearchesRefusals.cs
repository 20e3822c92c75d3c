namespace SecureDocket.Searches;

/// <summary>The refusals of a search.</summary>
internal static class SearchesRefusals
{
    public static Refusal OneKey { get; } = new("invalid", "Send exactly one of aNumber, mobile, cardNumber, hearingId, fins and subjectId.", "aNumber");

    public static Refusal Mobile { get; } = new("invalid", "Must be a mobile number that exists, with + and the country code unless it is of the United States.", "mobile");

    public static Refusal CardNumber { get; } = new("invalid", "Enter the 12 characters as printed; the check character does not match.", "cardNumber");

    public static Refusal TooManySearches(int perHour, TimeSpan retryAfter) =>
        new("too-many-requests", FormattableString.Invariant($"You can search for people at most {perHour} times an hour.")) { RetryAfter = retryAfter };
}
