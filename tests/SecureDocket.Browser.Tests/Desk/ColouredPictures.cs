using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SecureDocket.Testing;

namespace SecureDocket.Browser.Tests.Desk;

/// <summary>Pictures in other colour spaces than sRGB, and what their samples are in sRGB.</summary>
internal static class ColouredPictures
{
    /// <summary>A JPEG with a profile.</summary>
    public static byte[] DisplayP3 { get; } = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "cases", "photos", "photo-display-p3.jpg"));

    /// <summary>The same JPEG without its profile.</summary>
    public static byte[] WithoutProfile(byte[] jpeg)
    {
        var start = jpeg.AsSpan().IndexOf("ICC_PROFILE"u8) - 4;
        return [.. jpeg[..start], .. jpeg[(start + 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(start + 2)))..]];
    }

    /// <summary>A JPEG that says in its EXIF alone that it is in Adobe RGB, as cameras do.</summary>
    public static byte[] AdobeRgbByExif(byte[] jpeg)
    {
        byte[] exif =
        [
            .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8,
            0, 1, 0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0,
            0, 2, 0xA0, 0x01, 0, 3, 0, 0, 0, 1, 0xFF, 0xFF, 0, 0, 0xA0, 0x05, 0, 4, 0, 0, 0, 1, 0, 0, 0, 56, 0, 0, 0, 0,
            0, 1, 0, 1, 0, 2, 0, 0, 0, 4, .. "R03\0"u8, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>A PNG of one colour.</summary>
    /// <param name="gamma">Its gamma in 100,000ths; null for none.</param>
    public static byte[] Png(int? gamma)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < 900; row++)
            {
                zlib.Write([0, .. Enumerable.Repeat((byte[])[180, 100, 90], 700).SelectMany(pixel => pixel)]);
            }
        }

        return
        [
            0x89, .. "PNG\r\n\u001a\n"u8,
            .. Chunk("IHDR", [.. UInt32(700), .. UInt32(900), 8, 2, 0, 0, 0]),
            .. gamma is { } value ? Chunk("gAMA", UInt32((uint)value)) : [],
            .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    public static int[] FromDisplayP3(int[] samples) => Converted(samples, Linear, [1.2249, -0.2247, 0, -0.0420, 1.0419, 0, -0.0197, -0.0786, 1.0979]);

    public static int[] FromAdobeRgb(int[] samples) => Converted(samples, sample => Math.Pow(sample, 2.2), [1.3984, -0.3984, 0, 0, 1, 0, 0, -0.0429, 1.0429]);

    public static int[] FromLinear(int[] samples) => Converted(samples, sample => sample, [1, 0, 0, 0, 1, 0, 0, 0, 1]);

    private static double Linear(double sample) => sample <= 0.04045 ? sample / 12.92 : Math.Pow((sample + 0.055) / 1.055, 2.4);

    private static int[] Converted(int[] samples, Func<double, double> curve, double[] matrix)
    {
        double[] light = [.. samples.Select(sample => curve(sample / 255.0))];
        return
        [
            .. Enumerable.Range(0, 3)
                .Select(row => Math.Clamp(matrix[3 * row] * light[0] + matrix[3 * row + 1] * light[1] + matrix[3 * row + 2] * light[2], 0, 1))
                .Select(linear => (int)Math.Round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055))),
        ];
    }

    private static byte[] Chunk(string type, byte[] payload)
    {
        byte[] covered = [.. Encoding.ASCII.GetBytes(type), .. payload];
        var crc = uint.MaxValue;
        foreach (var value in covered)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return [.. UInt32((uint)payload.Length), .. covered, .. UInt32(~crc)];
    }

    private static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
