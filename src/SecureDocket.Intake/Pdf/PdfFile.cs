namespace SecureDocket.Pdf;

/// <summary>A PDF in the order of its bytes (ISO 32000-2, section 7.5): every object and every cross-reference table, from the first byte to the last.</summary>
/// <remarks>Nothing else may stand between them, so no reader can find an object that was not checked.</remarks>
internal sealed class PdfFile
{
    private readonly PdfBudget _budget;
    private readonly PdfLexer _lexer;
    private readonly PdfParser _parser;
    private readonly Dictionary<int, PdfObject> _objects = [];
    private readonly Dictionary<int, PdfSection> _tables = [];

    // Where each object and each table starts, and where the blanks before it do.
    private readonly List<int> _starts = [];
    private readonly List<int> _blanks = [];

    public PdfFile(ReadOnlyMemory<byte> bytes, PdfBudget budget)
    {
        Bytes = bytes;
        _budget = budget;
        _lexer = new PdfLexer(bytes);
        _parser = new PdfParser(_lexer, budget);
        Walk();
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The objects by their position.</summary>
    public IReadOnlyDictionary<int, PdfObject> Objects => _objects;

    /// <summary>The cross-reference tables by their position.</summary>
    public IReadOnlyDictionary<int, PdfSection> Tables => _tables;

    /// <summary>The position of the last keyword that gives the position of the cross-references, and what it gives; null without one.</summary>
    public (int At, int Start)? Tail { get; private set; }

    /// <summary>The end of the first object and the start of what follows it, if the file begins with an object.</summary>
    public (int End, int Next)? First { get; private set; }

    /// <summary>Whether any part of the file says that it is encrypted.</summary>
    public bool IsEncrypted =>
        _tables.Values.Any(table => table.Trailer.Members.ContainsKey("Encrypt"))
        || _objects.Values.Any(found => found.IsStream("XRef") && ((PdfDictionary)found.Value).Members.ContainsKey("Encrypt"));

    /// <summary>
    /// The start of the object or table that an offset leads to; -1 if it leads to none. It may lead to the blanks before it, which every
    /// reader skips.
    /// </summary>
    public int StartAt(int offset)
    {
        var at = _starts.BinarySearch(offset);
        at = at < 0 ? ~at : at;
        return at < _starts.Count && offset >= _blanks[at] ? _starts[at] : -1;
    }

    /// <summary>The position of the keyword that ends a stream of this length, which a line end may precede; -1 if it is not there.</summary>
    public int EndOf(int start, int length)
    {
        if (length > Bytes.Length - start)
        {
            return -1;
        }

        var end = start + length;
        while (end < Bytes.Length && end <= start + length + 2 && PdfLexer.IsSpace(Bytes.Span[end]))
        {
            end++;
        }

        return Bytes.Span[end..].StartsWith("endstream"u8) ? end : -1;
    }

    private void Walk()
    {
        while (!_lexer.IsAtEnd)
        {
            var start = _lexer.Position;
            if (_lexer.TryTake("startxref"u8))
            {
                Tail = (start, _lexer.BareInteger());

                // Some writers append an update without a line end, and what follows is not part of the comment then.
                _lexer.TryTakeBytes("%%EOF"u8);
                continue;
            }

            Remember(start);
            if (_lexer.TryTake("xref"u8))
            {
                _tables[start] = PdfSection.ReadTable(_lexer, _parser, _budget);
            }
            else
            {
                _objects[start] = ReadObject();
                First ??= (_lexer.Position, _lexer.IsAtEnd ? -1 : _lexer.Position);
            }
        }
    }

    private void Remember(int start)
    {
        var blanks = start;
        while (blanks > 0 && PdfLexer.IsSpace(Bytes.Span[blanks - 1]))
        {
            blanks--;
        }

        _starts.Add(start);
        _blanks.Add(blanks);
    }

    private PdfObject ReadObject()
    {
        var (number, generation) = (_lexer.Integer(), _lexer.Integer());
        if (!_lexer.TryTake("obj"u8))
        {
            throw new PdfException("There is something other than objects in the PDF's structure.");
        }

        // An empty object is null.
        var value = _lexer.TryTake("endobj"u8) ? null : _parser.Value();
        if (value is null)
        {
            return new(number, generation, PdfValue.Null, null);
        }

        (int, int)? data = null;
        if (_lexer.TryTake("stream"u8))
        {
            data = SkipData(value as PdfDictionary ?? throw new PdfException("A stream has no dictionary."));
        }

        return _lexer.TryTake("endobj"u8) ? new(number, generation, value, data) : throw new PdfException("An object has no end.");
    }

    private (int Start, int End) SkipData(PdfDictionary dictionary)
    {
        // Bytes in another file could not be checked (section 7.3.8.2).
        if (dictionary.Members.ContainsKey("F"))
        {
            throw new PdfException("A stream refers to another file.");
        }

        var bytes = Bytes.Span;
        var start = _lexer.Position + (bytes[_lexer.Position..] switch
        {
            [(byte)'\r', (byte)'\n', ..] => 2,
            [(byte)'\n', ..] => 1,
            _ => throw new PdfException("A stream has no beginning."),
        });
        var end = dictionary["Length"] is PdfInteger { Value: >= 0 and <= int.MaxValue } length
            ? EndOf(start, (int)length.Value)
            : bytes[start..].IndexOf("endstream"u8) is var at and >= 0 ? start + at : -1;
        _lexer.Position = end >= 0 ? end : throw new PdfException("A stream has no end.");
        return _lexer.TryTake("endstream"u8) ? (start, end) : throw new PdfException("A stream has no end.");
    }
}
