using System.Buffers;
using System.Text;

namespace SecureDocket.Pdf;

/// <summary>Reads one value after another. Every call advances by at least a byte or throws; the depth and the number of values are limited.</summary>
internal sealed class PdfParser(PdfLexer lexer, PdfBudget budget)
{
    private const int DepthLimit = 64;

    private static readonly string[] s_links = ["http://", "https://", "mailto:"];

    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789ABCDEFabcdef"u8);
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
            (byte)'(' => IsLink(lexer.Text()) ? PdfValue.Link : PdfValue.Other,
            (byte)'<' => IsHexLink(lexer.HexDigits()) ? PdfValue.Link : PdfValue.Other,
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
            var value = Value(depth + 1);

            // Readers differ on which of two duplicates counts.
            if (!members.TryAdd(name, value))
            {
                throw new PdfException("A dictionary has a duplicate key.");
            }

            if (name is "AA" or "OpenAction" or "URI" or "Ref")
            {
                budget.Triggers.Add((name, value));
            }
        }
    }

    private static bool IsHexLink(ReadOnlySpan<byte> digits)
    {
        var first = digits[..Math.Min(digits.Length, 2 * s_links.Max(link => link.Length))];
        return first.Length % 2 == 0 && !first.ContainsAnyExcept(s_hex) && IsLink(Convert.FromHexString(Encoding.ASCII.GetString(first)));
    }

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

    /// <summary>Whether a string begins like an address. An address spelled with escapes does not count.</summary>
    private static bool IsLink(ReadOnlySpan<byte> text)
    {
        foreach (var link in s_links)
        {
            if (text.Length >= link.Length && Ascii.EqualsIgnoreCase(text[..link.Length], link))
            {
                return true;
            }
        }

        return false;
    }
}
