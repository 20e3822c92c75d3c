using System.IO.Compression;

namespace SecureDocket.Photos.Png;

/// <summary>
/// Inflates a picture's rows one at a time and discards them. The data must contain exactly the declared rows (PNG third
/// edition, 10.1), so a compression bomb is refused after one byte too many and never uses memory.
/// </summary>
internal static class ImageData
{
    // Filter types None, Sub, Up, Average, Paeth: 9.2.
    private const byte LastFilter = 4;

    /// <param name="header">The header, which determines the number and length of the rows.</param>
    /// <param name="chunks">The consecutive IDAT chunks.</param>
    public static Refusal? Check(PngHeader header, ReadOnlyMemory<byte> chunks)
    {
        using var data = new ImageDataStream(chunks);
        using var rows = new ZLibStream(data, CompressionMode.Decompress);
        var row = new byte[header.RowLength];
        try
        {
            for (var y = 0; y < header.Height; y++)
            {
                if (rows.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                    return PhotoFault.Truncated("rows of pixels are missing");
                if (row[0] > LastFilter)
                    return PhotoFault.Corrupt("a row has an unknown filter");
            }
            if (rows.Read(row.AsSpan(0, 1)) > 0)
                return PhotoFault.Corrupt("it has more rows of pixels than declared");
        }
        catch (InvalidDataException)
        {
            return data.IsOverdrawn
                ? PhotoFault.Truncated("the compressed pixels end early")
                : PhotoFault.Corrupt("the compressed pixels are invalid");
        }
        if (data.IsOverdrawn)
            return PhotoFault.Truncated("the compressed pixels end early");
        return data.IsUsedUp ? null : PhotoFault.Corrupt("something follows the compressed pixels");
    }
}
