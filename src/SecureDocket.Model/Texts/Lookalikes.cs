using System.Collections.Frozen;
using System.Text;

namespace SecureDocket.Texts;

/// <summary>Letters of other scripts and boxed letters that people write in place of those that they resemble.</summary>
/// <remarks>
/// A word of mixed scripts is read in the script that can hold all of it. A word that is wholly Cyrillic or Greek keeps its letters,
/// since most such words are real, unless it spells a keyword of the carriers.
/// </remarks>
internal static class Lookalikes
{
    private const string Foreign = "авеіјкмнорѕстухԁԛԝһӏαβεικμνορτυχγѵ";
    private const string Latin = "abeijkmhopsctyxdqwhlabeikmvoptyxyv";
    private const string Cyrillic = "авеіјкмнорѕстухԁԛԝһӏ";

    private static readonly FrozenSet<string> s_keywords = new[] { "stop", "stopall", "start", "unstop", "help", "yes", "cancel", "quit", "end", "optout" }.ToFrozenSet(StringComparer.Ordinal);

    // Small capitals, which have no decomposition.
    private static readonly FrozenDictionary<int, char> s_smallCapitals = new Dictionary<int, char>
    {
        [0x1d00] = 'a',
        [0x299] = 'b',
        [0x1d04] = 'c',
        [0x1d05] = 'd',
        [0x1d07] = 'e',
        [0xa730] = 'f',
        [0x262] = 'g',
        [0x29c] = 'h',
        [0x26a] = 'i',
        [0x1d0a] = 'j',
        [0x1d0b] = 'k',
        [0x29f] = 'l',
        [0x1d0d] = 'm',
        [0x274] = 'n',
        [0x1d0f] = 'o',
        [0x1d18] = 'p',
        [0x280] = 'r',
        [0xa731] = 's',
        [0x1d1b] = 't',
        [0x1d1c] = 'u',
        [0x1d20] = 'v',
        [0x1d21] = 'w',
        [0x28f] = 'y',
        [0x1d22] = 'z',
    }.ToFrozenDictionary();

    /// <summary>The letter or digit that a boxed or encircled character or a small capital stands for; any other character as it is.</summary>
    public static string Letter(Rune rune) => rune.Value switch
    {
        >= 0x1f110 and <= 0x1f129 => Capital(rune.Value - 0x1f110),
        >= 0x1f130 and <= 0x1f149 => Capital(rune.Value - 0x1f130),
        >= 0x1f150 and <= 0x1f169 => Capital(rune.Value - 0x1f150),
        >= 0x1f170 and <= 0x1f189 => Capital(rune.Value - 0x1f170),
        >= 0x1f1e6 and <= 0x1f1ff => Capital(rune.Value - 0x1f1e6),
        >= 0x2776 and <= 0x277e => Digit(rune.Value - 0x2775),
        >= 0x2780 and <= 0x2788 => Digit(rune.Value - 0x277f),
        >= 0x278a and <= 0x2792 => Digit(rune.Value - 0x2789),
        var value when s_smallCapitals.TryGetValue(value, out var small) => small.ToString(),
        _ => rune.ToString(),
    };

    /// <summary>Reads a lower-case word of mixed scripts in one.</summary>
    public static string Fold(string word)
    {
        var foreign = word.Count(Foreign.Contains);
        if (foreign == 0)
        {
            return word;
        }

        var latin = Mapped(word, Foreign, Latin);
        if (latin.All(char.IsAscii) && (foreign < word.Length || s_keywords.Contains(latin)))
        {
            return latin;
        }

        return word.Any(char.IsAsciiLetter) ? Mapped(word, Latin[..Cyrillic.Length], Cyrillic) : word;
    }

    private static string Mapped(string word, string from, string to) => string.Concat(word.Select(letter => from.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? to[at] : letter));

    private static string Capital(int index) => ((char)('A' + index)).ToString();

    private static string Digit(int value) => ((char)('0' + value)).ToString();
}
