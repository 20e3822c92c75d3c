namespace SecureDocket.Credentials.Interop;

/// <summary>The content of another issuer's Claim 169 code. It is for display only: it has no verdict and cannot get one.</summary>
public sealed record ForeignCard
{
    /// <summary>Claim 1, <c>iss</c>: unverified.</summary>
    public string? Issuer { get; init; }

    /// <summary>Claim 2, <c>sub</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>Claim 4, <c>exp</c>.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Claim 6, <c>iat</c>.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Key 1: the ID.</summary>
    public string? Id { get; init; }

    /// <summary>Key 4: the full name.</summary>
    public string? FullName { get; init; }

    /// <summary>Key 8: the birth date, unchanged.</summary>
    public string? BirthDate { get; init; }

    /// <summary>Key 9: 1 male, 2 female, 3 others.</summary>
    public int? Gender { get; init; }

    /// <summary>Key 13: the nationality.</summary>
    public string? Nationality { get; init; }

    /// <summary>Key 22: the legal status.</summary>
    public string? LegalStatus { get; init; }

    /// <summary>Key 23: the country of issuance.</summary>
    public string? CountryOfIssuance { get; init; }

    /// <summary>Key 62: the face, as image bytes of any format; null if there is none.</summary>
    public ReadOnlyMemory<byte>? Face { get; init; }
}
