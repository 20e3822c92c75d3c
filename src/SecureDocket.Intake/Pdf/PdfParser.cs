using System.Buffers;

namespace SecureDocket.Pdf;

/// <summary>Reads one value after another. Every call advances by at least a byte or throws; the depth and the number of values are limited.</summary>
internal sealed class PdfParser(PdfLexer lexer, PdfBudget budget)
{
    private const int DepthLimit = 64;

    private static readonly SearchValues<byte> s_numeric = SearchValues.Create("+-.0123456789"u8);

    /// <summary>Reads a value, which may be a reference.</summary>
    public PdfValue Value(int depth = 0)
    {
        if (depth > DepthLimit)
        {
            throw new PdfException("Values are nested too deeply.");
        }

        budget.TakeValue();
        if (lexer.IsAtEnd)
        {
            throw new PdfException("A value is missing.");
        }

        if (lexer.TryTakeDelimiter("["u8))
        {
            return Array(depth);
        }

        if (lexer.TryTakeDelimiter("<<"u8))
        {
            return Dictionary(depth);
        }

        return lexer.Next switch
        {
            (byte)'/' => new PdfName(Name()),
            (byte)'(' => new PdfString(lexer.Text(), IsHex: false),
            (byte)'<' => new PdfString(lexer.HexDigits(), IsHex: true),
            _ => NumberOrWord(),
        };
    }

    private PdfArray Array(int depth)
    {
        List<PdfValue> items = [];
        while (true)
        {
            if (lexer.TryTakeDelimiter("]"u8))
            {
                return new(items);
            }

            items.Add(Value(depth + 1));
        }
    }

    private PdfDictionary Dictionary(int depth)
    {
        Dictionary<string, PdfValue> members = new(StringComparer.Ordinal);
        Dictionary<string, (int Start, int End)> places = new(StringComparer.Ordinal);
        while (true)
        {
            if (lexer.TryTakeDelimiter(">>"u8))
            {
                return new(members);
            }

            if (lexer.Next != '/')
            {
                throw new PdfException("A dictionary has a key that is not a name.");
            }

            var name = Name();
            var start = lexer.Position;
            var value = Value(depth + 1);

            // Readers differ on which of two duplicates counts.
            if (!members.TryAdd(name, value) && !PdfSpelling.MeansTheSame(Source(places[name]), Source((start, lexer.Position)), budget))
            {
                throw new PdfException("A dictionary has the same key twice, with different values.");
            }

            places.TryAdd(name, (start, lexer.Position));
            budget.Note(name, value);
        }
    }

    private ReadOnlyMemory<byte> Source((int Start, int End) place) => lexer.Between(place.Start, place.End);

    private PdfValue NumberOrWord()
    {
        var word = lexer.Word();
        if (word.IsEmpty)
        {
            throw new PdfException("There is a delimiter instead of a value.");
        }

        if (PdfLexer.ToInteger(word) is { } number)
        {
            var after = lexer.Position;
            if (number is >= 0 and <= int.MaxValue && lexer.TryTakeInteger(out var generation) && lexer.TryTake("R"u8))
            {
                budget.References.Add(((int)number, generation));
                return new PdfReference((int)number, generation);
            }

            lexer.Position = after;
            return new PdfInteger(number);
        }

        if (word.SequenceEqual("null"u8))
        {
            return PdfValue.Null;
        }

        return word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8) || !word.ContainsAnyExcept(s_numeric)
            ? PdfValue.Other
            : throw new PdfException("There is a keyword instead of a value.");
    }

    private string Name()
    {
        var name = lexer.Name();
        budget.Note(name);
        return name;
    }
}
