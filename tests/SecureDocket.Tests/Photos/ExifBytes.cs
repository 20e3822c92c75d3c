using System.Buffers.Binary;

namespace SecureDocket.Tests.Photos;

/// <summary>The smallest TIFF structure with an orientation in it.</summary>
internal static class ExifBytes
{
    public static byte[] Tiff(int orientation, bool littleEndian)
    {
        var bytes = new byte[26];
        (littleEndian ? "II*\0"u8 : "MM\0*"u8).CopyTo(bytes);
        UInt32(bytes, 4, 8);
        UInt16(bytes, 8, 1);
        UInt16(bytes, 10, 0x0112);
        UInt16(bytes, 12, 3);
        UInt32(bytes, 14, 1);
        UInt16(bytes, 18, orientation);
        return bytes;

        void UInt16(byte[] to, int at, int value)
        {
            if (littleEndian)
                BinaryPrimitives.WriteUInt16LittleEndian(to.AsSpan(at), (ushort)value);
            else
                BinaryPrimitives.WriteUInt16BigEndian(to.AsSpan(at), (ushort)value);
        }

        void UInt32(byte[] to, int at, uint value)
        {
            if (littleEndian)
                BinaryPrimitives.WriteUInt32LittleEndian(to.AsSpan(at), value);
            else
                BinaryPrimitives.WriteUInt32BigEndian(to.AsSpan(at), value);
        }
    }

    public static byte[] Segment(int orientation, bool littleEndian) => [.. "Exif\0\0"u8, .. Tiff(orientation, littleEndian)];

    /// <summary>EXIF of a camera that takes pictures in Adobe RGB: a colour space, and the option file of the interoperability directory.</summary>
    public static byte[] Colours(int colourSpace, string option) =>
    [
        .. "MM\0*\0\0\0\u0008"u8,
        .. Directory((0x8769, 4, [0, 0, 0, 26])),
        .. Directory((0xA001, 3, [(byte)(colourSpace >> 8), (byte)colourSpace, 0, 0]), (0xA005, 4, [0, 0, 0, 56])),
        .. Directory((0x0001, 2, [.. System.Text.Encoding.ASCII.GetBytes(option), 0])),
    ];

    // An entry has its tag, its type, a count of 1 (4 for a text) and its value.
    private static byte[] Directory(params (int Tag, byte Type, byte[] Value)[] entries) =>
        [0, (byte)entries.Length, .. entries.SelectMany(entry => (byte[])[(byte)(entry.Tag >> 8), (byte)entry.Tag, 0, entry.Type, 0, 0, 0, (byte)(entry.Type == 2 ? 4 : 1), .. entry.Value]), 0, 0, 0, 0];
}
