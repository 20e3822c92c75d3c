using System.Text;
using System.Text.RegularExpressions;
using AnyAscii;

namespace SecureDocket.Searches;

/// <summary>A word of a name as names are compared: in the letters <c>a</c> to <c>z</c>, without particles. Pure.</summary>
/// <remarks>
/// What people write as one word or as two, with an article or without, becomes the same words: Al-Hassan and Alhassan, de la Cruz and Delacruz, Abdul Rahman and
/// Abdurrahman. It need not be right for every language; it must do the same to the name that is kept and to the name that is searched.
/// </remarks>
public sealed partial class NameWord
{
    /// <summary>The maximum number of words of a name that are compared, the longest first.</summary>
    public const int Limit = 8;

    // Syllables of one given name are written apart or together.
    private const int JoinedLength = 6;

    private static readonly HashSet<string> s_particles =
    [
        "al", "el", "il", "ul", "ar", "as", "ash", "az", "ad", "an", "at", "bin", "ben", "ibn", "bint", "abd", "abdul", "abdel", "abdal", "ould", "abu", "abou", "de", "del", "dela", "la", "las",
        "los", "le", "les", "da", "do", "dos", "das", "di", "du", "des", "van", "von", "der", "den", "st", "y", "e", "jr", "sr", "ii", "iii", "iv",
    ];

    private NameWord(string letters, params IReadOnlyList<string> parts) => (Letters, Parts, Sounds, Codes) = (letters, parts, NameSound.Of(letters), DaitchMokotoff.Of(letters));

    /// <summary>The letters <c>a</c> to <c>z</c>.</summary>
    public string Letters { get; }

    /// <summary>The letters of the two short words that it is as one; empty for a word of its own.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>How it may sound, see <see cref="NameSound"/>.</summary>
    public IReadOnlyList<string> Sounds { get; }

    /// <summary>Its codes, see <see cref="DaitchMokotoff"/>.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>The words of a name in any script, and its short neighbours as one word; empty if it has no word of two letters.</summary>
    public static IReadOnlyList<NameWord> Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var written = Split(name);
        var words = written.Where(word => !s_particles.Contains(word)).ToList();
        if (words.Count == 0)
        {
            words = written;
        }

        var joined = words.Zip(words.Skip(1)).Where(pair => Math.Max(pair.First.Length, pair.Second.Length) <= JoinedLength);
        return
        [
            .. words.Select(Bare).Distinct().OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal).Take(Limit).Select(word => new NameWord(word)),
            .. joined.Take(Limit - 1).Select(pair => new NameWord(Bare(pair.First + pair.Second), Bare(pair.First), Bare(pair.Second))),
        ];
    }

    // A syllable in Chinese characters begins with a capital when it is transliterated.
    private static List<string> Split(string name)
    {
        var letters = name.Normalize(NormalizationForm.FormKC).Transliterate();
        var isLatin = letters.Where(char.IsAsciiLetter).Count() <= name.Count(char.IsAsciiLetter);
        return [.. Breaks().Split(isLatin ? letters : Capital().Replace(letters, " ")).Select(word => NotALetter().Replace(word.ToLowerInvariant(), "")).Where(word => word.Length > 1)];
    }

    private static string Bare(string word) => Servant().Replace(Article().Replace(word, ""), "") is { Length: > 1 } bare ? bare : word;

    [GeneratedRegex(@"[\s\-.,/()]+", RegexOptions.CultureInvariant)]
    private static partial Regex Breaks();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex Capital();

    [GeneratedRegex("[^a-z]", RegexOptions.CultureInvariant)]
    private static partial Regex NotALetter();

    // The article before a consonant of a name that is long enough without it.
    [GeneratedRegex("^(?:[ae]l(?=[^aeiouy].{2})|dela(?=.{4})|delos(?=.{3}))", RegexOptions.CultureInvariant)]
    private static partial Regex Article();

    // "Servant of", with the article or with its first consonant doubled.
    [GeneratedRegex("^abd(?:[aeou]l|[aeou])?(?=[^aeiou].{3})(?!l+ah?$)", RegexOptions.CultureInvariant)]
    private static partial Regex Servant();
}
