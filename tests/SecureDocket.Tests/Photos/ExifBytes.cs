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
}
