namespace SecureDocket;

/// <summary>The refusals that more than one use case gives.</summary>
public static class Refusals
{
    /// <summary>No docket has this id.</summary>
    /// <summary>No card has this number.</summary>
    public static Refusal NoSuchCardholder { get; } = new("no-such-cardholder", "There is no cardholder with this id.");

    /// <summary>No docket has this A-number.</summary>
    public static Refusal NoSuchANumber { get; } = new("no-such-cardholder", "There is no cardholder with this A-number.", "aNumber");

    /// <summary>No card has this number.</summary>
    public static Refusal NoSuchCard { get; } = new("no-such-card", "There is no card with this number.");

    /// <summary>No key has this id.</summary>
    public static Refusal NoSuchKey { get; } = new("no-such-key", "There is no key with this id; /api/v1/keys names them.");

    /// <summary>The officer changed the number of the person's texts within a day.</summary>
    public static Refusal NumberJustChanged { get; } = new(
        "number-just-changed", "You changed this person's number within a day: another officer sets the PIN and gives codes.");

    /// <summary>No other key could sign in place of this one.</summary>
    public static Refusal NoSuccessor { get; } = new(
        "no-successor",
        "No other key could take its place: make one first, for lists have the anchor endorse it, and let verifiers hear of it.");

    /// <summary>No site has this id.</summary>
    public static Refusal NoSuchSite { get; } = new("no-such-site", "There is no site with this id.", "siteId");

    /// <summary>The caller does not speak for this court.</summary>
    public static Refusal CourtOfAnother(string courtId) => new(
        "court-of-another", $"You do not speak for the court {courtId}; an administrator names who does. Nothing was changed.", "courtId");

    /// <summary>No court has this id.</summary>
    public static Refusal NoSuchCourt { get; } = new("no-such-court", "There is no court with this id.");

    /// <summary>No office has this id.</summary>
    public static Refusal NoSuchOffice { get; } = new("no-such-office", "There is no office with this id.", "officeId");

    /// <summary>The docket has no check-in with this id.</summary>
    public static Refusal NoSuchCheckIn { get; } = new("no-such-check-in", "The cardholder has no check-in with this id.");

    /// <summary>The docket has no document with this id.</summary>
    public static Refusal NoSuchDocument { get; } = new("no-such-document", "The cardholder has no document with this id.");

    /// <summary>The document was withdrawn.</summary>
    public static Refusal DocumentWithdrawn { get; } = new("document-withdrawn", "The document was withdrawn.");

    /// <summary>No scanner with this id has reported.</summary>
    public static Refusal NoSuchScanner { get; } = new("no-such-scanner", "No scanner of this id has reported.");

    /// <summary>No partner has this id.</summary>
    public static Refusal NoSuchPartner { get; } = new("no-such-partner", "There is no partner with this id.");

    /// <summary>No approval has this id.</summary>
    public static Refusal NoSuchApproval { get; } = new("no-such-approval", "There is no approval with this id.");

    /// <summary>The docket has another version than the caller named.</summary>
    public static Refusal VersionMismatch(long current) =>
        new("version-mismatch", $"The docket has changed: its version is now \"{current}\". Read it again before changing it.");
}
