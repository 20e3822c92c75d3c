using System.Text.RegularExpressions;

namespace SecureDocket.Cardholders;

/// <summary>A-numbers as paper prints them and people type them.</summary>
public static partial class ANumber
{
    // More is no A-number, however it is grouped.
    private const int LengthLimit = 40;

    /// <summary><c>A</c> and nine digits; null if the text is not an A-number.</summary>
    /// <param name="text">Seven to nine digits, not all zero, in one group or as <c>12 345 678</c>, with or without an A and a # before them.</param>
    public static string? Read(string? text)
    {
        // Keyboards of other scripts have their own digits, and wide letters.
        var plain = text is not { Length: <= LengthLimit } ? ""
            : string.Concat(text.Select(character => char.IsDigit(character) ? (char)('0' + (int)char.GetNumericValue(character)) : character is '\uFF21' or '\uFF41' ? 'A' : character));
        if (!Pattern().Match(plain).Groups["digits"].Success)
        {
            return null;
        }

        var digits = string.Concat(plain.Where(char.IsAsciiDigit)).PadLeft(9, '0');
        return digits.All(digit => digit == '0') ? null : "A" + digits;
    }

    // Forms print blanks and dashes of every width.
    [GeneratedRegex(
        @"^\s*(?:[Aa](?:[\s\p{Pd}.:]|\s*\#)?\s*|\#\s*)?(?<digits>[0-9]{7,9}|[0-9]{1,3}(?<gap>[\s\p{Pd}.])[0-9]{3}\k<gap>[0-9]{3})\s*\.?\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
