namespace SecureDocket.Scanners;

/// <summary>A device on which officers check cards, as it last reported.</summary>
public sealed record Scanner
{
    /// <summary>A random id that the device made for itself; another one after its leave was ended.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who used it last, as an opaque id.</summary>
    public required string Officer { get; init; }

    /// <summary>The release of the page, 12 hexadecimal digits.</summary>
    public required string Release { get; init; }

    /// <summary>When the verifier pack on it was made; null when it has none.</summary>
    public DateTimeOffset? PackIssuedAt { get; init; }

    /// <summary>How many scans wait on it for a network.</summary>
    public required int Waiting { get; init; }

    /// <summary>When it reported.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>When an administrator ended its leave; null while it is in force.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who ended it, as an opaque id; null while it is in force.</summary>
    public string? EndedBy { get; init; }
}
