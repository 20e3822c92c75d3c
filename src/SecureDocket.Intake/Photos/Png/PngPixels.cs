using System.IO.Compression;

namespace SecureDocket.Photos.Png;

/// <summary>Looks for colour in pixels that were checked before.</summary>
internal static class PngPixels
{
    // Of 255 steps: so little colour looks grey in every colour space.
    private const int LargestTint = 8;

    /// <param name="header">The header.</param>
    /// <param name="palette">The palette of an indexed picture.</param>
    /// <param name="chunks">The consecutive IDAT chunks.</param>
    public static bool AreColoured(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlyMemory<byte> chunks)
    {
        if (header.ColourType is PngHeader.Grey or PngHeader.GreyAlpha)
            return false;
        if (header.ColourType == PngHeader.Indexed)
            return HasColour(palette, 3);

        var step = header.ColourType == PngHeader.TrueColourAlpha ? 4 : 3;
        using var data = new ImageDataStream(chunks);
        using var rows = new ZLibStream(data, CompressionMode.Decompress);
        var (row, above) = (new byte[header.RowLength], new byte[header.RowLength]);
        for (var y = 0; y < header.Height; y++, (row, above) = (above, row))
        {
            rows.ReadExactly(row);
            Unfilter(row, above, step);
            if (HasColour(row.AsSpan(1), step))
                return true;
        }
        return false;
    }

    private static bool HasColour(ReadOnlySpan<byte> samples, int step)
    {
        for (; samples.Length >= 3; samples = samples[Math.Min(step, samples.Length)..])
        {
            var (red, green, blue) = (samples[0], samples[1], samples[2]);
            if (Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue)) > LargestTint)
                return true;
        }
        return false;
    }

    // PNG third edition, 9.2. The first byte of a row is its filter.
    private static void Unfilter(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (var at = 1; at < row.Length; at++)
        {
            var (left, corner) = at > step ? (row[at - step], above[at - step]) : ((byte)0, (byte)0);
            row[at] += row[0] switch
            {
                0 => (byte)0,
                1 => left,
                2 => above[at],
                3 => (byte)((left + above[at]) / 2),
                _ => Paeth(left, above[at], corner),
            };
        }
    }

    private static byte Paeth(byte left, byte up, byte corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
