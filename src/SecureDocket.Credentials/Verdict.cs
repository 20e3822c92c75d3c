namespace SecureDocket.Credentials;

/// <summary>The outcome of a verification. Unknown is never turned into valid, nor into revoked.</summary>
public enum Outcome
{
    /// <summary>The card is genuine, current and in force.</summary>
    Valid,

    /// <summary>The card must not be accepted; the reasons say why.</summary>
    Invalid,

    /// <summary>The card could not be judged; the reasons say what was missing.</summary>
    Undetermined,
}

/// <summary>The stable reason codes of a verdict. A code is never renamed and never changes its meaning.</summary>
public static class Reasons
{
    /// <summary>The text is no credential of this kind.</summary>
    public const string Malformed = "malformed";

    /// <summary>The credential names a key that this verifier does not trust.</summary>
    public const string UnknownKey = "unknown-key";

    /// <summary>The signature is not that key's over these bytes.</summary>
    public const string BadSignature = "bad-signature";

    /// <summary>The signature holds, but the credential names another issuer.</summary>
    public const string UnknownIssuer = "unknown-issuer";

    /// <summary>The key is the issuer's, but not for signing this.</summary>
    public const string WrongKeyUse = "wrong-key-use";

    /// <summary>The issuer withdrew the key: nothing that it signed holds any more.</summary>
    public const string KeyWithdrawn = "key-withdrawn";

    /// <summary>The card claims to be issued when its key did not sign.</summary>
    public const string OutsideKeyPeriod = "outside-key-period";

    /// <summary>The verifier's clock is before the moment that its own pack or list was made.</summary>
    public const string ClockBehind = "clock-behind";

    /// <summary>The card holds only from a later time.</summary>
    public const string NotYetValid = "not-yet-valid";

    /// <summary>The card has expired.</summary>
    public const string Expired = "expired";

    /// <summary>The card was revoked.</summary>
    public const string Revoked = "revoked";

    /// <summary>The card is suspended for the time being.</summary>
    public const string Suspended = "suspended";

    /// <summary>A newer card took this card's place.</summary>
    public const string Replaced = "replaced";

    /// <summary>The issuer has no record of this card.</summary>
    public const string NotOnRecord = "not-on-record";

    /// <summary>The card names an entry that its status list does not have.</summary>
    public const string StatusOutOfRange = "status-out-of-range";

    /// <summary>The card's status is older than this verifier may rely on.</summary>
    public const string StatusStale = "status-stale";

    /// <summary>The card's status could not be read.</summary>
    public const string StatusUnavailable = "status-unavailable";
}

/// <summary>The answer of an offline verification.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reason">Why, from <see cref="Reasons"/>; null when valid.</param>
/// <param name="KeyId">The key that the credential names; null when the text is malformed.</param>
/// <param name="StatusAsOf">The moment that the status is of; null when none was consulted.</param>
/// <param name="Credential">The claims, once the signature held: whose card it is, to compare by eye.</param>
public sealed record Verdict(Outcome Outcome, string? Reason, KeyId? KeyId, DateTimeOffset? StatusAsOf, Credential? Credential);

/// <summary>What a credential's own bytes say, before its status is looked up.</summary>
/// <param name="Credential">The claims, once the signature held; null otherwise. Expired claims are still given.</param>
/// <param name="KeyId">The key that the credential names; null when the text is malformed.</param>
/// <param name="Reason">Why the credential does not hold, from <see cref="Reasons"/>; null when it does.</param>
public sealed record Authentication(Credential? Credential, KeyId? KeyId, string? Reason);
