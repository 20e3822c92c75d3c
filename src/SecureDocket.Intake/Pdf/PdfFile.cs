namespace SecureDocket.Pdf;

/// <summary>
/// A PDF's structure (ISO 32000-2, section 7.5), read from the first byte to the last and then again by its
/// cross-references, which must only lead to objects already read. So no reader can find an object that was not checked.
/// </summary>
internal sealed class PdfFile
{
    private const int HopLimit = 8;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly PdfBudget _budget;
    private readonly PdfLexer _lexer;
    private readonly Dictionary<int, PdfObject> _objects = [];
    private readonly Dictionary<int, Section> _sections = [];
    private readonly Dictionary<PdfObject, IReadOnlyList<(int Number, PdfValue Value)>> _packed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, Entry> _entries = [];
    private readonly Dictionary<PdfDictionary, bool> _jumps = new(ReferenceEqualityComparer.Instance);
    private PdfDictionary _trailer = new(new Dictionary<string, PdfValue>());

    public PdfFile(ReadOnlyMemory<byte> bytes, PdfBudget budget)
    {
        _bytes = bytes;
        _budget = budget;
        _lexer = new PdfLexer(bytes, budget);
        Walk();
    }

    /// <summary>Whether any part of the file says that it is encrypted.</summary>
    public bool IsEncrypted =>
        _sections.Values.Any(section => section.Trailer.Members.ContainsKey("Encrypt"))
        || _objects.Values.Any(found => IsStream(found, "XRef") && ((PdfDictionary)found.Value).Members.ContainsKey("Encrypt"));

    /// <summary>Whether anything in the file does more than show pages and jump between them. Known after <see cref="Resolve"/>.</summary>
    public bool IsActive => _budget.IsActive || _budget.Triggers.Exists(trigger => !IsHarmless(trigger.Key, trigger.Value));

    /// <summary>Follows the cross-references and opens the object streams.</summary>
    public void Resolve()
    {
        foreach (var stream in _objects.Values.Where(found => IsStream(found, "ObjStm")).ToList())
        {
            _packed[stream] = Open(stream);
        }

        ReadSections();
        foreach (var (number, entry) in _entries)
        {
            switch (entry.Kind)
            {
                case EntryKind.Stored when _objects.GetValueOrDefault(entry.Offset) is var stored && (stored?.Number != number || stored.Generation != entry.Generation):
                    throw new PdfException("A cross-reference does not lead to an object.");
                case EntryKind.Packed:
                    Unpacked(number, entry);
                    break;
            }
        }

        // An encoder may store the length after the stream. Readers rely on it, so it must match what was read.
        foreach (var stream in _objects.Values.Where(found => found.Data is not null))
        {
            if (Follow(((PdfDictionary)stream.Value)["Length"]) is not PdfInteger { Value: >= 0 and <= int.MaxValue } length
                || EndOf(stream.Data!.Value.Start, (int)length.Value) != stream.Data.Value.End)
            {
                throw new PdfException("A stream's length does not match its declared length.");
            }
        }
    }

    /// <summary>Counts the pages (section 7.7.3), and stops beyond <paramref name="limit"/>.</summary>
    public int CountPages(int limit)
    {
        if (Follow(_trailer["Root"]) is not PdfDictionary catalog)
        {
            throw new PdfException("The catalog is missing.");
        }

        HashSet<int> seen = [];
        Stack<PdfValue> waiting = new([catalog["Pages"]]);
        var pages = 0;
        while (pages <= limit && waiting.TryPop(out var next))
        {
            if (next is not PdfReference reference || !seen.Add(reference.Number) || Follow(reference) is not PdfDictionary node)
            {
                throw new PdfException("The page tree is invalid.");
            }

            if (node.Members.ContainsKey("Kids") && !node.Is("Type", "Page"))
            {
                foreach (var kid in Follow(node["Kids"]) is PdfArray kids ? kids.Items : throw new PdfException("The page tree is invalid."))
                {
                    waiting.Push(kid);
                }
            }
            else
            {
                pages += node.Is("Type", "Page") ? 1 : throw new PdfException("The page tree is invalid.");
            }
        }

        return pages > 0 ? pages : throw new PdfException("The PDF has no pages.");
    }

    private static bool IsStream(PdfObject found, string type) => found.Data is not null && ((PdfDictionary)found.Value).Is("Type", type);

