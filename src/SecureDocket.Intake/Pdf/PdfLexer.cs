using System.Buffers;
using System.Text;

namespace SecureDocket.Pdf;

/// <summary>Reads one value after another. Every call advances by at least a byte or throws; the depth and the number of values are limited.</summary>
internal sealed class PdfLexer(ReadOnlyMemory<byte> bytes, PdfBudget budget)
{
    private const int DepthLimit = 64;
    private const int NameLimit = 255;

    private static readonly string[] s_links = ["http://", "https://", "mailto:"];

    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789ABCDEFabcdef"u8);
    private static readonly SearchValues<byte> s_numeric = SearchValues.Create("+-.0123456789"u8);

    /// <summary>The position where the next value is read.</summary>
    public int Position { get; set; }

    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return Position >= bytes.Length;
        }
    }

    private ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <summary>Skips white space and comments (section 7.2.4).</summary>
    public void SkipSpace()
    {
        var bytes = Bytes;
        while (Position < bytes.Length)
        {
            if (bytes[Position] == '%')
            {
                var end = bytes[Position..].IndexOfAny((byte)'\r', (byte)'\n');
                Position = end < 0 ? bytes.Length : Position + end;
            }
            else if (IsSpace(bytes[Position]))
            {
                Position++;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>The next run of regular characters; empty before a delimiter or the end.</summary>
    public ReadOnlySpan<byte> Word()
    {
        SkipSpace();
        var start = Position;
        while (Position < Bytes.Length && IsRegular(Bytes[Position]))
        {
            Position++;
        }

        return Bytes[start..Position];
    }

    /// <summary>Takes a word if it is next.</summary>
    public bool TryTake(ReadOnlySpan<byte> word)
    {
        SkipSpace();
        var start = Position;
        if (Word().SequenceEqual(word))
        {
            return true;
        }

        Position = start;
        return false;
    }

    /// <summary>Takes a non-negative whole number that fits an int.</summary>
    public bool TryTakeInteger(out int value)
    {
        SkipSpace();
        var start = Position;
        if (ToInteger(Word()) is { } found && found is >= 0 and <= int.MaxValue)
        {
            value = (int)found;
            return true;
        }

        Position = start;
        value = 0;
        return false;
    }

    public int Integer() => TryTakeInteger(out var value) ? value : throw new PdfException("A whole number is missing.");

    /// <summary>Reads a value, which may be a reference.</summary>
    public PdfValue Value(int depth = 0)
    {
        if (depth > DepthLimit)
        {
            throw new PdfException("Values are nested too deeply.");
        }

        budget.TakeValue();
        SkipSpace();
        if (Position >= Bytes.Length)
        {
            throw new PdfException("A value is missing.");
        }

        switch (Bytes[Position])
        {
            case (byte)'/':
                return new PdfName(Name());
            case (byte)'[':
                Position++;
                return Array(depth);
            case (byte)'(':
                return Text();
            case (byte)'<' when Position + 1 < Bytes.Length && Bytes[Position + 1] == '<':
                Position += 2;
                return Dictionary(depth);
            case (byte)'<':
                return HexText();
            default:
                return NumberOrWord();
        }
    }

    public static bool IsSpace(byte value) => value is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsRegular(byte value) => !IsSpace(value) && !"()<>[]{}/%"u8.Contains(value);

    private PdfArray Array(int depth)
    {
        List<PdfValue> items = [];
        while (true)
        {
            SkipSpace();
            if (Position < Bytes.Length && Bytes[Position] == ']')
            {
                Position++;
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
            SkipSpace();
            if (Bytes[Math.Min(Position, Bytes.Length)..].StartsWith(">>"u8))
            {
                Position += 2;
                return new(members);
            }

            if (Position >= Bytes.Length || Bytes[Position] != '/')
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

    private string Name()
    {
        var start = ++Position;
        while (Position < Bytes.Length && IsRegular(Bytes[Position]))
        {
            Position++;
        }

        var raw = Bytes[start..Position];
        if (raw.Length > NameLimit)
        {
            throw new PdfException("A name is too long.");
        }

        var name = new StringBuilder(raw.Length);
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] == '#' && at + 2 < raw.Length && char.IsAsciiHexDigit((char)raw[at + 1]) && char.IsAsciiHexDigit((char)raw[at + 2]))
            {
                name.Append((char)Convert.FromHexString(Encoding.ASCII.GetString(raw.Slice(at + 1, 2)))[0]);
                at += 2;
            }
            else
            {
                name.Append((char)raw[at]);
            }
        }

        var text = name.ToString();
        budget.Note(text);
        return text;
    }

    private PdfValue Text()
    {
        var start = Position + 1;
        var depth = 0;
        for (; Position < Bytes.Length; Position++)
        {
            switch (Bytes[Position])
            {
                case (byte)'\\':
                    Position++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return IsLink(Bytes[start..Position++]) ? PdfValue.Link : PdfValue.Other;
            }
        }

        throw new PdfException("A string has no end.");
    }

    private PdfValue HexText()
    {
        var start = Position + 1;
        var end = Bytes[Position..].IndexOf((byte)'>');
        if (end < 0)
        {
            throw new PdfException("A string has no end.");
        }

        Position += end + 1;
        var digits = Bytes[start..Math.Min(Position - 1, start + (2 * s_links.Max(link => link.Length)))];
        return digits.Length % 2 == 0 && !digits.ContainsAnyExcept(s_hex) && IsLink(Convert.FromHexString(Encoding.ASCII.GetString(digits)))
            ? PdfValue.Link
            : PdfValue.Other;
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

    private PdfValue NumberOrWord()
    {
        var word = Word();
        if (word.IsEmpty)
        {
            throw new PdfException("There is a delimiter instead of a value.");
        }

        if (ToInteger(word) is { } number)
        {
            var after = Position;
            if (number is >= 0 and <= int.MaxValue && TryTakeInteger(out var generation) && TryTake("R"u8))
            {
                return new PdfReference((int)number, generation);
            }

            Position = after;
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

    private static long? ToInteger(ReadOnlySpan<byte> word)
    {
        var isNegative = word is [(byte)'-', ..];
        var digits = word is [(byte)'-' or (byte)'+', ..] ? word[1..] : word;
        if (digits.Length is 0 or > 15)
        {
            return null;
        }

        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return null;
            }

            value = (value * 10) + (digit - '0');
        }

        return isNegative ? -value : value;
    }
}

/// <summary>The limits for one file, and the findings from its names.</summary>
/// <param name="cancellationToken">Stops the reading at the next value.</param>
internal sealed class PdfBudget(CancellationToken cancellationToken)
{
    private const int ValueLimit = 1_000_000;
    private const int InflatedLimit = 64 * 1024 * 1024;

    // Names that make a page do something, or that embed anything but pages, wherever they occur (sections 7.11.4, 8.8.2, 12.5.6, 12.6.4, 12.7.8 and 13).
    private static readonly HashSet<string> s_active = new(StringComparer.Ordinal)
    {
        "JavaScript", "JS", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "GoTo3DView", "Rendition", "Movie", "Sound",
        "RichMedia", "RichMediaContent", "RichMediaSettings", "RichMediaExecute", "3D", "XFA", "EmbeddedFile", "EmbeddedFiles", "EF", "FileAttachment", "Thread", "ResetForm", "PS",
    };

    private int _inflated;

    /// <summary>Whether any object contains a name of active content.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Actions and links, by the name of their key.</summary>
    public List<(string Key, PdfValue Value)> Triggers { get; } = [];

    /// <summary>The number of values read, including those checked again.</summary>
    public int Values { get; private set; }

    /// <summary>The number of bytes that may still be inflated.</summary>
    public int InflatedLeft => InflatedLimit - _inflated;

    public void TakeValue()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++Values > ValueLimit)
        {
            throw new PdfException("The file has too many values.");
        }
    }

    public void TakeInflated(int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _inflated += count;
    }

    public void Note(string name) => IsActive |= s_active.Contains(name);
}
