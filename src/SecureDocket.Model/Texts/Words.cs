using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SecureDocket.Texts;

/// <summary>Splits a text into words for comparison, ignoring case, accents, width, punctuation, invisible characters and lookalike letters.</summary>
internal static partial class Words
{
    /// <summary>Splits a text. A Chinese character or a symbol (an emoji) is a word of its own; an apostrophe does not end a word.</summary>
    /// <param name="text">Any text, including control characters and lone surrogates.</param>
    public static IReadOnlyList<string> Of(string text) => [.. In(Normalized(text)).Select(word => word.Text)];

    /// <summary>Decomposes a text (Unicode NFKD), drops lone surrogates and what is not assigned, and reads a heart and a number sign as such. Places in a text refer to this form.</summary>
    public static string Normalized(string text)
    {
        // Normalization throws on lone surrogates and noncharacters.
        StringBuilder result = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned ? " " : Lookalikes.Letter(rune));
        }

        return NumberSign().Replace(result.ToString().Normalize(NormalizationForm.FormKD), " number ").Replace("<3", "\u2764", StringComparison.Ordinal);
    }

    // "Wrong #"; before a digit it is only a mark.
    [GeneratedRegex(@"(?<=\p{L}\s*)#(?!\s*\d)")]
    private static partial Regex NumberSign();

    /// <summary>The words of a normalized text, with their places.</summary>
    public static IReadOnlyList<Word> In(string normalized)
    {
        List<Word> words = [];
        StringBuilder word = new();
        var (start, at, shape) = (0, 0, "");
        void End()
        {
            if (word.Length > 0)
            {
                words.Add(new(Lookalikes.Fold(Squeezed(word.ToString())), start, at, shape is ['U', .. var rest] && !rest.Contains('U', StringComparison.Ordinal)));
                word.Clear();
                shape = "";
            }
        }

        foreach (var rune in normalized.EnumerateRunes())
        {
            var kind = Rune.GetUnicodeCategory(rune);
            if (!IsDropped(rune, kind))
            {
                var single = IsHan(rune) || kind == UnicodeCategory.OtherSymbol && rune != Rune.ReplacementChar;
                if (single || !IsPartOfWord(kind))
                {
                    End();
                }

                if (single || IsPartOfWord(kind))
                {
                    start = word.Length == 0 ? at : start;
                    word.Append(Folded(rune));
                    shape += kind is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter ? 'U' : 'l';
                }

                if (single)
                {
                    at += rune.Utf16SequenceLength;
                    End();
                    continue;
                }
            }

            at += rune.Utf16SequenceLength;
        }

        End();
        return words;
    }

    /// <summary>Whether a word is a Chinese character.</summary>
    public static bool IsHan(string word) => IsHan(Rune.GetRuneAt(word, 0));

    /// <summary>Whether a word is a symbol.</summary>
    public static bool IsSymbol(string word) => Rune.GetUnicodeCategory(Rune.GetRuneAt(word, 0)) == UnicodeCategory.OtherSymbol;

    /// <summary>The value of a word that is one decimal digit of any script; null for any other word.</summary>
    public static int? DigitOf(string word) => word.Length == 1 && CharUnicodeInfo.GetDecimalDigitValue(word[0]) is >= 0 and var digit ? digit : null;

    /// <summary>The number of words as people count them: a Chinese word usually has two characters, and symbols do not count.</summary>
    public static int Count(IReadOnlyList<string> words)
    {
        var characters = words.Count(IsHan);
        return words.Count(word => !IsSymbol(word)) - characters + (characters + 1) / 2;
    }

    // A letter that is drawn out, as in "stoooop".
    private static string Squeezed(string word)
    {
        StringBuilder? result = null;
        for (var i = 2; i < word.Length; i++)
        {
            if (word[i] == word[i - 1] && word[i] == word[i - 2] && char.IsLetter(word[i]))
            {
                result = new();
                break;
            }
        }

        if (result is null)
        {
            return word;
        }

        for (var i = 0; i < word.Length;)
        {
            var end = i;
            while (end < word.Length && word[end] == word[i])
            {
                end++;
            }

            result.Append(word[i], end - i > 2 && char.IsLetter(word[i]) ? 1 : end - i);
            i = end;
        }

        return result.ToString();
    }

    // Accents; Arabic vowel marks, hamza seats and tatweel; the Gurmukhi dot; emoji modifiers; invisible characters; apostrophes.
    private static bool IsDropped(Rune rune, UnicodeCategory kind) =>
        kind is UnicodeCategory.Format or UnicodeCategory.EnclosingMark
        || rune.Value is (>= 0x300 and <= 0x36f) or (>= 0x64b and <= 0x655) or 0x670 or 0x640 or 0xa3c or (>= 0xfe00 and <= 0xfe0f) or (>= 0x1f3fb and <= 0x1f3ff)
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

/// <summary>A word of a normalized text.</summary>
/// <param name="Text">The word in the form in which words are compared.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="IsCapitalized">Whether it starts with a capital letter and has no other, as names do.</param>
internal readonly record struct Word(string Text, int Start, int End, bool IsCapitalized);
