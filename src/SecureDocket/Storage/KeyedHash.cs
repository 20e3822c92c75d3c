using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SecureDocket.Storage;

/// <summary>HMAC-SHA256 with the system's lookup secret. It gives keys for rows found by personal data, and names that only we can derive.</summary>
/// <remarks>The secret must outlive the data: with another secret no A-number or phone can be found.</remarks>
public sealed class KeyedHash
{
    private readonly byte[] _secret;

    /// <summary>Creates a hash with the secret.</summary>
    /// <param name="secret">At least 32 bytes.</param>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    public KeyedHash(byte[] secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        _secret = secret.Length >= 32 ? secret : throw new ArgumentException("The lookup secret must have at least 32 bytes.", nameof(secret));
    }

    /// <summary>The 32 bytes for <paramref name="value"/> within <paramref name="purpose"/>; purposes never share values.</summary>
    public byte[] Of(string purpose, string value) => Of(purpose, Encoding.UTF8.GetBytes(value));

    /// <summary>The 32 bytes for <paramref name="value"/> within <paramref name="purpose"/>; a text is hashed as UTF-8.</summary>
    public byte[] Of(string purpose, ReadOnlySpan<byte> value)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes(purpose + "\n"), .. value];
        return HMACSHA256.HashData(_secret, message);
    }

    /// <summary>The hash as base64url, suitable for a row key.</summary>
    public string KeyOf(string purpose, string value) => Base64Url.EncodeToString(Of(purpose, value));
}
