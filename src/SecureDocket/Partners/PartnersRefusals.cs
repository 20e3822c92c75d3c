using System.Globalization;

namespace SecureDocket.Partners;

/// <summary>The refusals about partners: their registration, and their requests.</summary>
internal static class PartnersRefusals
{
    public static Refusal Id { get; } = Invalid(
        "partnerId", "Must be the object ID in the partner's tokens: 3 to 64 lower-case letters, digits or hyphens.");

    public static Refusal Kind { get; } = Invalid("kind", "Must be one of live, sandbox.");

    public static Refusal Scopes { get; } = Invalid(
        "scopes", "Must be verify and, where agreed, match-name and match-birth-date, each at most once.");

    public static Refusal NotRegistered { get; } = new("version-mismatch", "This partner is not registered yet; omit If-Match to register it.");

    public static Refusal Limit(int limit) => new(
        "partner-limit", string.Create(CultureInfo.InvariantCulture, $"At most {limit} partners can be registered, revoked ones included."));

    public static Refusal VersionMismatch(long? current) => new(
        "version-mismatch", $"The partner has changed{(current is null ? "" : $"; its version is now \"{current}\"")}. Read it again before changing it.");

    public static Refusal VersionRequired { get; } = new(
        "version-required", "This partner is already registered; send If-Match with the ETag of the version you read.");

    public static Refusal Revoked { get; } = new(
        "revocation-final", "The partner's revocation is final; a new application registration gets a new ID.");

    public static Refusal ScopeMissing(string scope, string? field) => new("scope-missing", $"The partner is not registered for the scope {scope}.", field);

    public static Refusal TooManyAtOnce(int limit) => new(
        "too-many-requests", string.Create(CultureInfo.InvariantCulture, $"At most {limit} concurrent requests are allowed."));

    public static Refusal TooManyPerMinute(int limit) => new(
        "too-many-requests", string.Create(CultureInfo.InvariantCulture, $"At most {limit} requests per minute are allowed."));

    public static Refusal Unknown { get; } = new("partner-unknown", "The token is valid, but no partner is registered for its object ID.");

    public static Refusal TokenRevoked { get; } = new("partner-revoked", "The partner has been revoked.");

    private static Refusal Invalid(string field, string detail) => new("invalid", detail, field);
}
