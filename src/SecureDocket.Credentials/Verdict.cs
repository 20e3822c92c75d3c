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

/// <summary>The answer of an offline verification.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reasons">Why, from <see cref="Credentials.Reasons"/>, the general code before the specific; empty when valid.</param>
/// <param name="KeyId">The key that the credential names; null when the text is malformed.</param>
/// <param name="StatusAsOf">The moment that the status is of; null when none was consulted.</param>
/// <param name="Credential">The claims, once the signature held: whose card it is, to compare by eye.</param>
public sealed record Verdict(
    Outcome Outcome, IReadOnlyList<string> Reasons, KeyId? KeyId, DateTimeOffset? StatusAsOf, Credential? Credential);

/// <summary>What a credential's own bytes say, before its status is looked up.</summary>
/// <param name="Credential">The claims, once the signature held; null otherwise. Expired claims are still given.</param>
/// <param name="KeyId">The key that the credential names; null when the text is malformed.</param>
/// <param name="Reasons">Why the credential does not hold, from <see cref="Credentials.Reasons"/>, the general code before the specific; empty when it does.</param>
public sealed record Authentication(Credential? Credential, KeyId? KeyId, IReadOnlyList<string> Reasons);
