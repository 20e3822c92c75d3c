using System.IO.Compression;

namespace SecureDocket.Pdf;

/// <summary>Unpacks the structural streams: object streams and cross-reference streams (ISO 32000-2, sections 7.5.7 and 7.5.8).</summary>
internal static class PdfStreams
{
    private const int RowLimit = 64 * 1024;

    /// <summary>The bytes of a stored or deflated stream; structure behind any other filter is refused.</summary>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> file, PdfObject stream, PdfBudget budget)
    {
        var dictionary = (PdfDictionary)stream.Value;
        var (start, end) = stream.Data!.Value;
        var packed = file[start..end];

        // Some readers prefer the short name, which only images within a page may use.
        if (dictionary.Members.ContainsKey("DP"))
        {
            throw new PdfException("A structural stream uses an unsupported filter.");
        }

        var filter = Single(dictionary["Filter"]);
        if (filter == PdfValue.Null)
        {
            budget.TakeInflated(packed.Length);
            return packed;
        }

        if (filter is not PdfName { Value: "FlateDecode" })
        {
            throw new PdfException("A structural stream uses an unsupported filter.");
        }

        var inflated = Inflate(packed, budget);
        return Single(dictionary["DecodeParms"]) switch
        {
            PdfDictionary parameters => Unpredict(inflated, parameters),
            var none when none == PdfValue.Null => inflated,
            _ => throw new PdfException("A structural stream uses an unsupported filter."),
        };
    }

    private static PdfValue Single(PdfValue value) => value switch
    {
        PdfArray { Items: [var only] } => only,
        PdfArray { Items: [] } => PdfValue.Null,
        _ => value,
    };

    private static byte[] Inflate(ReadOnlyMemory<byte> packed, PdfBudget budget)
    {
        using var whole = new PackedBytes(packed.ToArray());
        using var source = new ZLibStream(whole, CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        var chunk = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = source.Read(chunk)) > 0)
            {
                budget.TakeInflated(read);
                if (budget.InflatedLeft < 0)
                {
                    throw new PdfException("The file inflates to too many bytes.");
                }

                inflated.Write(chunk, 0, read);
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            throw new PdfException("A stream is damaged.");
        }

        return whole.IsOverdrawn ? throw new PdfException("A stream is cut.") : inflated.ToArray();
    }

    /// <summary>Reverses the PNG filters (section 7.4.4.4; PNG, section 9.2).</summary>
    private static byte[] Unpredict(byte[] rows, PdfDictionary parameters)
    {
        var predictor = Number(parameters, "Predictor", 1);
        if (predictor == 1)
        {
            return rows;
        }

        var (columns, colors, bits) = (Number(parameters, "Columns", 1), Number(parameters, "Colors", 1), Number(parameters, "BitsPerComponent", 8));
        if (predictor < 10 || bits != 8 || columns is < 1 or > RowLimit || colors is < 1 or > 4)
        {
            throw new PdfException("A structural stream uses an unsupported predictor.");
        }

        var (width, pixel) = ((int)(columns * colors), (int)colors);
        if (rows.Length % (width + 1) != 0)
        {
            throw new PdfException("A stream is damaged.");
        }

        var output = new byte[rows.Length / (width + 1) * width];
        for (var row = 0; row * width < output.Length; row++)
        {
            var filter = rows[row * (width + 1)];
            for (var at = 0; at < width; at++)
            {
                var here = (row * width) + at;
                var left = at >= pixel ? output[here - pixel] : 0;
                var up = row > 0 ? output[here - width] : 0;
                var corner = row > 0 && at >= pixel ? output[here - width - pixel] : 0;
                output[here] = (byte)(rows[(row * (width + 1)) + 1 + at] + filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => throw new PdfException("A stream is damaged."),
                });
            }
        }

        return output;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static long Number(PdfDictionary parameters, string name, long absent) => parameters[name] switch
    {
        PdfInteger number => number.Value,
        var value when value == PdfValue.Null => absent,
        _ => throw new PdfException("A stream has parameters that are not numbers."),
    };

    /// <summary>Deflated bytes that know whether more of them were asked for: a stream that is cut inflates without a fault.</summary>
    private sealed class PackedBytes(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public bool IsOverdrawn { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            IsOverdrawn |= Position == Length;
            return base.Read(buffer, offset, count);
        }
    }
}
