using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SecureDocket.Places;

/// <summary>The rules for IDs and names that all kinds of places share.</summary>
internal static partial class PlaceRules
{
    public static bool IsId(string? id) =>
        id is { Length: >= 2 and <= 8 } && id.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character));

    /// <summary>Whether a text is one printable line without surrounding blanks.</summary>
    public static bool IsLine(string? text, int limit) =>
        text is not null && text.Length >= 1 && text.Length <= limit && text.EnumerateRunes().All(IsPrintable) && text.Trim().Length == text.Length;

    /// <summary>Whether a text is a phone number as places give it.</summary>
    public static bool IsPhone(string? text) => text is not null && PhonePattern().IsMatch(text);

    // This excludes control and bidi characters, and everything that the card's SVG cannot hold: lone surrogates (read as U+FFFD) and noncharacters.
    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    [GeneratedRegex(@"^(?=.{3,16}\z)[0-9]+(-[0-9]+)*\z")]
    private static partial Regex PhonePattern();
}
