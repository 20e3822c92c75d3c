using System.Buffers.Binary;

namespace SecureDocket.Photos.Png;

/// <summary>One chunk: length, type, data, checksum (PNG third edition, 5.3).</summary>
/// <param name="type">The four letters as a big-endian number.</param>
/// <param name="whole">All bytes of the chunk.</param>
internal readonly ref struct PngChunk(uint type, ReadOnlySpan<byte> whole)
{
    /// <summary>The number of bytes of a chunk that are not data.</summary>
    public const int Overhead = 12;

    /// <summary>The number of bytes before the data.</summary>
    public const int Prefix = 8;

    public const uint Header = 0x49484452; // IHDR
    public const uint Palette = 0x504C5445; // PLTE
    public const uint Transparency = 0x74524E53; // tRNS
    public const uint Data = 0x49444154; // IDAT
    public const uint End = 0x49454E44; // IEND
    public const uint Animation = 0x6163544C; // acTL
    public const uint Exif = 0x65584966; // eXIf

    // Bit 5 of the first letter: if it is clear, a reader must understand the chunk (5.4).
    private const uint AncillaryBit = 0x20000000;

    public uint Type { get; } = type;

    public ReadOnlySpan<byte> Whole { get; } = whole;

    public ReadOnlySpan<byte> Payload => Whole[Prefix..^4];

    public bool IsCritical => (Type & AncillaryBit) == 0;

    /// <summary>True if the checksum over type and data (5.5) equals the stored one.</summary>
    public bool HasSoundChecksum => Crc32.Of(Whole[4..^4]) == BinaryPrimitives.ReadUInt32BigEndian(Whole[^4..]);

    /// <summary>Takes the next chunk from the front; false if it is truncated.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> rest, out PngChunk chunk)
    {
        chunk = default;
        if (rest.Length < Overhead)
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - Overhead)
            return false;
        var whole = rest[..(Overhead + (int)length)];
        chunk = new PngChunk(BinaryPrimitives.ReadUInt32BigEndian(rest[4..]), whole);
        rest = rest[whole.Length..];
        return true;
    }
}
