namespace SecureDocket.Texts;

/// <summary>Reads that a phone does not belong to the cardholder.</summary>
internal sealed class WrongNumbers(Vocabulary[] languages, PatternSet courtesy)
{
    private const int LongestName = 3;
    private const int LongestBareName = 1;
    private const int LongestHanName = 4;

    /// <summary>Whether the whole text says so, apart from courtesy.</summary>
    public bool AreAlone(IReadOnlyList<string> words) => languages.Any(language => InboundReader.Whole(words, language.WrongNumberAlone, courtesy, language.Fillers));

    /// <summary>Whether a short text says so. The number of a card is another matter.</summary>
    public bool AreIn(Spoken said) =>
        !languages.Any(language => language.NamesCard(said.All))
        && languages.Any(language => said.Clauses.Any(clause => language.Says(language.WrongNumber, TextsOf(clause)) || language.NotMe.Any(pattern => NamesAnother(language, pattern, clause))));

    private static IReadOnlyList<string> TextsOf(IReadOnlyList<Word> clause) => [.. clause.Select(word => word.Text)];

    // "No soy Rosa", "this isn't Rosa's phone any more": a name, which has a capital letter where the script knows capitals.
    private bool NamesAnother(Vocabulary language, NamePattern pattern, IReadOnlyList<Word> clause)
    {
        var words = TextsOf(clause);
        for (var start = 0; start < words.Count; start++)
        {
            if (pattern.Before.IsAt(words, start) && NameEnd(language, pattern, clause, words, start + pattern.Before.Count) is { } end
                && EndsWith(language, words, end))
            {
                return true;
            }

            if (courtesy.LengthAt(words, start) == 0 && language.ClassAt(words, start).Letter is not (WordClass.Self or WordClass.Filler or WordClass.Me or WordClass.Not or WordClass.Number))
            {
                return false;
            }
        }

        return false;
    }

    // Nothing follows but courtesy and "any more".
    private bool EndsWith(Vocabulary language, IReadOnlyList<string> words, int at)
    {
        while (at < words.Count)
        {
            var (letter, length) = language.ClassAt(words, at);
            length = Math.Max(courtesy.LengthAt(words, at), letter is WordClass.More or WordClass.Again ? length : 0);
            if (length == 0)
            {
                return false;
            }

            at += length;
        }

        return true;
    }

    // Where a name that starts at a word ends, with what follows it; null if there is none.
    private int? NameEnd(Vocabulary language, NamePattern pattern, IReadOnlyList<Word> clause, IReadOnlyList<string> words, int start)
    {
        for (var end = start + 1; end <= words.Count && end - start <= LongestNameAt(words[start]); end++)
        {
            if (!IsOfName(language, pattern, clause[end - 1], words, end - 1) || Words.IsHan(words[start]) && language.NameStarts?.Contains(words[start], StringComparison.Ordinal) != true)
            {
                return null;
            }

            if (pattern.After.Count == 0 ? end == words.Count || courtesy.LengthAt(words, end) > 0 : pattern.After.IsAt(words, end))
            {
                return end + pattern.After.Count;
            }
        }

        return null;
    }

    // Where the script has no capitals, two words would be a name by chance.
    private static int LongestNameAt(string word) => Words.IsHan(word) ? LongestHanName : word.Any(HasCase) ? LongestName : LongestBareName;

    private static bool IsOfName(Vocabulary language, NamePattern pattern, Word word, IReadOnlyList<string> words, int at) =>
        !language.Knows(words, at) && !word.Text.Any(char.IsDigit)
        && (word.IsCapitalized || pattern.After.Count > 0 || !word.Text.Any(HasCase));

    private static bool HasCase(char letter) => char.ToUpperInvariant(letter) != letter;
}
