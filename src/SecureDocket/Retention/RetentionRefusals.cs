namespace SecureDocket.Retention;

/// <summary>The refusals of erasures, rules and reports.</summary>
internal static class RetentionRefusals
{
    public static Refusal ErasedAlready { get; } = new("docket-erased", "The docket was erased, or is about to be.");

    public static Refusal Period { get; } = new(
        "invalid", "Must be a period of at least a day and at most a hundred years, in years, months, weeks and days as ISO 8601 writes them, e.g. P7Y or P90D.", "period");

    public static Refusal Class(IEnumerable<string> names) => new("invalid", $"Must be one of: {string.Join(", ", names)}.", "class");

    public static Refusal MustBe(string name, string word) => new("invalid", $"Must be {word} for this class.", name);

    public static Refusal Authority(int limit) => new(
        "invalid", $"Must name the law, schedule or order that sets the period, in one line of 3 to {limit} characters.", "authority");

    public static Refusal NotReleasable(string why) => new("report-not-releasable", $"The report cannot be released: {why}.");

    public static Refusal OnHold(string reason) => new("docket-on-hold", $"The docket is on hold ({reason}) and must not be erased until the hold is lifted.");
}
