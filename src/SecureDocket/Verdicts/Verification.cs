using SecureDocket.Credentials;

namespace SecureDocket.Verdicts;

/// <summary>How a card was identified.</summary>
public enum VerificationMethod
{
    /// <summary>By its signed credential.</summary>
    Credential,

    /// <summary>By its number alone. No signature was checked, so the printed details must be compared with more care.</summary>
    CardNumber,
}

/// <summary>The result of a verification.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reasons">Codes of <see cref="Credentials.Reasons"/>; empty when valid.</param>
/// <param name="Evidence">The basis of the verdict.</param>
public sealed record Verification(Outcome Outcome, IReadOnlyList<string> Reasons, Evidence Evidence)
{
    /// <summary>The ID of the disclosure that records it; null if no record was read.</summary>
    public string? Id { get; init; }

    /// <summary>What an officer sees.</summary>
    public OfficerView? Officer { get; init; }

    /// <summary>What a partner sees.</summary>
    public PartnerView? Partner { get; init; }
}

/// <summary>The basis of a verdict.</summary>
/// <param name="Method">How the card was identified.</param>
/// <param name="KeyId">The key that the credential names; null without a readable credential.</param>
/// <param name="CheckedAt">When the verdict was made.</param>
/// <param name="StatusAsOf">The time of the status; null if no status was read.</param>
/// <param name="StatusAgeSeconds">The age of the status; null if no status was read.</param>
/// <param name="CheckByEye">What must be checked by eye.</param>
public sealed record Evidence(
    VerificationMethod Method, string? KeyId, DateTimeOffset CheckedAt, DateTimeOffset? StatusAsOf, int? StatusAgeSeconds, IReadOnlyList<string> CheckByEye);
