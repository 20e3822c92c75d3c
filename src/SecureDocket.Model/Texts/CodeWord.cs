
namespace SecureDocket.Texts;

/// <summary>The word that a cardholder chose to know a text by, so that it says nothing to anybody else.</summary>
public static class CodeWord
{
    /// <summary>The fewest characters.</summary>
    public const int MinLength = 2;

    /// <summary>The most characters; the texts' budgets count on it.</summary>
    public const int MaxLength = 12;

    /// <summary>
    /// Whether a word may be chosen: 2 to 12 letters and digits of the 7-bit alphabet, not what a neutral text must not name,
    /// and nothing that would be read as an answer (stop, start, help, wrong number) in any language.
    /// </summary>
    /// <param name="word">The word.</param>
    public static bool IsLegal(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length is >= MinLength and <= MaxLength
            && word.All(character => char.IsLetterOrDigit(character) && SmsLength.SeptetsOf(character) == 1)
            && Brand.IsLegal(word)
            && InboundText.Read(word).Intent == InboundIntent.Unclear;
    }
}
