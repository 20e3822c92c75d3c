using System.Globalization;
using System.Text;

namespace SecureDocket.Pdf;

/// <summary>Compares values that may be spelled differently: with other spaces, escapes or comments.</summary>
internal static class PdfSpelling
{
    /// <summary>Whether two sound values are made of the same tokens.</summary>
    public static bool MeansTheSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other, PdfBudget budget)
    {
        if (one.Span.SequenceEqual(other.Span))
        {
            return true;
        }

        var (first, second) = (new PdfLexer(one), new PdfLexer(other));
        while (!first.IsAtEnd && !second.IsAtEnd)
        {
            budget.TakeValue();
            if (Token(first) != Token(second))
            {
                return false;
            }
        }

        return first.IsAtEnd && second.IsAtEnd;
    }

    private static string Token(PdfLexer lexer)
    {
        foreach (var delimiter in new[] { "<<", ">>", "[", "]" })
        {
            if (lexer.TryTakeDelimiter(Encoding.ASCII.GetBytes(delimiter)))
            {
                return delimiter;
            }
        }

        return lexer.Next switch
        {
            (byte)'/' => "/" + lexer.Name(),
            (byte)'(' => "(" + Content(new(lexer.Text(), IsHex: false)),
            (byte)'<' => "(" + Content(new(lexer.HexDigits(), IsHex: true)),
            _ => Word(lexer.Word()),
        };
    }

    private static string Content(PdfString text) => Encoding.Latin1.GetString(PdfText.Decode(text));

    private static string Word(ReadOnlySpan<byte> word) =>
        PdfLexer.ToInteger(word) is { } number ? number.ToString(CultureInfo.InvariantCulture) : Encoding.Latin1.GetString(word);
}
