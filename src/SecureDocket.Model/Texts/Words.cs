using System.Globalization;
using System.Text;

namespace SecureDocket.Texts;

/// <summary>Splits a text into words for comparison, ignoring case, accents, width and punctuation.</summary>
internal static class Words
{
    /// <summary>Splits a text. A Chinese character or a symbol (an emoji) is a word of its own; an apostrophe does not end a word.</summary>
    /// <param name="text">Any text, including control characters and lone surrogates.</param>
    public static IReadOnlyList<string> Of(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        foreach (var rune in Wellformed(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            var kind = Rune.GetUnicodeCategory(rune);
            if (IsDropped(rune, kind))
            {
                continue;
            }

            var single = IsHan(rune) || kind == UnicodeCategory.OtherSymbol && rune != Rune.ReplacementChar;
            if (single || !IsPartOfWord(kind))
            {
                End();
            }

            if (single || IsPartOfWord(kind))
            {
                word.Append(Folded(rune));
            }

            if (single)
            {
                End();
            }
        }

        End();
        return words;
    }

    /// <summary>Whether a word is a Chinese character.</summary>
    public static bool IsHan(string word) => IsHan(Rune.GetRuneAt(word, 0));

    /// <summary>Whether a word is a symbol.</summary>
    public static bool IsSymbol(string word) => Rune.GetUnicodeCategory(Rune.GetRuneAt(word, 0)) == UnicodeCategory.OtherSymbol;

    // Normalization throws on lone surrogates and noncharacters.
    private static string Wellformed(string text)
    {
        StringBuilder result = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned ? " " : rune.ToString());
        }

        return result.ToString();
    }

    // Accents; Arabic vowel marks, hamza seats and tatweel; the Gurmukhi dot; emoji modifiers; invisible characters; apostrophes.
    private static bool IsDropped(Rune rune, UnicodeCategory kind) =>
        kind is UnicodeCategory.Format or UnicodeCategory.EnclosingMark
        || rune.Value is (>= 0x300 and <= 0x36f) or (>= 0x64b and <= 0x655) or 0x670 or 0x640 or 0xa3c or (>= 0xfe00 and <= 0xfe0f)
            or '\'' or '`' or 0x2019 or 0x2018 or 0x2bc or 0xb4;

    private static bool IsPartOfWord(UnicodeCategory kind) => kind
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsHan(Rune rune) => rune.Value is (>= 0x3400 and <= 0x9fff) or (>= 0x20000 and <= 0x3ffff);

    // People write these two Arabic letters either way.
    private static string Folded(Rune rune) => rune.Value switch
    {
        0x629 => "\u0647",
        0x649 => "\u064a",
        _ => Rune.ToLowerInvariant(rune).ToString(),
    };
}
