namespace SecureDocket;

/// <summary>The refusals that several rooms give. A room's own are in its <c>…Refusals</c> class.</summary>
public static class Refusals
{
    /// <summary>No docket has this ID.</summary>
    public static Refusal NoSuchCardholder { get; } = new("no-such-cardholder", "No cardholder has this ID.");

    /// <summary>No docket has this A-number.</summary>
    public static Refusal NoSuchANumber { get; } = new("no-such-cardholder", "No cardholder has this A-number.", "aNumber");

    /// <summary>No card has this number.</summary>
    public static Refusal NoSuchCard { get; } = new("no-such-card", "No card has this number.");

    /// <summary>The docket was not erased.</summary>
    public static Refusal NoSuchErasure { get; } = new("no-such-erasure", "There is no such erasure.");

    /// <summary>There is no such report of retention.</summary>
    public static Refusal NoSuchReport { get; } = new("no-such-report", "There is no such report.");

    /// <summary>No key has this ID.</summary>
    public static Refusal NoSuchKey { get; } = new("no-such-key", "No key has this ID; see /api/v1/keys.");

    /// <summary>The officer changed the person's phone number within the last day.</summary>
    public static Refusal NumberJustChanged { get; } = new(
        "number-just-changed", "You changed this person's phone number within the last day. Another officer must set the PIN and give codes.");

    /// <summary>No other key could sign in place of this one.</summary>
    public static Refusal NoSuccessor { get; } = new(
        "no-successor",
        "No other key can replace this one. Create a key first, have the anchor endorse it if it signs status lists, and wait until verifiers have it.");

    /// <summary>No site has this ID.</summary>
    public static Refusal NoSuchSite { get; } = new("no-such-site", "No site has this ID.", "siteId");

    /// <summary>The caller does not speak for this court.</summary>
    public static Refusal CourtOfAnother(string courtId) => new(
        "court-of-another", $"You are not a registrar of court {courtId}; an administrator registers them. Nothing was changed.", "courtId");

    /// <summary>No court has this ID.</summary>
    public static Refusal NoSuchCourt { get; } = new("no-such-court", "No court has this ID.");

    /// <summary>No office has this ID.</summary>
    public static Refusal NoSuchOffice { get; } = new("no-such-office", "No office has this ID.", "officeId");

    /// <summary>The docket has no check-in with this ID.</summary>
    public static Refusal NoSuchCheckIn { get; } = new("no-such-check-in", "The cardholder has no check-in with this ID.");

    /// <summary>The docket has no document with this ID.</summary>
    public static Refusal NoSuchDocument { get; } = new("no-such-document", "The cardholder has no document with this ID.");

    /// <summary>The document was withdrawn.</summary>
    public static Refusal DocumentWithdrawn { get; } = new("document-withdrawn", "The document was withdrawn.");

    /// <summary>No scanner with this ID has reported.</summary>
    public static Refusal NoSuchScanner { get; } = new("no-such-scanner", "No scanner with this ID has reported.");

    /// <summary>No partner has this ID.</summary>
    public static Refusal NoSuchPartner { get; } = new("no-such-partner", "No partner has this ID.");

    /// <summary>No approval has this ID.</summary>
    public static Refusal NoSuchApproval { get; } = new("no-such-approval", "No approval has this ID.");

    /// <summary>The docket's version is not the one that the caller named.</summary>
    public static Refusal VersionMismatch(long current) =>
        new("version-mismatch", $"The docket has changed; its version is now \"{current}\". Read it again before changing it.");

    /// <summary>Storage was unavailable while a line of an import was processed.</summary>
    public static Refusal LineUnavailable { get; } = new("unavailable", "The storage was unavailable; import this line again.");

    /// <summary>The text is empty or too long.</summary>
    public static Refusal Length(string field, int most) => new("invalid", Invariant($"Must be 1 to {most} characters."), field);

    /// <summary>The text is empty, too long or not one line.</summary>
    public static Refusal Line(string field, int most) => new("invalid", Invariant($"Must be one line of 1 to {most} characters."), field);

    /// <summary>The value is missing or outside its range.</summary>
    public static Refusal Number(string field, long least, long most) =>
        new("invalid", Invariant($"Must be a whole number from {least:N0} to {most:N0}."), field);

    /// <summary>The text is not an A-number.</summary>
    internal static Refusal ANumber { get; } = new("invalid", "Must be an A-number as printed: A and seven to nine digits, not all zero.", "aNumber");

    /// <summary>The text is not an ID of another system.</summary>
    internal static Refusal ExternalId(string field) => new("invalid", "Must be 4 to 20 letters and digits with a digit among them; blanks and hyphens are ignored.", field);

    /// <summary>The text is not a language tag.</summary>
    internal static Refusal Language { get; } = new("invalid", "Must be a BCP 47 language tag, e.g. es or zh-Hans.", "language");

    /// <summary>The text is not a time zone.</summary>
    internal static Refusal TimeZone { get; } = new("invalid", "Must be an IANA time zone, e.g. America/Chicago.", "timeZone");

    /// <summary>The page token is not one that this list returned.</summary>
    internal static Refusal PageToken { get; } = new("invalid", "Must be a page token that this list returned.", "page");

    /// <summary>The text is not a day.</summary>
    internal static Refusal Day(string field) => new("invalid", "Must be a date as YYYY-MM-DD.", field);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
