using static System.FormattableString;

namespace SecureDocket.Hearings;

/// <summary>The refusals about hearings: the registrars' feed, its quarantine, and administrators' corrections.</summary>
internal static class HearingsRefusals
{
    public static Refusal HearingId { get; } = Invalid("hearingId", "Must be 1 to 64 letters, digits, hyphens, underscores and dots.");

    public static Refusal SourceVersion { get; } = Invalid("sourceVersion", Invariant($"Must be a whole number from 1 to {HearingForm.LargestVersion}."));

    public static Refusal Kind { get; } = Invalid("kind", "Must be one of master, individual, bond, other.");

    public static Refusal CourtId { get; } = Invalid("courtId", "Must be a registered court; see /api/v1/courts/{courtId}.");

    public static Refusal Start { get; } = Invalid("start", "Must be the local time at the court as YYYY-MM-DDThh:mm.");

    public static Refusal StartPassed { get; } = Invalid("start", "Must be in the future.");

    public static Refusal TooFarAhead(int years) => Invalid("start", Invariant($"Must be at most {years} years ahead."));

    public static Refusal SkippedTime(string zone) => Invalid("start", $"This time does not exist in {zone}: the clocks go forward and skip it.");

    public static Refusal RepeatedTime(string zone) => Invalid("start", $"This time occurs twice in {zone}: the clocks go back and repeat it.");

    public static Refusal IdReleased { get; } = new(
        "hearing-stale", "The hearing's ID was released from this person after the hearing was quarantined. Nothing was changed.", "hearingId");

    public static Refusal Quarantined { get; } = new(
        "hearing-quarantined", "Too many hearing changes were sent for this person today. The hearing was quarantined for review. Nothing was changed.");

    public static Refusal AwaitsCourt(string? courtId) => new(
        "hearing-awaits-court",
        $"A registrar of court {courtId} must send the same version, or an administrator must release the hearing, which was quarantined. Nothing was changed.",
        "courtId");

    public static Refusal StaleInQuarantine(long version) => new(
        "hearing-stale", Invariant($"A newer version, {version}, is in quarantine. Nothing was changed."), "sourceVersion");

    public static Refusal ReusedInQuarantine(long version) => new(
        "hearing-version-reused", Invariant($"Version {version} is in quarantine with different content. Nothing was changed."), "sourceVersion");

    public static Refusal Stale(long version) => new(
        "hearing-stale", Invariant($"A newer version, {version}, is on record. Nothing was changed."), "sourceVersion");

    public static Refusal Reused(long version) => new(
        "hearing-version-reused", Invariant($"Version {version} is on record with different content. Nothing was changed."), "sourceVersion");

    public static Refusal Limit(int limit) => new(
        "hearing-limit", Invariant($"A cardholder can have at most {limit} hearings, past ones included; cancelled ones do not count."), "hearingId");

    public static Refusal NoSuchHearing { get; } = new("no-such-hearing", "No hearing on record has this ID.");

    public static Refusal NoSuchId { get; } = new("no-such-hearing", "No docket has this hearing ID.");

    public static Refusal NotQuarantined { get; } = new("no-such-hearing", "No quarantined hearing has this ID and court.");

    public static Refusal OfAnotherPerson { get; } = new(
        "hearing-of-another", "This hearing belongs to another person, and a hearing cannot move to another person. Nothing was changed.", "aNumber");

    public static Refusal OfAnother(CardholderId owner) => new(
        "hearing-of-another", $"This ID belongs to the cardholder {owner}. Nothing was changed.", "cardholderId");

    public static Refusal VersionMismatch(long version) => new(
        "version-mismatch", Invariant($"The version on record is \"{version}\". Nothing was changed."));

    public static Refusal SetBackVersion(long least) => Invalid(
        "sourceVersion", Invariant($"Must be at least {least}, a version that the feed had reached, and less than the version on record."));

    private static Refusal Invalid(string field, string detail) => new("invalid", detail, field);
}
