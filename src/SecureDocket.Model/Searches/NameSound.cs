using System.Text;

namespace SecureDocket.Searches;

/// <summary>The consonants of a name as they are heard across spellings: what Mohamed, Muhammad and محمد, or Chavez and Chabes, have in common. Pure.</summary>
/// <remarks>
/// It hears less than any one language does: b, p, v and f are one sound, so are d and t, and all that hisses. Vowels count at the start only, doubled sounds once. That
/// keeps together the spellings of Spanish, French and Haitian, Portuguese, Arabic with and without vowels, pinyin and its forerunners, and Slavic languages.
/// </remarks>
public static class NameSound
{
    private static readonly (string Letters, string Sound)[] s_groups =
    [
        ("tsch", "S"), ("tch", "S"), ("sch", "S"), ("tsh", "S"), ("dzh", "S"), ("ch", "S"), ("sh", "S"), ("zh", "S"), ("kh", "K"), ("gh", "K"), ("ph", "P"), ("th", "T"), ("dh", "T"), ("dj", "S"),
        ("dz", "S"), ("ts", "S"), ("tz", "S"), ("cz", "S"), ("sz", "S"), ("hs", "S"), ("ck", "K"), ("qu", "K"), ("ng", "N"), ("gn", "N"),
    ];

    /// <summary>How a word may sound: once, or twice if it begins with an h, which some languages do not say.</summary>
    public static IReadOnlyList<string> Of(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var sound = Hear(word);
        return word.StartsWith('h') && sound.Length > 1 ? ["H" + sound.TrimStart('A'), "A" + sound.TrimStart('A')] : sound.Length > 0 ? [sound] : [];
    }

    private static string Hear(string word)
    {
        StringBuilder sound = new(word.Length);
        for (var at = 0; at < word.Length;)
        {
            var (heard, length) = HearAt(word, at);
            if (heard == "A" ? sound.Length == 0 : heard.Length > 0 && (sound.Length == 0 || sound[^1] != heard[0]))
            {
                sound.Append(heard);
            }

            at += length;
        }

        return sound.ToString();
    }

    private static (string Heard, int Length) HearAt(string word, int at)
    {
        var rest = word.AsSpan(at);
        foreach (var (letters, group) in s_groups)
        {
            if (rest.StartsWith(letters, StringComparison.Ordinal))
            {
                return (group, letters.Length);
            }
        }

        var isSoft = rest.Length > 1 && rest[1] is 'e' or 'i' or 'y';
        return (rest[0] switch
        {
            'a' or 'e' or 'i' or 'o' or 'u' or 'y' => "A",
            'b' or 'p' or 'v' or 'f' => "P",
            'w' => at == 0 ? "P" : "",
            'c' => isSoft ? "S" : "K",
            'g' => isSoft && at == 0 ? "S" : "K",
            'q' or 'k' => "K",
            'x' => at == 0 ? "S" : "K",
            'j' or 's' or 'z' => "S",
            'd' or 't' => "T",
            'l' => "L",
            'm' => "M",
            'n' => "N",
            'r' => "R",
            _ => "",
        }, 1);
    }
}
