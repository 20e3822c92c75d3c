using static System.FormattableString;

namespace SecureDocket.Functions.Verdicts;

/// <summary>The refusals of requests about verdicts: verifications, comparisons and scans.</summary>
internal static class VerdictsRefusals
{
    public static Refusal TooManyVerifications(int perMinute) => new(
        "too-many-requests",
        Invariant($"Without a token, at most {perMinute} verifications a minute are allowed. Request partner access for more."));

    public static Refusal Credential { get; } = new("invalid", "Must be the text of the QR code.", "credential");

    public static Refusal CredentialOrNumber { get; } = new("invalid", "Send either the text of the QR code or a cardNumber.", "credential");

    public static Refusal CardNumber { get; } = new(
        "invalid", "Enter the 12 characters as printed; the check character does not match.", "cardNumber");

    public static Refusal BirthDate { get; } = new("invalid", "Must be YYYY, YYYY-MM or YYYY-MM-DD.", "birthDate");

    public static Refusal CheckedAt { get; } = new("invalid", "Must be the verification's checkedAt, exactly as returned.", "checkedAt");

    public static Refusal Scans(int limit) => new("invalid", Invariant($"Must be 1 to {limit} scans."), "scans");

    public static Refusal ScanId { get; } = new("invalid", "Must be a UUID, different for every scan.", "scanId");

    public static Refusal ScannedAt(int days) => new("invalid", Invariant($"Must be within the last {days} days, such as 2027-03-04T15:00:00Z."), "at");

    public static Refusal Reasons { get; } = new(
        "invalid", "Must be verdict reasons without duplicates: empty for valid, otherwise at least one.", "reasons");

    public static Refusal StatusAsOf { get; } = new("invalid", "Must be in the past.", "statusAsOf");
}
