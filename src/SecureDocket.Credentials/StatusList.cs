using System.Buffers;
using System.IO.Compression;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Credentials;

/// <summary>The state of a card in a status list (IETF Token Status List, section 7.1).</summary>
public enum CardState
{
    /// <summary>0x00, VALID: in force.</summary>
    Valid = 0,

    /// <summary>0x01, INVALID: revoked.</summary>
    Revoked = 1,

    /// <summary>0x02, SUSPENDED: temporarily out of force.</summary>
    Suspended = 2,

    /// <summary>0x03, application-specific: replaced by a newer card.</summary>
    Replaced = 3,
}

/// <summary>A status list: an array of small values, packed from the least significant bits of each byte (IETF Token Status List, section 4.1).</summary>
public sealed class StatusList
{
    /// <summary>The number of bits per card in our own lists.</summary>
    public const int CardBits = 2;

    /// <summary>The number of entries of our own lists.</summary>
    public const int CardEntries = 1 << 20;

    /// <summary>The maximum number of bytes that a list may inflate to: 2^20 entries of 8 bits.</summary>
    public const int MaximumBytes = 1 << 20;

    private readonly byte[] _bytes;

    private StatusList(int bits, byte[] bytes)
    {
        Bits = bits;
        _bytes = bytes;
    }

    /// <summary>The number of bits per entry: 1, 2, 4 or 8.</summary>
    public int Bits { get; }

    /// <summary>The number of entries.</summary>
    public int Count => _bytes.Length * 8 / Bits;

    /// <summary>The packed entries.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The value of an entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in the list.</exception>
    public int this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var at = index * Bits;
            return (_bytes[at >> 3] >> (at & 7)) & ((1 << Bits) - 1);
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1 << Bits);
            var at = index * Bits;
            var mask = ((1 << Bits) - 1) << (at & 7);
            _bytes[at >> 3] = (byte)((_bytes[at >> 3] & ~mask) | (value << (at & 7)));
        }
    }

    /// <summary>Creates one of our own lists, with every card valid.</summary>
    public static StatusList ForCards() => Create(CardBits, CardEntries);

    /// <summary>Creates a list of zeros.</summary>
    /// <param name="bits">1, 2, 4 or 8.</param>
    /// <param name="entries">A multiple of 8 / <paramref name="bits"/>, within <see cref="MaximumBytes"/>.</param>
    public static StatusList Create(int bits, int entries)
    {
        if (bits is not (1 or 2 or 4 or 8) || entries < 1 || (long)entries * bits % 8 != 0 || (long)entries * bits / 8 > MaximumBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(entries), "A list must have whole bytes of 1, 2, 4 or 8-bit entries.");
        }

        return new StatusList(bits, new byte[entries * bits / 8]);
    }

    /// <summary>Creates a list from packed entries.</summary>
    /// <param name="bits">1, 2, 4 or 8.</param>
    /// <param name="bytes">The packed entries, at most <see cref="MaximumBytes"/>.</param>
    public static StatusList FromBytes(int bits, ReadOnlySpan<byte> bytes)
    {
        var list = Create(bits, bytes.Length * 8 / bits);
        bytes.CopyTo(list._bytes);
        return list;
    }

    /// <summary>The member <c>lst</c>: the packed entries as zlib at its best level.</summary>
    public byte[] Compress()
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.SmallestSize))
        {
            zlib.Write(_bytes);
        }

        return output.ToArray();
    }

    /// <summary>Reads the member <c>lst</c>.</summary>
    /// <returns>False for an invalid or too long stream, or an impossible number of bits.</returns>
    public static bool TryDecompress(long bits, ReadOnlySpan<byte> compressed, out StatusList list)
    {
        list = null!;
        if (bits is not (1 or 2 or 4 or 8))
        {
            return false;
        }

        var room = ArrayPool<byte>.Shared.Rent(MaximumBytes);
        try
        {
            if (!Zlib.TryInflate(compressed.ToArray(), compressed.Length, room.AsSpan(0, MaximumBytes), out var length) || length == 0)
            {
                return false;
            }

            list = FromBytes((int)bits, room.AsSpan(0, length));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }
}
