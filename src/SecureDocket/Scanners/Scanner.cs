namespace SecureDocket.Scanners;

/// <summary>A device on which officers verify cards, as last reported.</summary>
public sealed record Scanner
{
    /// <summary>A random ID that the device created; it creates another one after its permission was revoked.</summary>
    public required Guid Id { get; init; }

    /// <summary>The opaque ID of its last user.</summary>
    public required string Officer { get; init; }

    /// <summary>The release of the page, 12 hexadecimal digits.</summary>
    public required string Release { get; init; }

    /// <summary>When its verifier pack was issued; null if it has none.</summary>
    public DateTimeOffset? PackIssuedAt { get; init; }

    /// <summary>The number of scans waiting on it for a network.</summary>
    public required int Waiting { get; init; }

    /// <summary>When it last reported.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>When an administrator revoked its permission; null while it is in force.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The opaque ID of that administrator; null while it is in force.</summary>
    public string? EndedBy { get; init; }
}
