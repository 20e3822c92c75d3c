using System.Buffers;
using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>The strict reader: one pass, every length capped, one encoding only. It never throws on input.</summary>
internal static class CredentialReader
{
    private const int MaximumStringBytes = 512;

    /// <summary>Text → Base45 → zlib → the COSE_Sign1 message; the message's parts point into <paramref name="buffer"/>.</summary>
    public static bool TryUnpack(ReadOnlySpan<char> text, byte[] buffer, out SignedMessage message)
    {
        message = default;
        if (text.Length > MaximumTextLength)
        {
            return false;
        }

        var packed = ArrayPool<byte>.Shared.Rent(MaximumTextLength);
        try
        {
            return Base45.TryDecode(text, packed, out var length)
                && Zlib.TryInflate(packed, length, buffer.AsSpan(0, MaximumInflatedLength), out var inflated)
                && TryReadMessage(buffer.AsSpan(0, inflated), out message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>Reads the claims of a payload whose signature has been checked.</summary>
    public static bool TryReadClaims(ReadOnlySpan<byte> payload, out Credential credential)
    {
        credential = null!;
        var reader = new CborReader(payload);
        if (!CborReader.IsDeterministic(payload, MaximumDepth)
            || !reader.TryMap(out var pairs) || pairs != 7
            || !Key(ref reader, Claim.Issuer) || !reader.TryText(MaximumStringBytes, out string issuer)
            || !Key(ref reader, Claim.Subject) || !reader.TryText(MaximumStringBytes, out string cardNumber)
            || !Key(ref reader, Claim.Expires) || !TryTime(ref reader, out var expires)
            || !Key(ref reader, Claim.NotBefore) || !TryTime(ref reader, out var notBefore)
            || !Key(ref reader, Claim.IssuedAt) || !TryTime(ref reader, out var issuedAt)
            || !Key(ref reader, Claim.Identity) || !TryIdentity(ref reader, out var identity)
            || !Key(ref reader, Claim.Status) || !TryStatus(ref reader, out var status))
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

    private static bool TryReadMessage(ReadOnlySpan<byte> bytes, out SignedMessage message)
    {
        message = default;
        var reader = new CborReader(bytes);
        if (!reader.TryTag(CwtTag) || !reader.TryTag(CoseSign1Tag)
            || !reader.TryArray(out var items) || items != 4
            || !reader.TryBytes(out var protectedHeader)
            || !reader.TryMap(out var unprotected) || unprotected != 0
            || !reader.TryBytes(out var payload)
            || !reader.TryBytes(out var signature) || signature.Length != SignatureLength
            || !reader.AtEnd)
        {
            return false;
        }

        // The algorithm is what the protected header says it is, and it says ES256 or nothing.
        var header = new CborReader(protectedHeader);
        if (!CborReader.IsDeterministic(protectedHeader, MaximumDepth)
            || !header.TryMap(out var pairs) || pairs != 3
            || !Key(ref header, Header.Algorithm) || !header.TryInt(out var algorithm) || algorithm != Header.Es256
            || !Key(ref header, Header.KeyId) || !header.TryBytes(out var keyId) || keyId.Length != KeyId.Length
            || !Key(ref header, Header.Type) || !header.TryText(MaximumStringBytes, out string type) || type != MediaType)
        {
            return false;
        }

        message = new SignedMessage(protectedHeader, payload, signature, KeyId.FromBytes(keyId));
        return true;
    }

    private static bool TryIdentity(ref CborReader reader, out Identity identity)
    {
        identity = null!;
        if (!reader.TryMap(out var pairs) || pairs != 8
            || !Key(ref reader, IdentityKey.Id) || !reader.TryText(MaximumStringBytes, out string id)
            || !Key(ref reader, IdentityKey.Version) || !reader.TryText(MaximumStringBytes, out string version)
            || version != Identity.CurrentVersion
            || !Key(ref reader, IdentityKey.FullName) || !reader.TryText(MaximumStringBytes, out string fullName)
            || !Key(ref reader, IdentityKey.BirthDate) || !reader.TryText(MaximumStringBytes, out string birthDate)
            || !Key(ref reader, IdentityKey.Nationality) || !reader.TryText(MaximumStringBytes, out string nationality)
            || !Key(ref reader, IdentityKey.CountryOfIssuance) || !reader.TryText(MaximumStringBytes, out string country)
            || !Key(ref reader, IdentityKey.PhotoHash) || !reader.TryBytes(out var photoHash) || photoHash.Length != 32
            || !Key(ref reader, IdentityKey.DocketKey) || !reader.TryBytes(out var docketKey) || docketKey.Length != 16)
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
            PhotoHash = photoHash.ToArray(),
            DocketKey = docketKey.ToArray(),
        };
        return true;
    }

    private static bool TryStatus(ref CborReader reader, out StatusReference status)
    {
        status = null!;
        if (!reader.TryMap(out var one) || one != 1
            || !Key(ref reader, "status_list"u8)
            || !reader.TryMap(out var two) || two != 2
            || !Key(ref reader, "idx"u8) || !reader.TryInt(out var index) || index is < 0 or > int.MaxValue
            || !Key(ref reader, "uri"u8) || !reader.TryText(MaximumStringBytes, out string uri))
        {
            return false;
        }

        status = new StatusReference(uri, (int)index);
        return true;
    }

    private static bool TryTime(ref CborReader reader, out DateTimeOffset time)
    {
        time = default;
        if (!reader.TryInt(out var seconds) || seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private static bool Key(ref CborReader reader, int expected) => reader.TryInt(out var key) && key == expected;

    private static bool Key(ref CborReader reader, ReadOnlySpan<byte> expected) =>
        reader.TryText(out var key) && key.SequenceEqual(expected);
}

/// <summary>The parts of a COSE_Sign1 message, as they stand in the reader's buffer.</summary>
internal readonly ref struct SignedMessage(
    ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature, KeyId keyId)
{
    public ReadOnlySpan<byte> ProtectedHeader { get; } = protectedHeader;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    public ReadOnlySpan<byte> Signature { get; } = signature;

    public KeyId KeyId { get; } = keyId;
}
