using System.Text;
using AnyAscii;

namespace SecureDocket.Cardholders;

/// <summary>In what two people of different A-numbers are so alike that they may be one: pure, by what an enrollment says.</summary>
/// <remarks>
/// A name is taken in Latin letters and told by the consonants of its words in any order, so that Mohamed Al-Sayed is Sayed,
/// Muhammad Al. A name with fewer words is alike to one that has them all and more. A phone is shared by families: alone it says
/// nothing.
/// </remarks>
public static class Likeness
{
    // The names of most people, without the particles that come to it.
    private const int WordLimit = 4;

    /// <summary>In what one person is alike to another; empty when in nothing.</summary>
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

    /// <summary>The keys of which two people share one at least when they are alike, but for a few of the shorter of two names. Personal: to be stored as keyed hashes alone.</summary>
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

    // A date that is known to the year or the month may be any day in it.
    private static bool MayBeSame(BirthDate one, BirthDate other) =>
        one.Year == other.Year && (one.Month == other.Month || one.Month == 0 || other.Month == 0) && (one.Day == other.Day || one.Day == 0 || other.Day == 0);

    // One word of several is a family's name, or a saint's.
    private static bool IsAlike(SortedSet<string> words, SortedSet<string> others)
    {
        var (fewer, more) = words.Count < others.Count ? (words, others) : (others, words);
        return fewer.IsSubsetOf(more) && (fewer.Count > 1 || more.Count == 1);
    }

    private static SortedSet<string> WordsOf(string latinName) => new(
        latinName.Transliterate().ToLowerInvariant().Split([' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries).Select(SoundOf).Where(word => word.Length > 0),
        StringComparer.Ordinal);

    /// <summary>The first sound of a word and its consonants, each once in a row: what transliterations of one name have in common.</summary>
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

/// <summary>In what two people are alike.</summary>
public enum LikenessKind
{
    /// <summary>Name and birth date.</summary>
    NameAndBirthDate,

    /// <summary>The phone, and with it the whole name or the birth date.</summary>
    Phone,

    /// <summary>The very same picture.</summary>
    Photo,
}

/// <summary>Somebody of another A-number who may be the same person, until a second officer says otherwise.</summary>
/// <param name="Id">Their docket.</param>
/// <param name="By">In what they are alike.</param>
/// <param name="FoundBy">The officer who enrolled the person, or took the photo in.</param>
/// <param name="FoundAt">When.</param>
public sealed record AlikePerson(CardholderId Id, IReadOnlyList<LikenessKind> By, Actor FoundBy, DateTimeOffset FoundAt)
{
    /// <summary>Whoever found them before, in another respect, by their opaque ids.</summary>
    public IReadOnlyList<string> FoundBefore { get; init => field = value ?? []; } = [];

    /// <summary>The second officer; null while none has looked.</summary>
    public Actor? ReviewedBy { get; init; }

    /// <summary>When they did.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>Whether the second officer found one person in both dockets; null while none has looked.</summary>
    public bool? IsSame { get; init; }

    /// <summary>Whether this officer found them, in whatever respect, and so is not the second one.</summary>
    public bool WasFoundBy(Actor officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return FoundBy.Id == officer.Id || FoundBefore.Contains(officer.Id);
    }
}
