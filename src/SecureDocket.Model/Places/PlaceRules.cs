using System.Globalization;
using System.Text;

namespace SecureDocket.Places;

/// <summary>What the ids and names of all kinds of places have in common.</summary>
internal static class PlaceRules
{
    public const string IdDetail = "Two to eight upper-case letters or digits.";

    public static bool IsId(string? id) =>
        id is { Length: >= 2 and <= 8 } && id.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character));

    /// <summary>One line of text to print or show, without blanks around it.</summary>
    public static bool IsLine(string? text, int limit) =>
        text is not null && text.Length >= 1 && text.Length <= limit && text.EnumerateRunes().All(IsPrintable) && text.Trim().Length == text.Length;

    // No control or bidi character, and nothing that the card's SVG cannot hold: lone surrogates (read as U+FFFD), noncharacters.
    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
