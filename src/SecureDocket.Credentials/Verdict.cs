namespace SecureDocket.Credentials;

/// <summary>The outcome of a verification. An unknown state is never reported as valid, nor as revoked.</summary>
public enum Outcome
{
    /// <summary>The card is genuine, current and in force.</summary>
    Valid,

    /// <summary>The card must not be accepted; the reasons say why.</summary>
    Invalid,

    /// <summary>The card could not be verified; the reasons say what was missing.</summary>
    Undetermined,
}

/// <summary>The result of an offline verification.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reasons">The reasons, from <see cref="Credentials.Reasons"/>, the general code before the specific one; empty if valid.</param>
/// <param name="KeyId">The key that the credential names; null if the text is malformed.</param>
/// <param name="StatusAsOf">The time of the status; null if none was checked.</param>
/// <param name="Credential">The claims, if the signature is valid, to compare by eye.</param>
public sealed record Verdict(
    Outcome Outcome, IReadOnlyList<string> Reasons, KeyId? KeyId, DateTimeOffset? StatusAsOf, Credential? Credential);

/// <summary>The result of checking a credential's own bytes, before its status.</summary>
/// <param name="Credential">The claims, if the signature is valid; otherwise null. Expired claims are included.</param>
/// <param name="KeyId">The key that the credential names; null if the text is malformed.</param>
/// <param name="Reasons">
/// Why the credential is not valid, from <see cref="Credentials.Reasons"/>, the general code before the specific one; empty if it is.
/// </param>
public sealed record Authentication(Credential? Credential, KeyId? KeyId, IReadOnlyList<string> Reasons);
