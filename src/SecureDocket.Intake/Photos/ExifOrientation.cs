using System.Buffers.Binary;

namespace SecureDocket.Photos;

/// <summary>
/// Reads the only relevant EXIF fact before EXIF is dropped: the rotation needed to show the picture upright
/// (Exif 3.0, 4.6.5.1.6, tag 274 of the first TIFF directory).
/// </summary>
internal static class ExifOrientation
{
    private const int HeaderLength = 8;
    private const int EntryLength = 12;
    private const ushort OrientationTag = 0x0112;

    private static ReadOnlySpan<byte> LittleEndianMark => "II*\0"u8;

    private static ReadOnlySpan<byte> BigEndianMark => "MM\0*"u8;

    /// <summary>False if the TIFF structure says that the picture is rotated or mirrored; unreadable metadata is ignored.</summary>
    public static bool IsUpright(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < HeaderLength)
            return true;
        var little = tiff.StartsWith(LittleEndianMark);
        if (!little && !tiff.StartsWith(BigEndianMark))
            return true;

        var directory = UInt32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return true;
        var entries = tiff[(int)directory..];
        var count = UInt16(entries, little);
        entries = entries[2..];
        for (var entry = 0; entry < count && entries.Length >= EntryLength; entry++, entries = entries[EntryLength..])
        {
            if (UInt16(entries, little) == OrientationTag && Value(entries, little) != 1)
                return false;
        }
        return true;
    }

    // Writers use SHORT, but lenient readers would rotate the picture for other types too, so this reader must be lenient as well.
    private static uint Value(ReadOnlySpan<byte> entry, bool little) => UInt16(entry[2..], little) switch
    {
        1 => entry[8],
        4 => UInt32(entry[8..], little),
        _ => UInt16(entry[8..], little),
    };

    private static ushort UInt16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint UInt32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