    private void Walk()
    {
        while (!_lexer.IsAtEnd)
        {
            var start = _lexer.Position;
            if (_lexer.TryTake("xref"u8))
            {
                _sections[start] = ReadTable();
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
        var value = _lexer.TryTake("endobj"u8) ? null : _lexer.Value();
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

        var bytes = _bytes.Span;
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

    /// <summary>The position of the keyword after this many bytes and a line end; -1 if it is not there.</summary>
    private int EndOf(int start, int length)
    {
        if (length > _bytes.Length - start)
        {
            return -1;
        }

        var end = start + length;
        while (end < _bytes.Length && end <= start + length + 2 && PdfLexer.IsSpace(_bytes.Span[end]))
        {
            end++;
        }

        return _bytes.Span[end..].StartsWith("endstream"u8) ? end : -1;
    }

    private Section ReadTable()
    {
        Dictionary<int, Entry> entries = [];
        while (!_lexer.TryTake("trailer"u8))
        {
            var (first, count) = (_lexer.Integer(), _lexer.Integer());
            for (var at = 0; at < count; at++)
            {
                _budget.TakeValue();
                var (offset, generation) = (_lexer.Integer(), _lexer.Integer());
                var isUsed = _lexer.TryTake("n"u8) || (_lexer.TryTake("f"u8) ? false : throw new PdfException("A cross-reference table is damaged."));
                entries.TryAdd(checked(first + at), isUsed && offset > 0 ? new(EntryKind.Stored, StartAt(offset), generation) : default);
            }
        }

        return new(entries, _lexer.Value() as PdfDictionary ?? throw new PdfException("A trailer is not a dictionary."));
    }

    private Section ReadStream(PdfObject stream)
    {
        var dictionary = (PdfDictionary)stream.Value;
        var data = PdfStreams.Unpack(_bytes, stream, _budget).Span;
        int[] widths = [.. Integers(dictionary["W"])];
        int[] index = dictionary["Index"] is PdfArray ? [.. Integers(dictionary["Index"])] : [0, Integer(dictionary["Size"])];
        if (widths.Length != 3 || widths.Any(width => width > 4) || widths.Sum() == 0 || index.Length % 2 != 0)
        {
            throw new PdfException("A cross-reference stream is damaged.");
        }

        Dictionary<int, Entry> entries = [];
        for (var part = 0; part < index.Length; part += 2)
        {
            for (var at = 0; at < index[part + 1] && data.Length >= widths.Sum(); at++)
            {
                _budget.TakeValue();
                var kind = widths[0] == 0 ? 1 : Take(ref data, widths[0]);
                var (second, third) = (Take(ref data, widths[1]), Take(ref data, widths[2]));
                entries.TryAdd(checked(index[part] + at), kind switch
                {
                    1 when second > 0 => new(EntryKind.Stored, StartAt(second), third),
                    2 => new(EntryKind.Packed, second, third),
                    _ => default,
                });
            }
        }

        return new(entries, dictionary);
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

    /// <summary>Reads the sections, newest first; the newest entry of an object counts.</summary>
    private void ReadSections()
    {
        var tail = _bytes.Span.LastIndexOf("startxref"u8);
        if (tail < 0)
        {
            throw new PdfException("The file does not give the position of its cross-references.");
        }

        _lexer.Position = tail + "startxref".Length;
        HashSet<int> seen = [];
        var isNewest = true;
        Stack<int> waiting = new([_lexer.Integer()]);
        while (waiting.TryPop(out var offset))
        {
            var start = StartAt(offset);
            if (!seen.Add(start))
            {
                throw new PdfException("The cross-references are circular.");
            }

            var section = _sections.GetValueOrDefault(start)
                ?? (_objects.GetValueOrDefault(start) is { } stream && IsStream(stream, "XRef")
                    ? ReadStream(stream)
                    : throw new PdfException("The cross-references are not at their declared position."));
            _trailer = isNewest ? section.Trailer : _trailer;
            isNewest = false;
            foreach (var (number, entry) in section.Entries)
            {
                _entries.TryAdd(number, entry);
            }

            // In a file with both kinds, the stream precedes older sections (section 7.5.8.4).
            foreach (var name in new[] { "Prev", "XRefStm" })
            {
                switch (section.Trailer[name])
                {
                    case PdfInteger { Value: >= 0 and <= int.MaxValue } next:
                        waiting.Push((int)next.Value);
                        break;
                    case var other when other != PdfValue.Null:
                        throw new PdfException("The cross-references are not at their declared position.");
                }
            }
        }
    }

    /// <summary>The start of the object that a cross-reference leads to. The reference may point at the line end before it, but no further.</summary>
    private int StartAt(int offset)
    {
        var at = offset;
        while (at < _bytes.Length && at - offset < 2 && PdfLexer.IsSpace(_bytes.Span[at]))
        {
            at++;
        }

        return at;
    }

    private List<(int Number, PdfValue Value)> Open(PdfObject stream)
    {
        var dictionary = (PdfDictionary)stream.Value;
        var data = PdfStreams.Unpack(_bytes, stream, _budget);
        if (dictionary["N"] is not PdfInteger { Value: >= 0 and <= 1_000_000 } count || dictionary["First"] is not PdfInteger { Value: >= 0 } first || first.Value > data.Length)
        {
            throw new PdfException("An object stream is damaged.");
        }

        var header = new PdfLexer(data, _budget);
        List<(int Number, int Start)> places = [];
        for (var at = 0; at < count.Value; at++)
        {
            _budget.TakeValue();
            places.Add((header.Integer(), checked((int)first.Value + header.Integer())));
        }

        List<(int, PdfValue)> objects = [];
        var lexer = new PdfLexer(data, _budget);
        foreach (var (number, start) in places)
        {
            // Objects must be in order and adjacent, so that no byte is read twice.
            if (start < lexer.Position || start >= data.Length)
            {
                throw new PdfException("An object stream is damaged.");
            }

            lexer.Position = start;
            objects.Add((number, lexer.Value()));
        }

        return objects;
    }

    private PdfValue Follow(PdfValue value)
    {
        for (var hop = 0; value is PdfReference reference; hop++)
        {
            if (hop == HopLimit)
            {
                throw new PdfException("References are circular.");
            }

            _budget.TakeValue();
            value = Find(reference);
        }

        return value;
    }

    private PdfValue Find(PdfReference reference)
    {
        var entry = _entries.GetValueOrDefault(reference.Number);
        return entry.Kind switch
        {
            EntryKind.Stored when entry.Generation == reference.Generation => _objects[entry.Offset].Value,
            EntryKind.Packed => Unpacked(reference.Number, entry),
            _ => PdfValue.Null,
        };
    }

    private PdfValue Unpacked(int number, Entry entry) =>
        _entries.GetValueOrDefault(entry.Offset) is { Kind: EntryKind.Stored } holder
        && _objects.TryGetValue(holder.Offset, out var stream)
        && _packed.TryGetValue(stream, out var objects)
        && entry.Generation < objects.Count
        && objects[entry.Generation].Number == number
            ? objects[entry.Generation].Value
            : throw new PdfException("A cross-reference does not lead to an object.");

    private bool IsHarmless(string key, PdfValue value) => Follow(value) switch
    {
        // Pages of another file are referenced by a dictionary, parts of this file's own structure by an array (sections 8.10.4 and 14.7.2).
        PdfArray => key is "OpenAction" or "Ref",

        // In a link this is its address, which says where it leads; in the catalog it is a dictionary that could redirect links (section 12.6.4.8).
        PdfDictionary addresses when key == "URI" => !addresses.Members.ContainsKey("Base"),
        var address when key == "URI" && address == PdfValue.Link => true,
        PdfDictionary actions when key == "AA" => AreJumps(actions),
        var action => action == PdfValue.Null || (key == "OpenAction" && IsJump(action)),
    };

    /// <summary>Checks each dictionary of actions once, however many references it has.</summary>
    private bool AreJumps(PdfDictionary actions)
    {
        if (!_jumps.TryGetValue(actions, out var areJumps))
        {
            areJumps = actions.Members.Values.All(action =>
            {
                _budget.TakeValue();
                return IsJump(Follow(action));
            });
            _jumps.Add(actions, areJumps);
        }

        return areJumps;
    }

    /// <summary>Whether an action only goes to another page of this file and nothing follows it (section 12.6.4.2).</summary>
    private bool IsJump(PdfValue action) =>
        action is PdfDictionary jump && Follow(jump["S"]) is PdfName { Value: "GoTo" } && !jump.Members.ContainsKey("Next");

    private sealed record Section(IReadOnlyDictionary<int, Entry> Entries, PdfDictionary Trailer);

    /// <summary>The position of an object: an offset, or an index in an object stream, which is then in <see cref="Generation"/>.</summary>
    private readonly record struct Entry(EntryKind Kind, int Offset, int Generation);

    private enum EntryKind
    {
        None,
        Stored,
        Packed,
    }
}
