using System.Text;
using AnyAscii;

namespace SecureDocket.Cardholders;

/// <summary>Decides from enrollment details whether two people with different A-numbers may be one person. Pure.</summary>
/// <remarks>
/// Names are compared in Latin letters by the consonants of their words in any order, so that Mohamed Al-Sayed matches Sayed,
/// Muhammad Al. A shorter name matches a longer one that has all its words. Families share phones, so a phone alone proves
/// nothing.
/// </remarks>
public static class Likeness
{
    // Most people have at most four names besides particles.
    private const int WordLimit = 4;

    /// <summary>The ways in which one person is like another; empty if there are none.</summary>
    public static IReadOnlyList<LikenessKind> Between(CardholderDetails one, CardholderDetails other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (words, others) = (WordsOf(one.LatinName), WordsOf(other.LatinName));
        var isSameName = words.SetEquals(others);
        List<LikenessKind> kinds = [];
        if ((MayBeSame(one.BirthDate, other.BirthDate) && IsAlike(words, others)) || (isSameName && one.BirthDate.Year == other.BirthDate.Year))
        {
            kinds.Add(LikenessKind.NameAndBirthDate);
        }

        if (one.Mobile is not null && one.Mobile == other.Mobile && (isSameName || MayBeSame(one.BirthDate, other.BirthDate)))
        {
            kinds.Add(LikenessKind.Phone);
        }

        return kinds;
    }

    /// <summary>
    /// The lookup keys of a person. Two people who are alike share at least one key, except for rare cases where one name is shorter. The
    /// keys are personal and must be stored only as keyed hashes.
    /// </summary>
    internal static IReadOnlyList<string> KeysOf(CardholderDetails details)
    {
        var words = WordsOf(details.LatinName);
        var name = string.Join(' ', words);
        var date = details.BirthDate;
        return
        [
            $"name|{name}|{date.Year}",
            .. words.OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal).Take(WordLimit).Select(word => $"word|{word}|{date}"),
            .. details.Mobile is { } mobile ? new[] { $"phone|{mobile}|{name}" } : [],
            .. details.Mobile is { } shared ? new[] { $"phone|{shared}|{date.Year}" } : [],
        ];
    }

    /// <summary>What a lookup key of <see cref="KeysOf"/> finds.</summary>
    internal static LikenessKind KindOf(string key) => key.StartsWith("phone|", StringComparison.Ordinal) ? LikenessKind.Phone : LikenessKind.NameAndBirthDate;

    // A date known only to the year or the month may be any day in it.
    private static bool MayBeSame(BirthDate one, BirthDate other) =>
        one.Year == other.Year && (one.Month == other.Month || one.Month == 0 || other.Month == 0) && (one.Day == other.Day || one.Day == 0 || other.Day == 0);

    // A single word of several may be a family name or a saint's name.
    private static bool IsAlike(SortedSet<string> words, SortedSet<string> others)
    {
        var (fewer, more) = words.Count < others.Count ? (words, others) : (others, words);
        return fewer.IsSubsetOf(more) && (fewer.Count > 1 || more.Count == 1);
    }

    private static SortedSet<string> WordsOf(string latinName) => new(
        latinName.Transliterate().ToLowerInvariant().Split([' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries).Select(SoundOf).Where(word => word.Length > 0),
        StringComparer.Ordinal);

    /// <summary>The first sound of a word and its consonants without repetitions: what transliterations of one name share.</summary>
    private static string SoundOf(string word)
    {
        var sound = new StringBuilder(word.Length);
        foreach (var letter in word.Where(char.IsAsciiLetterLower))
        {
            var heard = letter switch
            {
                'a' or 'e' or 'i' or 'o' or 'u' or 'y' => 'a',
                'c' or 'q' => 'k',
                'w' => 'v',
                'z' => 's',
                _ => letter,
            };
            if (sound.Length == 0 ? heard != 'h' || word.Length == 1 : heard is not ('a' or 'h') && sound[^1] != heard)
            {
                sound.Append(heard);
            }
        }

        return sound.ToString();
    }
}

/// <summary>The ways in which two people can be alike.</summary>
public enum LikenessKind
{
    /// <summary>Name and birth date match.</summary>
    NameAndBirthDate,

    /// <summary>The phone matches, and so does the full name or the birth date.</summary>
    Phone,

    /// <summary>The photos are identical.</summary>
    Photo,
}

/// <summary>A person with another A-number who may be the same person, until a second officer decides.</summary>
/// <param name="Id">The other docket.</param>
/// <param name="By">How they are alike.</param>
/// <param name="FoundBy">The officer who enrolled the person or took the photo.</param>
/// <param name="FoundAt">When the match was found.</param>
public sealed record AlikePerson(CardholderId Id, IReadOnlyList<LikenessKind> By, Actor FoundBy, DateTimeOffset FoundAt)
{
    /// <summary>The opaque IDs of the officers who found other matches with this person before.</summary>
    public IReadOnlyList<string> FoundBefore { get; init => field = value ?? []; } = [];

    /// <summary>The second officer; null before the review.</summary>
    public Actor? ReviewedBy { get; init; }

    /// <summary>When the second officer reviewed it.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>Whether the second officer found that both dockets are the same person; null before the review.</summary>
    public bool? IsSame { get; init; }

    /// <summary>Whether this officer found a match with this person, and so cannot be the second officer.</summary>
    public bool WasFoundBy(Actor officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return FoundBy.Id == officer.Id || FoundBefore.Contains(officer.Id);
    }
}
