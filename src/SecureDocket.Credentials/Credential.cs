namespace SecureDocket.Credentials;

/// <summary>The content of a card's QR code: the CWT claims (RFC 8392) of one card.</summary>
public sealed record Credential
{
    /// <summary>Claim 1, <c>iss</c>: the issuer as an absolute URI.</summary>
    public required string Issuer { get; init; }

    /// <summary>Claim 2, <c>sub</c>: the card number, without separators.</summary>
    public required string CardNumber { get; init; }

    /// <summary>Claim 6, <c>iat</c>: when the card was issued, in whole seconds.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Claim 5, <c>nbf</c>: the start of the card's validity, in whole seconds.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Claim 4, <c>exp</c>: the end of the card's validity, in whole seconds.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Claim 65535, <c>status</c>: the reference to the card's status (IETF Token Status List, section 6).</summary>
    public required StatusReference Status { get; init; }

    /// <summary>Claim 169, <c>identity-data</c>: the holder's identity (MOSIP Claim 169, v1.2.1).</summary>
    public required Identity Identity { get; init; }
}

/// <summary>An entry in a Token Status List.</summary>
/// <param name="Uri">The list's address, which is also the list token's subject.</param>
/// <param name="Index">The entry within the list, from 0.</param>
public sealed record StatusReference(string Uri, int Index);

/// <summary>The identity map of Claim 169; the numbers are its keys.</summary>
public sealed record Identity
{
    /// <summary>Key 2: the version of this profile of the map.</summary>
    public const string CurrentVersion = "1";

    /// <summary>Key 1: the serial of the card within its docket, as text.</summary>
    public required string Id { get; init; }

    /// <summary>Key 2: <see cref="CurrentVersion"/>.</summary>
    public string Version { get; init; } = CurrentVersion;

    /// <summary>Key 4: the full name in Latin letters, as printed on the card.</summary>
    public required string FullName { get; init; }

    /// <summary>Key 8: the birth date as <c>YYYYMMDD</c>; unknown parts are zeros, so <c>19790000</c> means some time in 1979.</summary>
    public required string BirthDate { get; init; }

    /// <summary>Key 13: the nationality, ISO 3166-1 alpha-3.</summary>
    public required string Nationality { get; init; }

    /// <summary>Key 23: the country of issuance, ISO 3166-1 alpha-3.</summary>
    public required string CountryOfIssuance { get; init; }

    /// <summary>Key 62: a small picture of the face for offline comparison with the bearer; null if the card has none.</summary>
    public Face? Face { get; init; }

    /// <summary>Key 75, by agreement: the SHA-256 of the enrolled photo's stored bytes; 32 bytes.</summary>
    public required ReadOnlyMemory<byte> PhotoHash { get; init; }

    /// <summary>Key 76, by agreement: the opaque key of the docket, so that online verification needs no lookup; 16 bytes.</summary>
    public required ReadOnlyMemory<byte> DocketKey { get; init; }
}

/// <summary>A face in a credential: a biometric of format 0, image; a card has at most one (MOSIP Claim 169, v1.2.1).</summary>
/// <param name="Format">Key 2 of the biometric: the sub-format.</param>
/// <param name="Bytes">Key 0 of the biometric: the picture's file, 1 to <see cref="CredentialFormat.MaximumFaceBytes"/>.</param>
public sealed record Face(FaceFormat Format, ReadOnlyMemory<byte> Bytes);

/// <summary>The coding of a face; the numbers are those of Claim 169.</summary>
public enum FaceFormat
{
    /// <summary>JPEG (ITU-T T.81).</summary>
    Jpeg = 1,

    /// <summary>WEBP (RFC 9649).</summary>
    Webp = 4,
}
