using System.Numerics;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>The only form of ES256 signature (r‖s, 64 bytes) in our own tokens: of s and n - s, which both verify, it has the lower.</summary>
internal static class Es256Signature
{
    private const int NumberLength = SignatureLength / 2;

    /// <summary>The order n of P-256 (SEC 2, section 2.4.2).</summary>
    private static ReadOnlySpan<byte> Order =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ];

    /// <summary>(n - 1) / 2, the highest low s.</summary>
    private static ReadOnlySpan<byte> HalfOrder =>
    [
        0x7F, 0xFF, 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xDE, 0x73, 0x7D, 0x56, 0xD3, 0x8B, 0xCF, 0x42, 0x79, 0xDC, 0xE5, 0x61, 0x7E, 0x31, 0x92, 0xA8,
    ];

    /// <summary>Whether r is in 1 to n - 1 (RFC 9053, section 2.1, and SEC 1, section 4.1.4), and s in 1 to (n - 1) / 2.</summary>
    /// <param name="signature">r‖s, 64 bytes.</param>
    public static bool IsInRange(ReadOnlySpan<byte> signature)
    {
        var r = signature[..NumberLength];
        var s = signature[NumberLength..];
        return r.SequenceCompareTo(Order) < 0 && r.ContainsAnyExcept((byte)0) && s.SequenceCompareTo(HalfOrder) <= 0 && s.ContainsAnyExcept((byte)0);
    }

    /// <summary>The same signature with the lower of s and n - s. A signature outside the valid range is returned unchanged.</summary>
    /// <param name="signature">The signature r‖s from the key.</param>
    /// <exception cref="ArgumentException">The signature is not 64 bytes long.</exception>
    public static byte[] WithLowS(ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
        {
            throw new ArgumentException($"An ES256 signature must have {SignatureLength} bytes.", nameof(signature));
        }

        var low = signature.ToArray();
        var s = low.AsSpan(NumberLength);
        if (s.SequenceCompareTo(HalfOrder) > 0 && s.SequenceCompareTo(Order) < 0)
        {
            var other = Number(Order) - Number(s);
            s.Clear();
            other.TryWriteBytes(s[(NumberLength - other.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
        }

        return low;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
