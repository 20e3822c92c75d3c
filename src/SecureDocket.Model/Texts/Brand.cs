namespace SecureDocket.Texts;

/// <summary>The name under which the system texts, where the person has chosen no code word.</summary>
public static class Brand
{
    /// <summary>The most septets that it may take; the texts' budgets count on it.</summary>
    public const int MaxLength = 12;

    /// <summary>Whether a brand may stand in a text: 1 to 12 septets of the 7-bit alphabet on one line, no blank at an end, and nothing in it that a neutral text must not name.</summary>
    /// <param name="text">The brand.</param>
    public static bool IsLegal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = Words.Of(text);
        return words.Count > 0 && text.Trim() == text && !text.Any(char.IsControl)
            && SmsLength.Of(text) is { Encoding: SmsEncoding.Gsm7, Units: <= MaxLength }
            && !TextCatalogue.Default.Forbidden.Any(pattern => pattern.IsIn(words));
    }
}
