namespace SecureDocket.Partners;

/// <summary>An administrator's change of a partner. It is never modified or deleted.</summary>
/// <param name="Kind">The kind of change.</param>
/// <param name="At">When it was made.</param>
/// <param name="By">Who made it.</param>
/// <param name="Reason">The reason, from <see cref="PartnerRevocationReasons"/>; null unless it was a revocation.</param>
/// <param name="Partner">The partner afterwards.</param>
public sealed record PartnerChange(PartnerChangeKind Kind, DateTimeOffset At, Actor By, string? Reason, Partner Partner);

/// <summary>The kinds of change.</summary>
public enum PartnerChangeKind
{
    /// <summary>The partner was registered.</summary>
    Registered,

    /// <summary>Name, kind, scopes, limit or contact changed.</summary>
    Changed,

    /// <summary>The partner was permanently revoked.</summary>
    Revoked,
}

/// <summary>The reasons for revoking a partner. A code is never renamed.</summary>
public static class PartnerRevocationReasons
{
    /// <summary>All reasons.</summary>
    public static IReadOnlyList<string> All { get; } = ["agreement-ended", "breach", "misuse", "requested"];
}
