namespace SecureDocket.Credentials;

/// <summary>The constants and limits of the card's credential: CWT (RFC 8392) in COSE_Sign1 (RFC 9052), ES256.</summary>
public static class CredentialFormat
{
    /// <summary>The media type in the protected header's <c>typ</c> (RFC 9596), which distinguishes a card from other tokens of the same key.</summary>
    public const string MediaType = "application/sdc+cwt";

    /// <summary>The maximum length of a text: the alphanumeric capacity of a QR code (version 40, ECC L).</summary>
    public const int MaximumTextLength = 4296;

    /// <summary>The maximum number of bytes that a credential may inflate to.</summary>
    public const int MaximumInflatedLength = 64 * 1024;

    /// <summary>The maximum nesting depth.</summary>
    public const int MaximumDepth = 8;

    /// <summary>The maximum size of a face in bytes.</summary>
    public const int MaximumFaceBytes = 700;

    /// <summary>How far a verifier's clock may be behind the issuer's, so that something published just now is not considered to be from the future.</summary>
    public static readonly TimeSpan ClockLeeway = TimeSpan.FromMinutes(1);

    /// <summary>The length of an ES256 signature: r and s, 32 bytes each (RFC 9053, section 2.1).</summary>
    public const int SignatureLength = 64;

    internal const ulong CwtTag = 61;
    internal const ulong CoseSign1Tag = 18;

    /// <summary>The tags around a card's credential.</summary>
    internal static ReadOnlySpan<ulong> CredentialTags => [CwtTag, CoseSign1Tag];

    /// <summary>The tag around a status list token, which must not have tag 61 according to the draft.</summary>
    internal static ReadOnlySpan<ulong> StatusListTags => [CoseSign1Tag];

    internal static class Header
    {
        public const int Algorithm = 1;
        public const int KeyId = 4;
        public const int Type = 16;
        public const int Es256 = -7;
    }

    internal static class Claim
    {
        public const int Issuer = 1;
        public const int Subject = 2;
        public const int Expires = 4;
        public const int NotBefore = 5;
        public const int IssuedAt = 6;
        public const int Identity = 169;
        public const int Status = 65535;
    }

    internal static class IdentityKey
    {
        public const int Id = 1;
        public const int Version = 2;
        public const int FullName = 4;
        public const int BirthDate = 8;
        public const int Nationality = 13;
        public const int CountryOfIssuance = 23;
        public const int Face = 62;
        public const int PhotoHash = 75;
        public const int DocketKey = 76;
    }

    internal static class FaceKey
    {
        public const int Data = 0;
        public const int Format = 1;
        public const int SubFormat = 2;
        public const int Image = 0;
    }
}
