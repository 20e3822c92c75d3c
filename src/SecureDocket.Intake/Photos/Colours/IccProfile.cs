using System.Buffers.Binary;

namespace SecureDocket.Photos.Colours;

/// <summary>Reads the colour space of an ICC profile of three primaries and curves (ICC.1:2022, sections 7, 9.2 and 10).</summary>
internal static class IccProfile
{
    private const int HeaderLength = 128;
    private const int MaximumTags = 256;
    private const double Fixed = 65_536;

    /// <summary>The colour space; null if the profile is damaged or is of another kind, which viewers ignore or cannot be compared.</summary>
    public static ColourSpace? Read(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < HeaderLength + 4 || !profile[36..].StartsWith("acsp"u8) || !profile[16..].StartsWith("RGB XYZ "u8))
            return null;
        double[]?[] primaries = [Xyz(Tag(profile, "rXYZ"u8)), Xyz(Tag(profile, "gXYZ"u8)), Xyz(Tag(profile, "bXYZ"u8))];
        Func<double, double>?[] curves = [Curve(Tag(profile, "rTRC"u8)), Curve(Tag(profile, "gTRC"u8)), Curve(Tag(profile, "bTRC"u8))];
        return primaries is [{ } red, { } green, { } blue] && curves is [{ } first, { } second, { } third]
            ? ColourSpace.Of([red[0], green[0], blue[0], red[1], green[1], blue[1], red[2], green[2], blue[2]], [first, second, third])
            : null;
    }

    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> signature)
    {
        var count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderLength..]), MaximumTags);
        var table = profile[(HeaderLength + 4)..];
        for (var at = 0; at < count && table.Length >= 12; at++, table = table[12..])
        {
            var (offset, length) = (BinaryPrimitives.ReadUInt32BigEndian(table[4..]), BinaryPrimitives.ReadUInt32BigEndian(table[8..]));
            if (table.StartsWith(signature))
                return offset <= profile.Length && length <= profile.Length - offset ? profile.Slice((int)offset, (int)length) : [];
        }
        return [];
    }

    private static double[]? Xyz(ReadOnlySpan<byte> tag) =>
        tag.Length >= 20 && tag.StartsWith("XYZ "u8) ? [Number(tag[8..]), Number(tag[12..]), Number(tag[16..])] : null;

    private static Func<double, double>? Curve(ReadOnlySpan<byte> tag) =>
        tag.Length < 12 ? null : tag.StartsWith("curv"u8) ? Table(tag) : tag.StartsWith("para"u8) ? Formula(tag) : null;

    private static Func<double, double>? Table(ReadOnlySpan<byte> tag)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
        if (count > (tag.Length - 12) / 2)
            return null;
        var entries = new double[count];
        for (var at = 0; at < entries.Length; at++)
            entries[at] = BinaryPrimitives.ReadUInt16BigEndian(tag[(12 + 2 * at)..]);
        return entries switch
        {
            [] => value => value,
            [var exponent] => ColourSpace.Power(exponent / 256),
            _ => value =>
            {
                var place = value * (entries.Length - 1);
                var low = Math.Min((int)place, entries.Length - 2);
                return (entries[low] + (place - low) * (entries[low + 1] - entries[low])) / ushort.MaxValue;
            }
            ,
        };
    }

    private static Func<double, double>? Formula(ReadOnlySpan<byte> tag)
    {
        var kind = BinaryPrimitives.ReadUInt16BigEndian(tag[8..]);
        int[] lengths = [1, 3, 4, 5, 7];
        if (kind >= lengths.Length || tag.Length < 12 + 4 * lengths[kind])
            return null;
        var p = new double[7];
        for (var at = 0; at < lengths[kind]; at++)
            p[at] = Number(tag[(12 + 4 * at)..]);
        var (g, a, b, c, d, e, f) = (p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
        return kind switch
        {
            0 => ColourSpace.Power(g),
            1 => value => a * value + b >= 0 ? Math.Pow(a * value + b, g) : 0,
            2 => value => (a * value + b >= 0 ? Math.Pow(a * value + b, g) : 0) + c,
            3 => value => value >= d ? Math.Pow(Math.Max(a * value + b, 0), g) : c * value,
            _ => value => value >= d ? Math.Pow(Math.Max(a * value + b, 0), g) + e : c * value + f,
        };
    }

    private static double Number(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadInt32BigEndian(at) / Fixed;
}
