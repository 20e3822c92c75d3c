namespace SecureDocket.Texts;

/// <summary>The sender name in texts to people who have chosen no code word.</summary>
public static class Brand
{
    /// <summary>The maximum length in septets; the texts' length budgets depend on it.</summary>
    public const int MaxLength = 12;

    /// <summary>
    /// Whether a brand may appear in a text: 1 to 12 septets of the 7-bit alphabet on one line, without surrounding blanks, and nothing
    /// that a neutral text must not mention.
    /// </summary>
    /// <param name="text">The brand.</param>
    public static bool IsLegal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = Words.Of(text);
        return words.Count > 0 && text.Trim() == text && !text.Any(char.IsControl)
            && SmsLength.Of(text) is { Encoding: SmsEncoding.Gsm7, Units: <= MaxLength }
            && !TextCatalogue.Default.ForbiddenIn(words).Any();
    }
}
