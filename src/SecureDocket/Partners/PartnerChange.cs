namespace SecureDocket.Partners;

/// <summary>What an administrator did to a partner. Never changed, never dropped.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why, from <see cref="PartnerRevocationReasons"/>; null unless it was a revocation.</param>
/// <param name="Partner">The partner afterwards.</param>
public sealed record PartnerChange(PartnerChangeKind Kind, DateTimeOffset At, Actor By, string? Reason, Partner Partner);

/// <summary>What can be done to a partner.</summary>
public enum PartnerChangeKind
{
    /// <summary>Entered.</summary>
    Registered,

    /// <summary>Name, kind, scopes, limit or contact changed.</summary>
    Changed,

    /// <summary>Put out of force for good.</summary>
    Revoked,
}

/// <summary>Why a partner is revoked. A code is never renamed.</summary>
public static class PartnerRevocationReasons
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["agreement-ended", "breach", "misuse", "requested"];
}
