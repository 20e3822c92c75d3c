namespace SecureDocket;

/// <summary>The refusals that more than one use case gives.</summary>
internal static class Refusals
{
    public static Refusal NoSuchCardholder { get; } = new("no-such-cardholder", "There is no cardholder with this id.");

    public static Refusal NoSuchANumber { get; } = new("no-such-cardholder", "There is no cardholder with this A-number.", "aNumber");

    public static Refusal NoSuchCard { get; } = new("no-such-card", "There is no card with this number.");

    public static Refusal NoSuchKey { get; } = new("no-such-key", "There is no key with this id; /api/v1/keys names them.");

    public static Refusal NumberJustChanged { get; } = new(
        "number-just-changed", "You changed this person's number within a day: another officer sets the PIN and gives codes.");

    public static Refusal NoSuccessor { get; } = new(
        "no-successor",
        "No other key could take its place: make one first, for lists have the anchor endorse it, and let verifiers hear of it.");

    public static Refusal NoSuchSite { get; } = new("no-such-site", "There is no site with this id.", "siteId");

    public static Refusal CourtOfAnother(string courtId) => new(
        "court-of-another", $"You do not speak for the court {courtId}; an administrator names who does. Nothing was changed.", "courtId");

    public static Refusal NoSuchCourt { get; } = new("no-such-court", "There is no court with this id.");

    public static Refusal NoSuchOffice { get; } = new("no-such-office", "There is no office with this id.", "officeId");

    public static Refusal NoSuchCheckIn { get; } = new("no-such-check-in", "The cardholder has no check-in with this id.");

    public static Refusal NoSuchDocument { get; } = new("no-such-document", "The cardholder has no document with this id.");

    public static Refusal DocumentWithdrawn { get; } = new("document-withdrawn", "The document was withdrawn.");

    public static Refusal NoSuchScanner { get; } = new("no-such-scanner", "No scanner of this id has reported.");

    public static Refusal NoSuchPartner { get; } = new("no-such-partner", "There is no partner with this id.");

    public static Refusal NoSuchApproval { get; } = new("no-such-approval", "There is no approval with this id.");

    public static Refusal VersionMismatch(long current) =>
        new("version-mismatch", $"The docket has changed: its version is now \"{current}\". Read it again before changing it.");
}
