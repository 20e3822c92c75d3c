using System.Buffers.Binary;

namespace SecureDocket.Tests.Photos;

/// <summary>Writes ICC profiles of three primaries and one curve.</summary>
internal static class IccBytes
{
    public static readonly double[] SRgb = [0.4361, 0.2225, 0.0139, 0.3851, 0.7169, 0.0971, 0.1431, 0.0606, 0.7141];
    public static readonly double[] AdobeRgb = [0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457];
    public static readonly double[] DisplayP3 = [0.5151, 0.2412, -0.0011, 0.2920, 0.6922, 0.0419, 0.1571, 0.0666, 0.7841];
    public static readonly double[] ProPhoto = [0.7977, 0.2880, 0, 0.1352, 0.7119, 0, 0.0313, 0.0001, 0.8249];

    // A formula of ICC.1:2022, 10.18, type 3.
    public static readonly byte[] SRgbCurve = [.. "para\0\0\0\0"u8, 0, 3, 0, 0, .. Fixed(2.4), .. Fixed(1 / 1.055), .. Fixed(0.055 / 1.055), .. Fixed(1 / 12.92), .. Fixed(0.04045)];

    public static byte[] Gamma(double exponent) => [.. "curv\0\0\0\0\0\0\0\u0001"u8, (byte)exponent, (byte)(256 * (exponent - (int)exponent)), 0, 0];

    /// <summary>The curve of sRGB as a table of 1024 numbers, as most profiles have it.</summary>
    public static byte[] Table() =>
    [
        .. "curv\0\0\0\0\0\0\u0004\0"u8,
        .. Enumerable.Range(0, 1024).Select(at => at / 1023.0).Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4)).SelectMany(value => UInt16((ushort)(65535 * value))),
    ];

    public static byte[] Profile(double[] colorants, byte[] curve)
    {
        List<byte> data = [];
        List<byte> table = [];
        const int Tags = 6;
        void Tag(string signature, byte[] content)
        {
            table.AddRange([.. System.Text.Encoding.ASCII.GetBytes(signature), .. UInt32((uint)(132 + 12 * Tags + data.Count)), .. UInt32((uint)content.Length)]);
            data.AddRange(content);
        }

        foreach (var (signature, at) in new[] { ("rXYZ", 0), ("gXYZ", 3), ("bXYZ", 6) })
            Tag(signature, [.. "XYZ \0\0\0\0"u8, .. Fixed(colorants[at]), .. Fixed(colorants[at + 1]), .. Fixed(colorants[at + 2])]);
        foreach (var signature in new[] { "rTRC", "gTRC", "bTRC" })
            Tag(signature, curve);
        var header = new byte[128];
        "mntrRGB XYZ "u8.CopyTo(header.AsSpan(12));
        "acsp"u8.CopyTo(header.AsSpan(36));
        byte[] profile = [.. header, .. UInt32(Tags), .. table, .. data];
        UInt32((uint)profile.Length).CopyTo(profile, 0);
        return profile;
    }

    /// <summary>The payloads of the JPEG segments that hold a profile, in as many as are asked for.</summary>
    public static IEnumerable<byte[]> Segments(byte[] profile, int count) =>
        profile.Chunk((profile.Length + count - 1) / count).Select((part, at) => (byte[])[.. "ICC_PROFILE\0"u8, (byte)(at + 1), (byte)count, .. part]);

    private static byte[] Fixed(double value) => UInt32((uint)(int)Math.Round(65536 * value));

    private static byte[] UInt16(ushort value) => [(byte)(value >> 8), (byte)value];

    private static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
