namespace SecureDocket.Pdf;

/// <summary>One section of the cross-references: the positions of objects by their number, and the trailer.</summary>
internal sealed record PdfSection(IReadOnlyDictionary<int, PdfEntry> Entries, PdfDictionary Trailer)
{
    private const int EntryLength = 20;

    // The largest number of an object that every reader accepts.
    private const int LargestNumber = 4_000_000;

    /// <summary>The number from which on no object counts.</summary>
    public long Size => Trailer["Size"] is PdfInteger size ? size.Value : throw new PdfException("A trailer does not give the number of objects.");

    /// <summary>Reads a table (section 7.5.4), whose keyword was just taken, and its trailer.</summary>
    public static PdfSection ReadTable(PdfLexer lexer, PdfParser parser, PdfBudget budget)
    {
        Dictionary<int, PdfEntry> entries = [];
        while (true)
        {
            if (!lexer.IsAtComment && lexer.TryTake("trailer"u8))
            {
                return new(entries, parser.Value() as PdfDictionary ?? throw new PdfException("A trailer is not a dictionary."));
            }

            var (first, count) = (lexer.BareInteger(), lexer.BareInteger());
            lexer.SkipBlanks();
            for (var at = 0; at < count; at++)
            {
                budget.TakeValue();
                var entry = ReadEntry(lexer.Take(EntryLength));

                // Some readers take such a part for one that starts at 0, so that every object after it has another number.
                if (first == 1 && at == 0 && entry.Kind == PdfEntryKind.None)
                {
                    throw new PdfException("A cross-reference table starts at 1 with a free entry.");
                }

                Add(entries, checked(first + at), entry);
            }
        }
    }

    /// <summary>Reads a cross-reference stream (section 7.5.8).</summary>
    public static PdfSection ReadStream(PdfObject stream, ReadOnlyMemory<byte> file, PdfBudget budget)
    {
        var dictionary = (PdfDictionary)stream.Value;
        var data = PdfStreams.Unpack(file, stream, budget).Span;
        int[] widths = [.. Integers(dictionary["W"])];
        int[] index = dictionary["Index"] == PdfValue.Null ? [0, Integer(dictionary["Size"])] : [.. Integers(dictionary["Index"])];
        if (widths.Length != 3 || widths.Any(width => width > 8) || widths.Sum() == 0 || index.Length % 2 != 0)
        {
            throw Damaged;
        }

        Dictionary<int, PdfEntry> entries = [];
        for (var part = 0; part < index.Length; part += 2)
        {
            for (var at = 0; at < index[part + 1]; at++)
            {
                budget.TakeValue();
                if (data.Length < widths.Sum())
                {
                    throw Damaged;
                }

                var kind = widths[0] == 0 ? 1 : Take(ref data, widths[0]);
                var (second, third) = (Take(ref data, widths[1]), Take(ref data, widths[2]));
                Add(entries, checked(index[part] + at), kind switch
                {
                    0 => default,
                    1 => second > 0 ? new(PdfEntryKind.Stored, Position(second), Position(third)) : default,
                    2 => new(PdfEntryKind.Packed, Position(second), Position(third)),
                    _ => throw Damaged,
                });
            }
        }

        return new(entries, dictionary);
    }

    private static PdfException Damaged => new("The cross-references are damaged.");

    /// <summary>Reads an entry of a table. Some readers count its bytes, others its words; both must find the same.</summary>
    private static PdfEntry ReadEntry(ReadOnlySpan<byte> entry)
    {
        if (entry[..10].ContainsAnyExceptInRange((byte)'0', (byte)'9') || entry[10] != ' '
            || entry[11..16].ContainsAnyExceptInRange((byte)'0', (byte)'9') || entry[16] != ' '
            || entry[17] is not ((byte)'n' or (byte)'f') || !PdfLexer.IsSpace(entry[18]) || !PdfLexer.IsSpace(entry[19]))
        {
            throw Damaged;
        }

        // An offset of 0 means that the object is free, according to some writers.
        var (offset, generation) = (PdfLexer.ToInteger(entry[..10])!.Value, PdfLexer.ToInteger(entry[11..16])!.Value);
        return entry[17] == 'n' && offset > 0 ? new(PdfEntryKind.Stored, Position(offset), (int)generation) : default;
    }

    private static void Add(Dictionary<int, PdfEntry> entries, int number, PdfEntry entry)
    {
        // Number 0 is always free. Readers differ on which of two entries of one section counts.
        if (number > LargestNumber || (number == 0 && entry.Kind != PdfEntryKind.None) || !entries.TryAdd(number, entry))
        {
            throw Damaged;
        }
    }

    private static long Take(ref ReadOnlySpan<byte> data, int width)
    {
        long value = 0;
        foreach (var each in data[..width])
        {
            value = checked((value << 8) | each);
        }

        data = data[width..];
        return value;
    }

    private static int Position(long value) => value is >= 0 and <= int.MaxValue ? (int)value : throw Damaged;

    private static IEnumerable<int> Integers(PdfValue value) => (value as PdfArray ?? throw Damaged).Items.Select(Integer);

    private static int Integer(PdfValue value) => value is PdfInteger number ? Position(number.Value) : throw Damaged;
}

/// <summary>The position of an object: an offset, or the number of an object stream and an index in it, which is then in <see cref="Generation"/>.</summary>
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
