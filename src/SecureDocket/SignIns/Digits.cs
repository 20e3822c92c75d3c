using System.Globalization;

namespace SecureDocket.SignIns;

/// <summary>Normalizes digits as people type them; keyboards of other scripts have their own digits.</summary>
internal static class Digits
{
    /// <summary>The text with every decimal digit in ASCII, and without blanks and dashes.</summary>
    public static string ToAscii(string text) => string.Concat(text
        .Where(character => !char.IsWhiteSpace(character) && char.GetUnicodeCategory(character) != UnicodeCategory.DashPunctuation)
        .Select(character => char.IsDigit(character) ? (char)('0' + (int)char.GetNumericValue(character)) : character));
}
