using System.Security.Cryptography;

namespace SecureDocket.Credentials.Tests;

/// <summary>One fixed key, one fixed card, and a way to sign.</summary>
internal static class Sample
{
    public const string Issuer = "https://securedocket.example";

    public static readonly DateTimeOffset IssuedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    // RFC 6979, appendix A.2.5: a key that everybody knows and nobody uses.
    private const string D = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
    private const string X = "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6";
    private const string Y = "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";

    public static ECDsa PrivateKey { get; } = ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        D = Convert.FromHexString(D),
        Q = new ECPoint { X = Convert.FromHexString(X), Y = Convert.FromHexString(Y) },
    });

    public static VerificationKey PublicKey { get; } = new(Convert.FromHexString(X), Convert.FromHexString(Y));

    /// <summary>The same key where it is pinned for lists. Keys in the field have one use only; a sample gets by with one key.</summary>
    public static VerificationKey ListKey { get; } = new(Convert.FromHexString(X), Convert.FromHexString(Y)) { Use = KeyUse.Lists };

    public static Trust Trust { get; } = new(Issuer, [PublicKey]);

    public static Trust ListTrust { get; } = new(Issuer, [ListKey]);

    public static Credential Credential { get; } = new()
    {
        Issuer = Issuer,
        CardNumber = "0123456789AB",
        IssuedAt = IssuedAt,
        NotBefore = IssuedAt,
        Expires = IssuedAt.AddDays(365),
        Status = new StatusReference($"{Issuer}/api/v1/status-lists/1", 524_287),
        Identity = new Identity
        {
            Id = "1",
            FullName = "Miron Zarechny",
            BirthDate = "19790000",
            Nationality = "UKR",
            CountryOfIssuance = "USA",
            PhotoHash = SHA256.HashData("photo"u8),
            DocketKey = SHA256.HashData("docket"u8).AsMemory(0, 16),
        },
    };

    public static byte[] Sign(ReadOnlySpan<byte> data) =>
        Es256Signature.WithLowS(PrivateKey.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public static string Seal(Credential credential)
    {
        var payload = CredentialEncoder.EncodePayload(credential);
        return CredentialEncoder.Seal(PublicKey.Id, payload, Sign(CredentialEncoder.ToBeSigned(PublicKey.Id, payload)));
    }

    /// <summary>What is said of a text whose fault has a code of its own.</summary>
    public static string[] Malformed(string code) => [Reasons.Malformed, code];

    /// <summary>The verdict a month after issue.</summary>
    public static Authentication Authenticate(string text) => CredentialVerifier.Authenticate(text, Trust, IssuedAt.AddDays(30));
}
