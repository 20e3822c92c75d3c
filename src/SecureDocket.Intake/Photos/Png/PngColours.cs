using System.Buffers.Binary;
using System.IO.Compression;
using SecureDocket.Photos.Colours;

namespace SecureDocket.Photos.Png;

/// <summary>The colour space that a PNG's chunks state (PNG third edition, 11.3.2 and 13.12).</summary>
internal sealed class PngColours
{
    private const uint CodingPoints = 0x63494350; // cICP
    private const uint Profile = 0x69434350; // iCCP
    private const uint StandardRgb = 0x73524742; // sRGB
    private const uint Chromaticities = 0x6348524D; // cHRM
    private const uint Gamma = 0x67414D41; // gAMA
    private const double Unit = 100_000;
    private const int LongestProfile = 1024 * 1024;

    private static readonly double[] s_srgb = [0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290];

    private readonly Dictionary<uint, byte[]> _chunks = [];
    private bool _isAdobeRgb;

    /// <summary>The colour space; null if none is stated, or none that can be read. The first of the chunks in this order counts.</summary>
    public ColourSpace? Space =>
        _chunks.TryGetValue(CodingPoints, out var points) ? OfPoints(points)
        : _chunks.TryGetValue(Profile, out var profile) && OfProfile(profile) is { } read ? read
        : _chunks.ContainsKey(StandardRgb) ? null
        : _chunks.ContainsKey(Gamma) || _chunks.ContainsKey(Chromaticities) ? OfGamma()
        : _isAdobeRgb ? ColourSpace.AdobeRgb : null;

    /// <summary>Takes a chunk that comes before the pixels.</summary>
    public void Take(uint type, ReadOnlySpan<byte> payload)
    {
        if (type is CodingPoints or Profile or StandardRgb or Chromaticities or Gamma)
            _chunks.TryAdd(type, payload.ToArray());
        else if (type == PngChunk.Exif)
            _isAdobeRgb |= ExifColours.IsAdobeRgb(payload);
    }

    // ITU-T H.273, tables 2 and 3: the primaries of sRGB, of Rec. 2020 and of P3; curves close to sRGB's, and those of high dynamic range.
    private static ColourSpace? OfPoints(ReadOnlySpan<byte> points)
    {
        if (points.Length != 4)
            return null;
        double[]? primaries = points[0] switch
        {
            1 => Matrix.Primaries(s_srgb),
            9 => Matrix.Primaries([0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290]),
            11 or 12 => Matrix.Primaries([0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290]),
            _ => null,
        };
        Func<double, double>? curve = points[1] switch
        {
            1 or 6 or 13 or 14 or 15 => ColourSpace.Linear,
            4 => ColourSpace.Power(2.2),
            5 => ColourSpace.Power(2.8),
            8 => value => value,
            16 or 18 => value => Math.Pow(value, 6),
            _ => null,
        };
        return primaries is null || curve is null ? null : ColourSpace.Of(primaries, [curve, curve, curve]);
    }

    private static ColourSpace? OfProfile(ReadOnlySpan<byte> payload)
    {
        // The name, a zero byte, the compression method 0 and the compressed profile.
        var name = payload.IndexOf((byte)0);
        if (name < 0 || name + 2 > payload.Length || payload[name + 1] != 0)
            return null;
        try
        {
            using var source = new ZLibStream(new MemoryStream(payload[(name + 2)..].ToArray()), CompressionMode.Decompress);
            var profile = new byte[LongestProfile];
            return IccProfile.Read(profile.AsSpan(0, source.ReadAtLeast(profile, profile.Length, throwOnEndOfStream: false)));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private ColourSpace? OfGamma()
    {
        var exponent = _chunks.TryGetValue(Gamma, out var gamma) && gamma.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(gamma) / Unit : 0;
        Func<double, double> curve = exponent > 0 ? ColourSpace.Power(1 / exponent) : ColourSpace.Linear;
        double[] xy = [.. s_srgb];
        if (_chunks.TryGetValue(Chromaticities, out var chromaticities) && chromaticities.Length == 32)
        {
            // The white comes first.
            for (var at = 0; at < 8; at++)
                xy[(at + 6) % 8] = BinaryPrimitives.ReadUInt32BigEndian(chromaticities.AsSpan(4 * at)) / Unit;
        }
        var primaries = xy.All(value => value is > 0 and < 1) ? Matrix.Primaries(xy) : Matrix.Primaries(s_srgb);
        var space = ColourSpace.Of(primaries, [curve, curve, curve]);
        return space.ShowsInGreys ? ColourSpace.Of("a gamma other than that of sRGB", primaries, curve) : space;
    }
}
