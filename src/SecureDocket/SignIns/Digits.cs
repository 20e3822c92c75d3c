namespace SecureDocket.SignIns;

/// <summary>Digits as people type them: keyboards of other scripts have their own.</summary>
internal static class Digits
{
    /// <summary>The same text with every decimal digit in its ASCII form, and without blanks and hyphens.</summary>
    public static string ToAscii(string text) => string.Concat(text
        .Where(character => !char.IsWhiteSpace(character) && character is not '-')
        .Select(character => char.IsDigit(character) ? (char)('0' + (int)char.GetNumericValue(character)) : character));
}
