using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>Encodes claims as the text of a QR code, in the two steps that a remote signing key needs.</summary>
public static class CredentialEncoder
{
    /// <summary>Encodes the CWT claims set as deterministic CBOR: the payload to sign.</summary>
    public static byte[] EncodePayload(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        var identity = credential.Identity;
        var cbor = new CborWriter()
            .Map(7)
            .Int(Claim.Issuer).Text(credential.Issuer)
            .Int(Claim.Subject).Text(credential.CardNumber)
            .Int(Claim.Expires).Int(credential.Expires.ToUnixTimeSeconds())
            .Int(Claim.NotBefore).Int(credential.NotBefore.ToUnixTimeSeconds())
            .Int(Claim.IssuedAt).Int(credential.IssuedAt.ToUnixTimeSeconds())
            .Int(Claim.Identity).Map(identity.Face is null ? 8 : 9)
                .Int(IdentityKey.Id).Text(identity.Id)
                .Int(IdentityKey.Version).Text(identity.Version)
                .Int(IdentityKey.FullName).Text(identity.FullName)
                .Int(IdentityKey.BirthDate).Text(identity.BirthDate)
                .Int(IdentityKey.Nationality).Text(identity.Nationality)
                .Int(IdentityKey.CountryOfIssuance).Text(identity.CountryOfIssuance);
        if (identity.Face is { } face)
        {
            cbor.Int(IdentityKey.Face).Array(1).Map(3)
                .Int(FaceKey.Data).Bytes(face.Bytes.Span)
                .Int(FaceKey.Format).Int(FaceKey.Image)
                .Int(FaceKey.SubFormat).Int((int)face.Format);
        }

        return cbor
                .Int(IdentityKey.PhotoHash).Bytes(identity.PhotoHash.Span)
                .Int(IdentityKey.DocketKey).Bytes(identity.DocketKey.Span)
            .Int(Claim.Status).Map(1)
                .Text("status_list").Map(2)
                    .Text("idx").Int(credential.Status.Index)
                    .Text("uri").Text(credential.Status.Uri)
            .ToArray();
    }

    /// <summary>
    /// The bytes that the key signs: the Sig_structure of RFC 9052, section 4.4, with ES256 and <paramref name="keyId"/> in the protected
    /// header.
    /// </summary>
    public static byte[] ToBeSigned(KeyId keyId, ReadOnlySpan<byte> payload) =>
        CoseSign1.SigStructure(CoseSign1.ProtectedHeader(keyId, MediaType), payload);

    /// <summary>Combines payload and signature: 61(18([protected, {}, payload, signature])) → zlib → Base45.</summary>
    /// <param name="keyId">The key that signed, the same as in <see cref="ToBeSigned"/>.</param>
    /// <param name="payload">The result of <see cref="EncodePayload"/>.</param>
    /// <param name="signature">The signature r‖s, 64 bytes, over <see cref="ToBeSigned"/>; the text contains the lower of s and n - s.</param>
    /// <returns>The text for a QR code in alphanumeric mode.</returns>
    /// <exception cref="ArgumentException">The signature has another length.</exception>
    public static string Seal(KeyId keyId, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        var cose = CoseSign1.Seal(CredentialTags, CoseSign1.ProtectedHeader(keyId, MediaType), payload, signature);
        return Base45.Encode(Zlib.Deflate(cose));
    }
}
