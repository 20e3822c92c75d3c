using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SecureDocket.Credentials;

/// <summary>The <c>kid</c> of a signing key, for cards or for lists: the first 8 bytes of its RFC 7638 thumbprint.</summary>
/// <remarks>It selects a key from a pinned set. It has no security function and never causes a fetch.</remarks>
public readonly record struct KeyId
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 8;

    private readonly ulong _value;

    private KeyId(ulong value) => _value = value;

    /// <summary>Reads the 8 bytes of a protected header's <c>kid</c>.</summary>
    /// <exception cref="ArgumentException">There are not exactly 8 bytes.</exception>
    public static KeyId FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes))
        : throw new ArgumentException("A key ID must have 8 bytes.", nameof(bytes));

    /// <summary>Reads the 11 base64url characters of <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">The text is not a key ID.</exception>
    public static KeyId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Base64Url.DecodeFromChars(text);
        return bytes.Length == Length ? FromBytes(bytes) : throw new FormatException("Not a key ID.");
    }

    /// <summary>Reads the 11 base64url characters of <see cref="ToString"/>. False for any other text.</summary>
    public static bool TryParse(string? text, out KeyId id)
    {
        id = default;
        if (text is not { Length: 11 } || !Base64Url.IsValid(text))
        {
            return false;
        }

        id = FromBytes(Base64Url.DecodeFromChars(text));
        return id.ToString() == text;
    }

    /// <summary>The ID of an EC P-256 public key.</summary>
    /// <param name="x">The x coordinate, 32 bytes.</param>
    /// <param name="y">The y coordinate, 32 bytes.</param>
    public static KeyId OfKey(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => FromBytes(Digest(x, y).AsSpan(0, Length));

    /// <summary>The full thumbprint of an EC P-256 public key, base64url: 43 characters, for which no second key can be made.</summary>
    internal static string ThumbprintOf(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => Base64Url.EncodeToString(Digest(x, y));

    /// <summary>The 8 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, _value);
        return bytes;
    }

    /// <summary>The ID as base64url without padding: 11 characters, as in <c>kid</c> of the JWKS.</summary>
    public override string ToString() => Base64Url.EncodeToString(ToBytes());

    private static byte[] Digest(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        // RFC 7638, section 3.2: the required members in lexicographic order, without white space.
        var json = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(x)}}","y":"{{Base64Url.EncodeToString(y)}}"}""";
        return SHA256.HashData(Encoding.UTF8.GetBytes(json));
    }
}
