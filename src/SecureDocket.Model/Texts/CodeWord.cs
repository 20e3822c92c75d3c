
namespace SecureDocket.Texts;

/// <summary>A word that a cardholder chose to recognize texts by; it reveals nothing to anyone else.</summary>
public static class CodeWord
{
    /// <summary>The minimum length in characters.</summary>
    public const int MinLength = 2;

    /// <summary>The maximum length in characters; the texts' length budgets depend on it.</summary>
    public const int MaxLength = 12;

    /// <summary>
    /// Whether a word may be chosen: 2 to 12 letters and digits of the 7-bit alphabet, nothing that a neutral text must not mention,
    /// and nothing that would be read as a wish or a reply in words (stop, start, help, yes) in any language.
    /// </summary>
    /// <param name="word">The word.</param>
    public static bool IsLegal(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length is >= MinLength and <= MaxLength
            && word.All(character => char.IsLetterOrDigit(character) && SmsLength.SeptetsOf(character) == 1)
            && Brand.IsLegal(word)
            && InboundText.Read(word).Intent is InboundIntent.Unclear or InboundIntent.Digit;
    }
}
