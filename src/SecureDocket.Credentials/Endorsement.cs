using System.Buffers.Text;
using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>A signed statement of the anchor, or of another key of the same use, that a key belongs to the issuer.</summary>
/// <param name="Issuer">Claim 1, <c>iss</c>: the owner of the key.</param>
/// <param name="IssuedAt">Claim 6, <c>iat</c>: when it was signed.</param>
/// <param name="Use">What the endorsed key may sign: cards or lists.</param>
/// <param name="Thumbprint">The RFC 7638 thumbprint of the endorsed key, base64url.</param>
public sealed record Endorsement(string Issuer, DateTimeOffset IssuedAt, KeyUse Use, string Thumbprint)
{
    /// <summary>The media type, and the protected header's <c>typ</c>.</summary>
    public const string MediaType = "application/sdc-endorsement+cwt";

    private const int StringLimit = 512;
    private const int ThumbprintLength = 32;
    private const int IssuerClaim = 1;
    private const int IssuedAtClaim = 6;

    /// <summary>Encodes the claims as deterministic CBOR: the payload to sign.</summary>
    public byte[] EncodePayload() => new CborWriter().Map(4)
        .Int(IssuerClaim).Text(Issuer)
        .Int(IssuedAtClaim).Int(IssuedAt.ToUnixTimeSeconds())
        .Text("use").Text(PackedKey.NameOf(Use))
        .Text("thumbprint").Bytes(Base64Url.DecodeFromChars(Thumbprint))
        .ToArray();

    /// <summary>The bytes that the endorsing key signs.</summary>
    public static byte[] ToBeSigned(KeyId keyId, ReadOnlySpan<byte> payload) =>
        CoseSign1.SigStructure(CoseSign1.ProtectedHeader(keyId, MediaType), payload);

    /// <summary>Combines payload and signature, under tag 18.</summary>
    public static byte[] Seal(KeyId keyId, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        CoseSign1.Seal(StatusListTags, CoseSign1.ProtectedHeader(keyId, MediaType), payload, signature);

    /// <summary>Reads an endorsement and determines who signed it.</summary>
    /// <param name="bytes">The sealed endorsement.</param>
    /// <param name="keys">The keys that may have signed it.</param>
    /// <returns>The endorsement, or null if it is malformed; and its signer, or null if none of <paramref name="keys"/> signed it.</returns>
    public static (Endorsement? Endorsement, VerificationKey? Signer) Read(ReadOnlySpan<byte> bytes, IEnumerable<VerificationKey> keys)
    {
        if (!CoseSign1.TryRead(bytes, StatusListTags, MediaType, out var message) || !TryReadClaims(message.Payload, out var endorsement))
        {
            return (null, null);
        }

        var keyId = message.KeyId;
        return (endorsement, message.SignerAmong([.. keys.Where(key => key.Id == keyId)]));
    }

    private static bool TryReadClaims(ReadOnlySpan<byte> payload, out Endorsement endorsement)
    {
        endorsement = null!;
        var reader = new CborReader(payload);
        if (!CborReader.IsDeterministic(payload, MaximumDepth)
            || !reader.TryMap(out var pairs) || pairs != 4
            || !reader.TryKey(IssuerClaim) || !reader.TryText(StringLimit, out string issuer)
            || !reader.TryKey(IssuedAtClaim) || !reader.TryTime(out var issuedAt)
            || !reader.TryKey("use"u8) || !reader.TryText(out var use) || PackedKey.UseOf(use) is not { } known
            || known == KeyUse.Anchor // An anchor is obtained through another channel and is never endorsed.
            || !reader.TryKey("thumbprint"u8) || !reader.TryBytes(out var thumbprint) || thumbprint.Length != ThumbprintLength)
        {
            return false;
        }

        endorsement = new Endorsement(issuer, issuedAt, known, Base64Url.EncodeToString(thumbprint));
        return true;
    }
}
