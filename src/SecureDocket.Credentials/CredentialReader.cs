using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>The strict reader of claims: one pass, every length limited, only one encoding. It never throws because of its input.</summary>
internal static class CredentialReader
{
    private const int MaximumStringBytes = 512;

    /// <summary>Reads the claims of a payload whose signature was verified.</summary>
    public static bool TryReadClaims(ReadOnlySpan<byte> payload, out Credential credential)
    {
        credential = null!;
        var reader = new CborReader(payload);
        if (!reader.TryMap(out var pairs) || pairs != 7
            || !reader.TryKey(Claim.Issuer) || !reader.TryText(MaximumStringBytes, out string issuer)
            || !reader.TryKey(Claim.Subject) || !reader.TryText(MaximumStringBytes, out string cardNumber)
            || !reader.TryKey(Claim.Expires) || !reader.TryTime(out var expires)
            || !reader.TryKey(Claim.NotBefore) || !reader.TryTime(out var notBefore)
            || !reader.TryKey(Claim.IssuedAt) || !reader.TryTime(out var issuedAt)
            || !reader.TryKey(Claim.Identity) || !TryIdentity(ref reader, out var identity)
            || !reader.TryKey(Claim.Status) || !TryStatus(ref reader, out var status)
            || !reader.AtEnd)
        {
            return false;
        }

        credential = new Credential
        {
            Issuer = issuer,
            CardNumber = cardNumber,
            Expires = expires,
            NotBefore = notBefore,
            IssuedAt = issuedAt,
            Identity = identity,
            Status = status,
        };
        return true;
    }

    private static bool TryIdentity(ref CborReader reader, out Identity identity)
    {
        identity = null!;
        if (!reader.TryMap(out var pairs) || pairs is not (8 or 9)
            || !reader.TryKey(IdentityKey.Id) || !reader.TryText(MaximumStringBytes, out string id)
            || !reader.TryKey(IdentityKey.Version) || !reader.TryText(MaximumStringBytes, out string version)
            || version != Identity.CurrentVersion
            || !reader.TryKey(IdentityKey.FullName) || !reader.TryText(MaximumStringBytes, out string fullName)
            || !reader.TryKey(IdentityKey.BirthDate) || !reader.TryText(MaximumStringBytes, out string birthDate)
            || !reader.TryKey(IdentityKey.Nationality) || !reader.TryText(MaximumStringBytes, out string nationality)
            || !reader.TryKey(IdentityKey.CountryOfIssuance) || !reader.TryText(MaximumStringBytes, out string country)
            || !TryFace(ref reader, pairs == 9, out var face)
            || !reader.TryKey(IdentityKey.PhotoHash) || !reader.TryBytes(out var photoHash) || photoHash.Length != 32
            || !reader.TryKey(IdentityKey.DocketKey) || !reader.TryBytes(out var docketKey) || docketKey.Length != 16)
        {
            return false;
        }

        identity = new Identity
        {
            Id = id,
            FullName = fullName,
            BirthDate = birthDate,
            Nationality = nationality,
            CountryOfIssuance = country,
            Face = face,
            PhotoHash = photoHash.ToArray(),
            DocketKey = docketKey.ToArray(),
        };
        return true;
    }

    private static bool TryFace(ref CborReader reader, bool isDue, out Face? face)
    {
        face = null;
        if (!isDue)
        {
            return true;
        }

        if (!reader.TryKey(IdentityKey.Face)
            || !reader.TryArray(out var items) || items != 1 || !reader.TryMap(out var three) || three != 3
            || !reader.TryKey(FaceKey.Data) || !reader.TryBytes(out var bytes) || bytes.Length is 0 or > MaximumFaceBytes
            || !reader.TryKey(FaceKey.Format) || !reader.TryInt(out var format) || format != FaceKey.Image
            || !reader.TryKey(FaceKey.SubFormat) || !reader.TryInt(out var subFormat) || subFormat is not ((long)FaceFormat.Jpeg or (long)FaceFormat.Webp))
        {
            return false;
        }

        face = new Face((FaceFormat)subFormat, bytes.ToArray());
        return true;
    }

    private static bool TryStatus(ref CborReader reader, out StatusReference status)
    {
        status = null!;
        if (!reader.TryMap(out var one) || one != 1
            || !reader.TryKey("status_list"u8)
            || !reader.TryMap(out var two) || two != 2
            || !reader.TryKey("idx"u8) || !reader.TryInt(out var index) || index is < 0 or > int.MaxValue
            || !reader.TryKey("uri"u8) || !reader.TryText(MaximumStringBytes, out string uri))
        {
            return false;
        }

        status = new StatusReference(uri, (int)index);
        return true;
    }
}
