using System.Buffers.Binary;
using System.Text;

namespace SecureDocket.Encryption;

/// <summary>One of the keys that wrap docket keys: AES-256-GCM with a random nonce, bound to the docket.</summary>
/// <remarks>
/// A wrapped docket key has 64 bytes: the format 1, the shard, the generation (two bytes, big-endian), the nonce (12), the encrypted key
/// (32) and the tag (16). The first four bytes are authenticated too.
/// </remarks>
/// <param name="shard">The shard.</param>
/// <param name="generation">The generation within the shard, from 1.</param>
/// <param name="key">The key, 32 bytes.</param>
internal sealed class ShardKey(byte shard, int generation, byte[] key)
{
    /// <summary>The length of a wrapped docket key in bytes.</summary>
    public const int WrappedLength = HeaderLength + Sealing.NonceLength + DocketKey.Length + Sealing.TagLength;

    private const byte Format = 1;
    private const int HeaderLength = 4;

    /// <summary>The generation within the shard.</summary>
    public int Generation => generation;

    /// <summary>The shard and the generation that a wrapped docket key names; null if it is not one.</summary>
    public static (byte Shard, int Generation)? Named(ReadOnlySpan<byte> wrapped) =>
        wrapped.Length == WrappedLength && wrapped[0] == Format ? (wrapped[1], BinaryPrimitives.ReadUInt16BigEndian(wrapped[2..])) : null;

    /// <summary>Wraps the key of a docket.</summary>
    public byte[] Wrap(CardholderId docket, ReadOnlySpan<byte> docketKey)
    {
        var wrapped = new byte[WrappedLength];
        wrapped[0] = Format;
        wrapped[1] = shard;
        BinaryPrimitives.WriteUInt16BigEndian(wrapped.AsSpan(2), checked((ushort)generation));
        Sealing.Seal(key, docketKey, PlaceOf(docket, wrapped), wrapped.AsSpan(HeaderLength));
        return wrapped;
    }

    /// <summary>Unwraps the key of a docket; null if this key did not wrap it for this docket.</summary>
    public byte[]? Unwrap(CardholderId docket, ReadOnlySpan<byte> wrapped) => Sealing.Open(key, wrapped[HeaderLength..], PlaceOf(docket, wrapped));

    private static byte[] PlaceOf(CardholderId docket, ReadOnlySpan<byte> wrapped) =>
        [.. Encoding.UTF8.GetBytes($"docket-key\n{docket}\n"), .. wrapped[..HeaderLength]];
}
