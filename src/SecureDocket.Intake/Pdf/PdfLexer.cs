using System.Text;

namespace SecureDocket.Pdf;

/// <summary>Takes the tokens of a PDF one after another (ISO 32000-2, section 7.2): words, numbers, names, strings and delimiters.</summary>
internal sealed class PdfLexer(ReadOnlyMemory<byte> bytes)
{
    private const int NameLimit = 255;

    /// <summary>The position where the next token is read.</summary>
    public int Position { get; set; }

    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return Position >= bytes.Length;
        }
    }

    /// <summary>Whether a comment comes before the next token.</summary>
    public bool IsAtComment
    {
        get
        {
            SkipBlanks();
            return Position < bytes.Length && Bytes[Position] == '%';
        }
    }

    /// <summary>The first byte of the next token; null at the end.</summary>
    public byte? Next => IsAtEnd ? null : Bytes[Position];

    private ReadOnlySpan<byte> Bytes => bytes.Span;

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

    /// <summary>Takes a whole number without a sign that fits an int.</summary>
    public bool TryTakeInteger(out int value)
    {
        SkipSpace();
        var start = Position;
        var word = Word();
        if (word is [not ((byte)'+' or (byte)'-'), ..] && ToInteger(word) is <= int.MaxValue and { } found)
        {
            value = (int)found;
            return true;
        }

        Position = start;
        value = 0;
        return false;
    }

    public int Integer() => TryTakeInteger(out var value) ? value : throw new PdfException("A whole number is missing.");

    /// <summary>Takes a whole number that no comment precedes: some readers look for it in the bytes alone.</summary>
    public int BareInteger() => IsAtComment ? throw new PdfException("A whole number is missing.") : Integer();

    /// <summary>Takes bytes if they are next, whatever follows them.</summary>
    public void TryTakeBytes(ReadOnlySpan<byte> expected)
    {
        SkipBlanks();
        Position += Bytes[Position..].StartsWith(expected) ? expected.Length : 0;
    }

    /// <summary>Takes as many bytes as are asked for.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (bytes.Length - Position < count)
        {
            throw new PdfException("The file ends too early.");
        }

        Position += count;
        return Bytes[(Position - count)..Position];
    }

    /// <summary>The bytes between two positions.</summary>
    public ReadOnlyMemory<byte> Between(int start, int end) => bytes[start..end];

    /// <summary>Skips white space, but no comment.</summary>
    public void SkipBlanks()
    {
        while (Position < bytes.Length && IsSpace(Bytes[Position]))
        {
            Position++;
        }
    }

    /// <summary>Takes a delimiter if it is next.</summary>
    public bool TryTakeDelimiter(ReadOnlySpan<byte> delimiter)
    {
        if (IsAtEnd || !Bytes[Position..].StartsWith(delimiter))
        {
            return false;
        }

        Position += delimiter.Length;
        return true;
    }

    /// <summary>Takes a name, and resolves its #xx escapes.</summary>
    public string Name()
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
            if (raw[at] != '#')
            {
                name.Append((char)raw[at]);
                continue;
            }

            // Some readers make a letter of any two characters after the sign, and some end a name at a zero byte.
            var digits = raw[(at + 1)..Math.Min(at + 3, raw.Length)];
            if (digits is not [var high, var low] || !char.IsAsciiHexDigit((char)high) || !char.IsAsciiHexDigit((char)low) || digits.SequenceEqual("00"u8))
            {
                throw new PdfException("A name has an escape that does not exist.");
            }

            name.Append((char)Convert.FromHexString(Encoding.ASCII.GetString(digits))[0]);
            at += 2;
        }

        return name.ToString();
    }

    /// <summary>Takes a string in parentheses, and leaves its escapes as they are.</summary>
    public ReadOnlyMemory<byte> Text()
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
                    return bytes[start..Position++];
            }
        }

        throw new PdfException("A string has no end.");
    }

    /// <summary>Takes a hexadecimal string, and leaves its digits as they are.</summary>
    public ReadOnlyMemory<byte> HexDigits()
    {
        var start = Position + 1;
        var end = Bytes[Position..].IndexOf((byte)'>');
        if (end < 0)
        {
            throw new PdfException("A string has no end.");
        }

        Position += end + 1;
        return bytes[start..(Position - 1)];
    }

    public static bool IsSpace(byte value) => value is 0 or 9 or 10 or 12 or 13 or 32;

    /// <summary>A whole number of at most 15 digits; null if the word is none.</summary>
    public static long? ToInteger(ReadOnlySpan<byte> word)
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

    /// <summary>Skips white space and comments (section 7.2.4).</summary>
    private void SkipSpace()
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

    private static bool IsRegular(byte value) => !IsSpace(value) && !"()<>[]{}/%"u8.Contains(value);
}
