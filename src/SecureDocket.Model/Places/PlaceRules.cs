using System.Globalization;
using System.Text;

namespace SecureDocket.Places;

/// <summary>The rules for IDs and names that all kinds of places share.</summary>
internal static class PlaceRules
{
    public static bool IsId(string? id) =>
        id is { Length: >= 2 and <= 8 } && id.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character));

    /// <summary>Whether a text is one printable line without surrounding blanks.</summary>
    public static bool IsLine(string? text, int limit) =>
        text is not null && text.Length >= 1 && text.Length <= limit && text.EnumerateRunes().All(IsPrintable) && text.Trim().Length == text.Length;

    // This excludes control and bidi characters, and everything that the card's SVG cannot hold: lone surrogates (read as U+FFFD) and noncharacters.
    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
