using SecureDocket.Cardholders;

namespace SecureDocket.Searches;

/// <summary>The keys by which a name is found, and the marks by which those who are found are told apart without their dockets. Pure.</summary>
/// <remarks>Both are personal: they are stored only as keyed hashes, bound to the year of birth, so that no common name is a large and recognizable group.</remarks>
public static class NameKeys
{
    /// <summary>The maximum number of keys of a person.</summary>
    public const int Limit = 40;

    // Of two sounds or letters with one left out there is nothing to compare.
    private const int LeastLength = 3;

    /// <summary>The keys of a person: pairs of words, words as they sound, and words by their codes.</summary>
    public static IReadOnlyList<string> Of(CardholderDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return [.. NamesOf(details).SelectMany(Of).Distinct().Take(Limit)];
    }

    /// <summary>The keys of a name, in the order in which they are read if there are too many for one search.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<NameWord> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var own = words.Where(word => word.Parts.Count == 0).ToList();
        var pairs = own.SelectMany((one, at) => own.Skip(at + 1).Select(other => (one, other)))
            .SelectMany(pair => pair.one.Sounds.SelectMany(sound => pair.other.Sounds.Select(other => string.CompareOrdinal(sound, other) < 0 ? $"pair|{sound} {other}" : $"pair|{other} {sound}")));
        return own.Concat(words.Where(word => word.Parts.Count > 0)).SelectMany(word => word.Sounds).Select(sound => $"sound|{sound}")
            .Concat(pairs)
            .Concat(own.SelectMany(word => word.Codes).Select(code => $"code|{code}"))
            .Distinct();
    }

    /// <summary>The marks of a person: everything in which a word may be like one that is searched, and the nationality.</summary>
    public static IReadOnlyList<string> MarksOf(CardholderDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return [.. NamesOf(details).SelectMany(words => words).SelectMany(word => MarksOf(word)).Select(mark => mark.Mark).Append(NationalityMark(details.Nationality)).Distinct()];
    }

    /// <summary>The marks of a word, and how much each says when two words share it: from 1 for the same letters down.</summary>
    public static IEnumerable<(string Mark, double Weight)> MarksOf(NameWord word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return
        [
            ($"word|{word.Letters}", 1),

            // Two words of which one has a letter more, another letter or two letters exchanged share what is left without it.
            .. WithoutOne(word.Letters).Append(word.Letters).Distinct().Select(left => ($"letters|{left}", 0.9)),
            .. word.Sounds.Select(sound => ($"sound|{sound}", 0.8)),
            .. word.Codes.Select(code => ($"code|{code}", 0.8)),
            .. word.Sounds.SelectMany(sound => WithoutOne(sound).Append(sound)).Distinct().Select(part => ($"part|{part}", 0.5)),
        ];
    }

    private static IEnumerable<string> WithoutOne(string word) =>
        word.Length < LeastLength ? [] : Enumerable.Range(0, word.Length).Select(at => word.Remove(at, 1)).Distinct();

    /// <summary>The mark of a nationality.</summary>
    public static string NationalityMark(string nationality) => $"nationality|{nationality}";

    /// <summary>The names of a person as words: in Latin letters, and as the person writes it.</summary>
    internal static IEnumerable<IReadOnlyList<NameWord>> NamesOf(CardholderDetails details) =>
        new[] { details.LatinName, details.Name }.Distinct().Select(NameWord.Of);
}
