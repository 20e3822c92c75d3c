using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SecureDocket.Encryption;

/// <summary>The key of one docket. Everything about the person is encrypted with it, so that all copies end with it.</summary>
/// <param name="docket">The docket.</param>
/// <param name="key">The key, 32 bytes.</param>
/// <param name="wrapped">The key as the shard key wrapped it, which is stored beside the live rows.</param>
public sealed class DocketKey(CardholderId docket, byte[] key, ReadOnlyMemory<byte> wrapped)
{
    /// <summary>The length of a key in bytes.</summary>
    public const int Length = 32;

    /// <summary>The length in bytes of the authentication tag at the end of everything sealed.</summary>
    public const int TagLength = Sealing.TagLength;

    private const byte Format = 1;

    /// <summary>The docket.</summary>
    public CardholderId Docket => docket;

    /// <summary>The key as the shard key wrapped it, see <see cref="ShardKey"/>.</summary>
    public ReadOnlyMemory<byte> Wrapped => wrapped;

    /// <summary>Encrypts a content for one place: the format 1, the nonce, the ciphertext and the tag. Each call gives other bytes.</summary>
    /// <param name="container">The table or container.</param>
    /// <param name="name">The row key or the blob's name.</param>
    /// <param name="content">The content.</param>
    public byte[] Seal(string container, string name, ReadOnlySpan<byte> content)
    {
        var sealedContent = new byte[1 + content.Length + Sealing.Overhead];
        sealedContent[0] = Format;
        Sealing.Seal(key, content, PlaceOf(container, name), sealedContent.AsSpan(1));
        return sealedContent;
    }

    /// <summary>Decrypts what <see cref="Seal"/> gave for the same place; null if it did not, or if the bytes have changed since.</summary>
    public byte[]? Open(string container, string name, ReadOnlySpan<byte> sealedContent) =>
        sealedContent is [Format, .. var body] ? Sealing.Open(key, body, PlaceOf(container, name)) : null;

    /// <summary>A name that only holders of this key can derive from a value, so that a blob can be found by its content and tells nobody what it is.</summary>
    /// <param name="purpose">The purpose; purposes never share names.</param>
    /// <param name="value">The value.</param>
    public string NameOf(string purpose, string value)
    {
        // A key of its own, since the other one is for encryption (RFC 5869, section 2.3).
        var names = HKDF.Expand(HashAlgorithmName.SHA256, key, Length, Encoding.UTF8.GetBytes("names"));
        return Base64Url.EncodeToString(HMACSHA256.HashData(names, Encoding.UTF8.GetBytes($"{purpose}\n{value}")));
    }

    /// <summary>The key as another shard key wraps it.</summary>
    internal ReadOnlyMemory<byte> WrapAnew(ShardKey shardKey) => shardKey.Wrap(docket, key);

    private byte[] PlaceOf(string container, string name) => Encoding.UTF8.GetBytes($"{container}\n{docket}\n{name}");
}
