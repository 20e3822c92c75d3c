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

    /// <summary>Whether any part of the file says that it is encrypted.</summary>
    public bool IsEncrypted =>
        _tables.Values.Any(table => table.Trailer.Members.ContainsKey("Encrypt"))
        || _objects.Values.Any(found => found.IsStream("XRef") && ((PdfDictionary)found.Value).Members.ContainsKey("Encrypt"));

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
            if (_lexer.TryTake("xref"u8))
            {
                _tables[start] = PdfSection.ReadTable(_lexer, _parser, Bytes, _budget);
            }
            else if (_lexer.TryTake("startxref"u8))
            {
                _lexer.Integer();
            }
            else
            {
                _objects[start] = ReadObject();
            }
        }
    }

    private PdfObject ReadObject()
    {
        var (number, generation) = (_lexer.Integer(), _lexer.Integer());
        if (!_lexer.TryTake("obj"u8))
        {
            throw new PdfException("There is unexpected content between two objects.");
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
