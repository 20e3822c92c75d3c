using F23.StringSimilarity;
using SecureDocket.Cardholders;

namespace SecureDocket.Searches;

/// <summary>A search by name: the words, and the years in which the person may be born.</summary>
/// <param name="Words">The words of the name, see <see cref="NameWord.Of"/>; at least one.</param>
/// <param name="From">The first year.</param>
/// <param name="To">The last year, at most two later.</param>
/// <param name="Nationality">The nationality, which narrows the search; null for any.</param>
public sealed record NameQuery(IReadOnlyList<NameWord> Words, int From, int To, string? Nationality)
{
    /// <summary>The maximum number of years.</summary>
    public const int YearLimit = 3;

    /// <summary>The maximum number of partitions that a search reads.</summary>
    public const int ReadLimit = 40;

    // Below it two names are not those of one person who was misheard or misspelt.
    private const double LeastLikeness = 0.8;

    private static readonly JaroWinkler s_letters = new();

    /// <summary>The years.</summary>
    public IEnumerable<int> Years => Enumerable.Range(From, To - From + 1);

    /// <summary>The keys to read, with the years: at most <see cref="ReadLimit"/>.</summary>
    public IReadOnlyList<(string Key, int Year)> Reads =>
        [.. Years.SelectMany(year => NameKeys.Of(Words).Take(ReadLimit / (To - From + 1)).Select(key => (key, year)))];

    /// <summary>The marks to look for with each word that stands for itself, and what each says.</summary>
    public IReadOnlyList<IReadOnlyList<(string Mark, double Weight)>> Marks =>
    [
        .. Words.Where(word => word.Parts.Count == 0).Select(word => Words.Where(other => other == word || other.Parts.Contains(word.Letters)).SelectMany(NameKeys.MarksOf).ToList()),
    ];

    /// <summary>How alike the name searched and a person's names are, up to 1; null if they are not, or if the year or the nationality is another.</summary>
    public double? LikenessOf(CardholderDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        if (details.BirthDate.Year < From || details.BirthDate.Year > To || (Nationality is not null && details.Nationality != Nationality))
        {
            return null;
        }

        var likeness = NameKeys.NamesOf(details).Where(words => words.Count > 0).Select(LikenessOf).DefaultIfEmpty(0).Max();
        return likeness >= LeastLikeness ? likeness : null;
    }

    private double LikenessOf(IReadOnlyList<NameWord> words) =>
        Words.Where(word => word.Parts.Count == 0)
            .Average(word => Words.Where(other => other == word || other.Parts.Contains(word.Letters)).Max(mine => words.Max(theirs => Between(mine, theirs))));

    // What sounds alike is half as unlike as its letters are.
    private static double Between(NameWord one, NameWord other)
    {
        var letters = s_letters.Similarity(one.Letters, other.Letters);
        return one.Sounds.Intersect(other.Sounds).Any() || one.Codes.Intersect(other.Codes).Any() ? (letters + 1) / 2 : letters;
    }
}
