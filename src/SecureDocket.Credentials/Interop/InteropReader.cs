using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Credentials.Interop;

/// <summary>Decodes other issuers' Claim 169 codes (MOSIP Claim 169, v1.2.1, and its published deviations) for display.</summary>
/// <remarks>
/// It is as lenient as existing issuers require: tags none, 18 or 61(18); claim 169 as a map or as bytes that contain one; the face as a
/// map or an array; the claim's keys, and numbers, as digits in text; inflated hex. Text that is not UTF-8 is refused.
/// Of compressed codes it reads only zlib, and reports Brotli, which others may use. It deliberately checks no signature and gives no verdict.
/// </remarks>
public static class InteropReader
{
    /// <summary>The reason for refusing a text that is not a valid Claim 169 code.</summary>
    public const string NotClaim169 = "not-claim-169";

    /// <summary>The reason for refusing a code that is compressed with Brotli (RFC 7932).</summary>
    public const string Brotli = "brotli";

    /// <summary>The reason for refusing a code whose message or claims are encrypted (RFC 9052, section 5).</summary>
    public const string Encrypted = "encrypted";

    private const ulong EncryptTag = 96;
    private const ulong Encrypt0Tag = 16;

    /// <summary>Decodes a code's text.</summary>
    /// <param name="text">The text as scanned: Base45 of zlib.</param>
    /// <returns>The card without a reason; or no card, and the reason: <see cref="NotClaim169"/>, <see cref="Brotli"/> or <see
    /// cref="Encrypted"/>. Never throws because of its input.</returns>
    public static (ForeignCard? Card, string? Reason) Read(ReadOnlySpan<char> text)
    {
        if (text.Length > CredentialFormat.MaximumTextLength)
        {
            return (null, NotClaim169);
        }

        var packed = new byte[CredentialFormat.MaximumTextLength];
        var inflated = new byte[CredentialFormat.MaximumInflatedLength];
        if (!Base45.TryDecode(text, packed, out var length))
        {
            return (null, NotClaim169);
        }

        if (!Zlib.TryInflate(packed, length, inflated, out var written))
        {
            // Brotli has no signature bytes; it is recognized by decompressing.
            var isBrotli = BrotliDecoder.TryDecompress(packed.AsSpan(0, length), inflated, out written)
                && CborValue.Read(FromHex(inflated.AsMemory(0, written))) is { Major: CborMajor.Array or CborMajor.Map or CborMajor.Tag };
            return (null, isBrotli ? Brotli : NotClaim169);
        }

        return Describe(FromHex(inflated.AsMemory(0, written)));
    }

    private static (ForeignCard? Card, string? Reason) Describe(ReadOnlyMemory<byte> message)
    {
        if (CoseSign1Message.Read(message) is not { } cose)
        {
            return (null, IsEncrypted(CborValue.Read(message)) ? Encrypted : NotClaim169);
        }

        var claims = CborValue.Read(cose.Payload);
        if (MapOf(claims?[CredentialFormat.Claim.Identity]) is not { } identity)
        {
            return (null, IsEncrypted(claims) ? Encrypted : NotClaim169);
        }

        return (Describe(claims!, identity), null);
    }

    private static ForeignCard Describe(CborValue claims, CborValue identity) => new()
    {
        Issuer = claims[CredentialFormat.Claim.Issuer]?.Text,
        Subject = claims[CredentialFormat.Claim.Subject]?.Text,
        Expires = Time(claims[CredentialFormat.Claim.Expires]),
        IssuedAt = Time(claims[CredentialFormat.Claim.IssuedAt]),
        Id = Field(identity, 1)?.Text,
        FullName = Field(identity, 4)?.Text,
        BirthDate = Field(identity, 8)?.Text,
        Gender = Digits(Field(identity, 9)),
        Nationality = Field(identity, 13)?.Text,
        LegalStatus = Field(identity, 22)?.Text,
        CountryOfIssuance = Field(identity, 23)?.Text,
        Face = Face(Field(identity, 62)),
    };

    // COSE_Encrypt0 has three parts and may lack its tag.
    private static bool IsEncrypted(CborValue? value)
    {
        if (value is { Major: CborMajor.Tag, Argument: CredentialFormat.CwtTag })
        {
            value = value.Items[0];
        }

        return value is { Major: CborMajor.Tag, Argument: EncryptTag or Encrypt0Tag }
            or { Major: CborMajor.Array, Items: [{ Major: CborMajor.Bytes }, { Major: CborMajor.Map }, { Major: CborMajor.Bytes }] };
    }

    // Some writers write the numbers of the keys as text.
    private static CborValue? Field(CborValue map, int key) => map[key] ?? map[key.ToString(CultureInfo.InvariantCulture)];

    private static CborValue? MapOf(CborValue? value) => value?.Major switch
    {
        CborMajor.Map => value,
        CborMajor.Bytes => CborValue.Read(value.Bytes) is { Major: CborMajor.Map } inner ? inner : null,
        _ => null,
    };

    private static ReadOnlyMemory<byte>? Face(CborValue? value)
    {
        var biometric = value is { Major: CborMajor.Array, Items.Count: > 0 } ? value.Items[0] : value;
        return biometric is not null && Field(biometric, 0) is { Major: CborMajor.Bytes } data ? (ReadOnlyMemory<byte>?)data.Bytes : null;
    }

    private static int? Digits(CborValue? value) => value?.Integer is { } number and >= 0 and <= int.MaxValue ? (int)number
        : int.TryParse(value?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var spelled) ? spelled
        : null;

    private static DateTimeOffset? Time(CborValue? value) =>
        value?.Integer is { } seconds and >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    // Some signers encode the message as hexadecimal text.
    private static ReadOnlyMemory<byte> FromHex(ReadOnlyMemory<byte> bytes)
    {
        var decoded = new byte[bytes.Length / 2];
        return bytes.Length % 2 == 0
            && Convert.FromHexString(Encoding.ASCII.GetString(bytes.Span).AsSpan(), decoded, out _, out var written) == OperationStatus.Done
            && written == decoded.Length && decoded.Length > 0 ? decoded : bytes;
    }
}
