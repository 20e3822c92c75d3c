namespace SecureDocket.Searches;

/// <summary>The refusals of a search.</summary>
internal static class SearchesRefusals
{
    public static Refusal OneKey { get; } = new("invalid", "Send exactly one of aNumber, mobile, cardNumber, hearingId, fins, subjectId and name.", "aNumber");

    public static Refusal Mobile { get; } = new("invalid", "Must be a mobile number that exists, with + and the country code unless it is of the United States.", "mobile");

    public static Refusal CardNumber { get; } = new("invalid", "Enter the 12 characters as printed; the check character does not match.", "cardNumber");

    public static Refusal Name { get; } = new("invalid", "Must be a name with a word of at least two letters, in any script.", "name");

    public static Refusal NameMissing { get; } = new("invalid", "Required with bornFrom, bornTo and nationality.", "name");

    public static Refusal BornFrom { get; } = new("invalid", "Must be the year of birth, or the first year in which the person may be born: 1900 or later, not in the future.", "bornFrom");

    public static Refusal BornTo { get; } = new("invalid", "Must be the same year as bornFrom or at most two years later.", "bornTo");

    public static Refusal TooManySearches(int perHour, TimeSpan retryAfter) =>
        new("too-many-requests", FormattableString.Invariant($"You can search for people at most {perHour} times an hour.")) { RetryAfter = retryAfter };
}
