using System.Buffers;
using System.Globalization;
using System.Text;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Credentials.Interop;

/// <summary>Decodes other issuers' Claim 169 codes (MOSIP Claim 169, v1.2.1, and its published departures) for display.</summary>
/// <remarks>
/// It is lenient where the world is: tags none, 18 or 61(18); claim 169 as a map or as bytes that hold one; the face as a
/// map or an array; numbers as digits in text; inflated hex.
/// Of compressed codes it reads zlib only, not the Brotli that others may use. It checks no signature and gives no verdict, on purpose.
/// </remarks>
public static class InteropReader
{
    /// <summary>Decodes a code's text.</summary>
    /// <param name="text">The text as scanned: Base45 of zlib.</param>
    /// <returns>What it says; null when it is no Claim 169 code. Never throws on input.</returns>
    public static ForeignCard? Read(ReadOnlySpan<char> text)
    {
        if (text.Length > CredentialFormat.MaximumTextLength)
        {
            return null;
        }

        var packed = new byte[CredentialFormat.MaximumTextLength];
        var inflated = new byte[CredentialFormat.MaximumInflatedLength];
        if (!Base45.TryDecode(text, packed, out var length) || !Zlib.TryInflate(packed, length, inflated, out var written))
        {
            return null;
        }

        return Describe(FromHex(inflated.AsMemory(0, written)));
    }

    private static ForeignCard? Describe(ReadOnlyMemory<byte> message)
    {
        if (CoseSign1Message.Read(message) is not { } cose
            || CborValue.Read(cose.Payload) is not { } claims
            || MapOf(claims[CredentialFormat.Claim.Identity]) is not { } identity)
        {
            return null;
        }

        return new ForeignCard
        {
            Issuer = claims[CredentialFormat.Claim.Issuer]?.Text,
            Subject = claims[CredentialFormat.Claim.Subject]?.Text,
            Expires = Time(claims[CredentialFormat.Claim.Expires]),
            IssuedAt = Time(claims[CredentialFormat.Claim.IssuedAt]),
            Id = identity[1]?.Text,
            FullName = identity[4]?.Text,
            BirthDate = identity[8]?.Text,
            Gender = Digits(identity[9]),
            Nationality = identity[13]?.Text,
            LegalStatus = identity[22]?.Text,
            CountryOfIssuance = identity[23]?.Text,
            Face = Face(identity[62]),
        };
    }

    private static CborValue? MapOf(CborValue? value) => value?.Major switch
    {
        CborMajor.Map => value,
        CborMajor.Bytes => CborValue.Read(value.Bytes) is { Major: CborMajor.Map } inner ? inner : null,
        _ => null,
    };

    private static ReadOnlyMemory<byte>? Face(CborValue? value)
    {
        var biometric = value is { Major: CborMajor.Array, Items.Count: > 0 } ? value.Items[0] : value;
        return biometric?[0] is { Major: CborMajor.Bytes } data ? data.Bytes : null;
    }

    private static int? Digits(CborValue? value) => value?.Integer is { } number and >= 0 and <= int.MaxValue ? (int)number
        : int.TryParse(value?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var spelled) ? spelled
        : null;

    private static DateTimeOffset? Time(CborValue? value) =>
        value?.Integer is { } seconds and >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    // Some signers hand the message on as hexadecimal text.
    private static ReadOnlyMemory<byte> FromHex(ReadOnlyMemory<byte> bytes)
    {
        var decoded = new byte[bytes.Length / 2];
        return bytes.Length % 2 == 0
            && Convert.FromHexString(Encoding.ASCII.GetString(bytes.Span).AsSpan(), decoded, out _, out var written) == OperationStatus.Done
            && written == decoded.Length && decoded.Length > 0 ? decoded : bytes;
    }
}
