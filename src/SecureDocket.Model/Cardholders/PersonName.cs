using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SecureDocket.Cardholders;

/// <summary>Names of people: what is a name in any script, and what is one on the card.</summary>
/// <remarks>
/// A name shows all that it consists of: nothing in it is invisible, no letter stands for one of another script, and marks are as many as the
/// script stacks. Whatever people are truly called fits.
/// </remarks>
internal static partial class PersonName
{
    public const int LengthLimit = 120;

    // What stands between the letters of names: apostrophes, hyphens, points, and the marks of generations and nicknames.
    private const string Latin = " '’‘ʼʻ´`-‐‑–—.·,()ªº/";
    private const string Any = Latin + "ʹʺ′＇᾽՚׳״־֊᐀•‧・･་༌،、，．";
    private const string MayBegin = "'’‘ʼʻ´`";

    // Letters and marks by their category that print nothing.
    private static readonly int[] s_invisible = [0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0];

    // Virama and its like, after which a joiner chooses between forms.
    private static readonly HashSet<int> s_viramas =
    [
        0x94D, 0x9CD, 0xA4D, 0xACD, 0xB4D, 0xBCD, 0xC4D, 0xCCD, 0xD4D, 0xDCA, 0x1039, 0x103A, 0x17D2, 0x1A60, 0x1B44, 0x1BAA, 0xA806, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6,
    ];

    /// <summary>The text composed and with single blanks; null if it is no text at all, or far too long.</summary>
    public static string? Normalize(string? text) => text is null || text.Length > 2 * LengthLimit || IsNoText(text)
        ? null
        : Spaces().Replace(RomanNumeral().Replace(text.Normalize(NormalizationForm.FormC), numeral => numeral.Value.Normalize(NormalizationForm.FormKC)).Trim(), " ");

    /// <summary>Whether a normalized text is a name in any script.</summary>
    public static bool IsName(string? name) => name is { Length: >= 1 and <= LengthLimit }
        && name.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || IsMark(rune) || IsJoiner(rune) || (rune.IsBmp && Any.Contains((char)rune.Value)))
        && HasLetters(name)
        && ArePaired(name)
        && name.Split(' ').Index().All(word => word.Item.Any(char.IsDigit) ? word.Index > 0 && Generation().IsMatch(word.Item) : IsWord([.. word.Item.Normalize(NormalizationForm.FormD).EnumerateRunes()]));

    /// <summary>Whether a normalized text is a name in Latin letters.</summary>
    /// <param name="name">The text.</param>
    /// <param name="lengthLimit">The maximum number of characters.</param>
    /// <param name="byteLimit">The maximum number of bytes in UTF-8.</param>
    public static bool IsLatin(string? name, int lengthLimit, int byteLimit) => name is { Length: >= 1 }
        && name.Length <= lengthLimit
        && Encoding.UTF8.GetByteCount(name) <= byteLimit
        && (IsLatinLetter(name[0]) || (MayBegin.Contains(name[0]) && name.Length > 1 && IsLatinLetter(name[1])))
        && name.All(character => IsLatinLetter(character) || char.IsAsciiDigit(character) || Latin.Contains(character))
        && IsName(name);

    /// <summary>The initials of a name in Latin letters, such as <c>M. A.</c>, at most four.</summary>
    public static string InitialsOf(string latinName) => string.Join(
        ' ',
        latinName.Split([' ', '-', '‐', '‑', '–', '—'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.FirstOrDefault(char.IsLetter)).Where(letter => letter != default).Take(4).Select(letter => $"{char.ToUpperInvariant(letter)}."));

    private static bool IsWord(Rune[] word)
    {
        var (script, marks) = (-1, 0);
        HashSet<int> scripts = [];
        for (var at = 0; at < word.Length; at++)
        {
            var (rune, before) = (word[at], at == 0 ? default : word[at - 1]);
            if (Rune.IsLetter(rune))
            {
                (script, marks) = (Scripts.Of(rune), 0);
                scripts.Add(script);
            }
            else if (IsMark(rune))
            {
                if (!Bears(script, rune, ++marks) || rune == before)
                {
                    return false;
                }
            }
            else if (!IsJoiner(rune))
            {
                script = -1;
            }
            else if (!s_viramas.Contains(before.Value) && !(rune.Value == 0x200C && script == Scripts.Arabic && at + 1 < word.Length && Scripts.Of(word[at + 1]) == Scripts.Arabic))
            {
                return false;
            }
        }

        scripts.Remove(Scripts.Common);
        return Scripts.GoTogether(scripts);
    }

    // Variants of a letter are chosen by a selector, which stands alone.
    private static bool Bears(int script, Rune mark, int count) => mark.Value switch
    {
        >= 0xE0100 and <= 0xE01EF => script == Scripts.Han && count == 1,
        >= 0xFE00 and <= 0xFE0F => false,

        // Strokes through a letter: those that languages use are letters of their own.
        >= 0x334 and <= 0x338 => false,
        >= 0x180B and <= 0x180F => script == Scripts.Mongolian,
        _ => script >= 0 && count <= Scripts.MarksOf(script)
            && (Scripts.Of(mark) is var own && (own == Scripts.Common || own == script || (own == Scripts.Arabic && script == Scripts.Syriac))),
    };

    private static bool ArePaired(string name)
    {
        var isOpen = false;
        foreach (var character in name.Where(character => character is '(' or ')'))
        {
            if (isOpen == (character == '('))
            {
                return false;
            }

            isOpen = !isOpen;
        }

        return !isOpen;
    }

    // Superscripts and the like alone are no name, and some letters print nothing.
    private static bool HasLetters(string name) => name.EnumerateRunes().All(rune => !s_invisible.Contains(rune.Value) && !IsSymbol(rune))
        && name.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is not UnicodeCategory.ModifierLetter && Rune.IsLetter(rune) && rune.Value is not ('ª' or 'º'));

    // Letterlike and mathematical symbols are letters by category, and look like those of words.
    private static bool IsSymbol(Rune rune) => rune.Value is (>= 0x2100 and <= 0x214F) or (>= 0x1D400 and <= 0x1D7FF) or (>= 0x1EE00 and <= 0x1EEFF) or (>= 0xFDF0 and <= 0xFDFB);

    private static bool IsNoText(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // Normalization throws on lone surrogates and on U+FFFE, which no name contains.
            if (rune == Rune.ReplacementChar || rune.Value == 0xFFFE)
            {
                return true;
            }
        }

        return false;
    }

    // A small letter counts wherever its capital does.
    private static bool IsLatinLetter(char character) => char.IsLetter(character)
        && (character is < '\u0250' or (>= '\u1E00' and <= '\u1EFF') || char.ToUpperInvariant(character) < '\u0250')
        && character is not ('ª' or 'º' or 'µ');

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    // The second, the third: as a digit, an ordinal of any language, or a digit in parentheses.
    [GeneratedRegex(@"^\(?[1-9][0-9]?(?:st|nd|rd|th|er|o|a|e|º|ª)?[.,)]*\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Generation();

    [GeneratedRegex("[\u2160-\u217F]", RegexOptions.CultureInvariant)]
    private static partial Regex RomanNumeral();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
