using System.Text;

namespace SecureDocket.Texts;

/// <summary>The inbound words of one language, ready to be searched.</summary>
internal sealed class Vocabulary
{
    private static readonly string[] s_fillers = ["filler", "self", "me"];

    private readonly (char Letter, PatternSet Words)[] _classes;
    private readonly PatternSet _ownCourtesy;
    private readonly PatternSet _card;
    private readonly PatternSet _block;
    private readonly PatternSet _negations;
    private readonly PatternSet _allNegations;

    /// <summary>Prepares the words of a language.</summary>
    /// <param name="words">The words.</param>
    /// <param name="answers">The wording of each digit in our own texts.</param>
    /// <param name="negations">The negations of all languages: people mix them, and the languages that are alike share other words.</param>
    public Vocabulary(InboundWords words, ILookup<int, string> answers, PatternSet negations)
    {
        Language = words.Language;
        VerbLast = words.VerbLast;
        Stop = new(words.Stop);
        StopAlone = new(words.StopAlone);
        Cancel = new(words.Cancel);
        StopPhrases = new(words.StopPhrases);
        Start = new(words.Start);
        Help = new(words.Help.Concat(answers[3]));
        HelpPhrases = new(words.Help.Where(phrase => phrase.Contains(' ', StringComparison.Ordinal)));
        Questions = new(words.Questions);
        Yes = new(words.Yes.Concat(answers[1]));
        No = new(words.No);
        Move = new(words.Move.Concat(answers[2]));
        AroundDigit = new(words.AroundDigit);
        Digits = [.. Enumerable.Range(0, 10).Select(digit => new PatternSet(words.Digits.GetValueOrDefault($"{digit}") ?? []))];
        WrongNumber = new(words.WrongNumber);
        WrongNumberAlone = new(words.WrongNumberAlone);
        NotMe = [.. words.NotMe.Select(NamePattern.Parse)];
        NotNames = new(words.NotNames);
        NameStarts = words.NameStarts;
        Distress = new(words.Distress);
        Loss = new(words.Loss);
        Fillers = new(s_fillers.SelectMany(name => words.Words.GetValueOrDefault(name) ?? []));
        _ownCourtesy = new(words.Courtesy);
        _classes = [.. WordClass.All.Where(each => words.Words.ContainsKey(each.Name)).Select(each => (each.Letter, new PatternSet(words.Words[each.Name])))];
        _card = new(words.Words.GetValueOrDefault("card") ?? []);
        _block = new(words.Words.GetValueOrDefault(WordClass.Block) ?? []);
        _negations = new((words.Words.GetValueOrDefault("not") ?? []).Concat(words.Words.GetValueOrDefault("didNot") ?? []));
        _allNegations = negations;
    }

    public string Language { get; }

    public bool VerbLast { get; }

    public PatternSet Stop { get; }

    public PatternSet StopAlone { get; }

    public PatternSet Cancel { get; }

    public PatternSet StopPhrases { get; }

    public PatternSet Start { get; }

    public PatternSet Help { get; }

    public PatternSet HelpPhrases { get; }

    public PatternSet Questions { get; }

    public PatternSet Yes { get; }

    public PatternSet No { get; }

    public PatternSet Move { get; }

    public PatternSet AroundDigit { get; }

    public IReadOnlyList<PatternSet> Digits { get; }

    public PatternSet WrongNumber { get; }

    public PatternSet WrongNumberAlone { get; }

    public IReadOnlyList<NamePattern> NotMe { get; }

    public PatternSet NotNames { get; }

    public string? NameStarts { get; }

    public PatternSet Distress { get; }

    public PatternSet Loss { get; }

    /// <summary>Words without a meaning of their own: articles, prepositions, pronouns of the person.</summary>
    public PatternSet Fillers { get; }

    /// <summary>The letters of the words of a clause; courtesy words and symbols have none.</summary>
    public string LettersOf(IReadOnlyList<string> words)
    {
        StringBuilder letters = new(words.Count);
        for (var at = 0; at < words.Count;)
        {
            var (letter, length) = ClassAt(words, at);
            var courtesy = _ownCourtesy.LengthAt(words, at);
            if (courtesy > length || length == 0 && Words.IsSymbol(words[at]))
            {
                at += Math.Max(courtesy, 1);
                continue;
            }

            letters.Append(length > 0 ? letter : _allNegations.LengthAt(words, at) > 0 ? WordClass.Not : WordClass.Unknown);
            at += Math.Max(length, 1);
        }

        return letters.ToString();
    }

    /// <summary>The class of the words at a place and how many they are; 0 words if they are in no class.</summary>
    public (char Letter, int Length) ClassAt(IReadOnlyList<string> words, int at)
    {
        var best = (Letter: WordClass.Unknown, Length: 0);
        foreach (var (letter, set) in _classes)
        {
            if (set.LengthAt(words, at) is var length && length > best.Length)
            {
                best = (letter, length);
            }
        }

        return best;
    }

    /// <summary>Whether a word is in any list, so that it is no name.</summary>
    public bool Knows(IReadOnlyList<string> words, int at) =>
        ClassAt(words, at).Length > 0 || _ownCourtesy.LengthAt(words, at) > 0 || NotNames.LengthAt(words, at) > 0 || Yes.LengthAt(words, at) > 0 || Distress.LengthAt(words, at) > 0;

    /// <summary>Whether the words name a card.</summary>
    public bool NamesCard(IReadOnlyList<string> words) => _card.IsIn(words);

    /// <summary>Whether the words ask that a card be blocked.</summary>
    public bool ReportsLoss(IReadOnlyList<string> words) =>
        !LettersOf(words).Contains('q', StringComparison.Ordinal) && (Loss.IsIn(words) || NamesCard(words) && _block.IsIn(words));

    /// <summary>Whether the words negate something.</summary>
    public bool Negates(IReadOnlyList<string> words) => _negations.IsIn(words);

    /// <summary>Whether a phrase is said and not negated by one of the words before it, as many as count.</summary>
    public bool Says(PatternSet phrases, IReadOnlyList<string> words, int reach = 2)
    {
        for (var at = phrases.PlaceIn(words); at >= 0; at = phrases.PlaceIn(words, at + 1))
        {
            var isNegative = Negates([.. words.Skip(at).Take(phrases.LengthAt(words, at))]);
            if (isNegative || !_allNegations.IsIn([.. words.Take(at).TakeLast(reach)]))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What precedes and follows a name in a text that says the phone is not that person's.</summary>
/// <param name="Before">What precedes it.</param>
/// <param name="After">What follows it; empty if the name ends the clause.</param>
internal sealed record NamePattern(WordPattern Before, WordPattern After)
{
    /// <summary>Reads a pattern; <c>…</c> stands for the name, which otherwise comes last.</summary>
    public static NamePattern Parse(string pattern)
    {
        var parts = pattern.Split('…', 2);
        return new(new(parts[0]), new(parts.Length > 1 ? parts[1] : ""));
    }
}
