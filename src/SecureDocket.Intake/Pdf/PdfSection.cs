namespace SecureDocket.Pdf;

/// <summary>One section of the cross-references: the positions of objects by their number, and the trailer.</summary>
internal sealed record PdfSection(IReadOnlyDictionary<int, PdfEntry> Entries, PdfDictionary Trailer)
{
    /// <summary>Reads a table (section 7.5.4), whose keyword was just taken, and its trailer.</summary>
    public static PdfSection ReadTable(PdfLexer lexer, PdfParser parser, ReadOnlyMemory<byte> file, PdfBudget budget)
    {
        Dictionary<int, PdfEntry> entries = [];
        while (!lexer.TryTake("trailer"u8))
        {
            var (first, count) = (lexer.Integer(), lexer.Integer());
            for (var at = 0; at < count; at++)
            {
                budget.TakeValue();
                var (offset, generation) = (lexer.Integer(), lexer.Integer());
                var isUsed = lexer.TryTake("n"u8) || (lexer.TryTake("f"u8) ? false : throw new PdfException("A cross-reference table is damaged."));
                entries.TryAdd(checked(first + at), isUsed && offset > 0 ? new(PdfEntryKind.Stored, StartAt(file.Span, offset), generation) : default);
            }
        }

        return new(entries, parser.Value() as PdfDictionary ?? throw new PdfException("A trailer is not a dictionary."));
    }

    /// <summary>Reads a cross-reference stream (section 7.5.8).</summary>
    public static PdfSection ReadStream(PdfObject stream, ReadOnlyMemory<byte> file, PdfBudget budget)
    {
        var dictionary = (PdfDictionary)stream.Value;
        var data = PdfStreams.Unpack(file, stream, budget).Span;
        int[] widths = [.. Integers(dictionary["W"])];
        int[] index = dictionary["Index"] is PdfArray ? [.. Integers(dictionary["Index"])] : [0, Integer(dictionary["Size"])];
        if (widths.Length != 3 || widths.Any(width => width > 4) || widths.Sum() == 0 || index.Length % 2 != 0)
        {
            throw new PdfException("A cross-reference stream is damaged.");
        }

        Dictionary<int, PdfEntry> entries = [];
        for (var part = 0; part < index.Length; part += 2)
        {
            for (var at = 0; at < index[part + 1] && data.Length >= widths.Sum(); at++)
            {
                budget.TakeValue();
                var kind = widths[0] == 0 ? 1 : Take(ref data, widths[0]);
                var (second, third) = (Take(ref data, widths[1]), Take(ref data, widths[2]));
                entries.TryAdd(checked(index[part] + at), kind switch
                {
                    1 when second > 0 => new(PdfEntryKind.Stored, StartAt(file.Span, second), third),
                    2 => new(PdfEntryKind.Packed, second, third),
                    _ => default,
                });
            }
        }

        return new(entries, dictionary);
    }

    /// <summary>The start of the object that a cross-reference leads to. The reference may point at the line end before it, but no further.</summary>
    public static int StartAt(ReadOnlySpan<byte> file, int offset)
    {
        var at = offset;
        while (at < file.Length && at - offset < 2 && PdfLexer.IsSpace(file[at]))
        {
            at++;
        }

        return at;
    }

    private static int Take(ref ReadOnlySpan<byte> data, int width)
    {
        long value = 0;
        foreach (var each in data[..width])
        {
            value = (value << 8) | each;
        }

        data = data[width..];
        return value <= int.MaxValue ? (int)value : throw new PdfException("A cross-reference stream is damaged.");
    }

    private static IEnumerable<int> Integers(PdfValue value) => (value as PdfArray)?.Items.Select(Integer) ?? [];

    private static int Integer(PdfValue value) =>
        value is PdfInteger { Value: >= 0 and <= int.MaxValue } number ? (int)number.Value : throw new PdfException("A cross-reference stream is damaged.");
}

/// <summary>The position of an object: an offset, or an index in an object stream, which is then in <see cref="Generation"/>.</summary>
internal readonly record struct PdfEntry(PdfEntryKind Kind, int Offset, int Generation);

/// <summary>The kinds of positions.</summary>
internal enum PdfEntryKind
{
    /// <summary>The object is free, and references to it lead to null.</summary>
    None,

    /// <summary>The object is stored by itself, at an offset.</summary>
    Stored,

    /// <summary>The object is packed into an object stream.</summary>
    Packed,
}
