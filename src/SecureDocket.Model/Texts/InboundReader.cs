using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace SecureDocket.Texts;

/// <summary>Interprets texts from people by the inbound words of a catalogue's languages; <see cref="InboundText"/> documents the rules.</summary>
internal sealed partial class InboundReader
{
    private const int ShortText = 5;
    private const int SomeText = 15;
    private const int ShortWrongNumber = 12;
    private const int LongKeyword = 7;

    private static readonly SearchValues<char> s_blanks = SearchValues.Create(" \t\r\n.\u00a0\u200b\u2068\u2069\"'");
    private static readonly InboundText s_inferredStop = new(InboundIntent.Stop) { IsInferred = true };

    private readonly Vocabulary[] _languages;
    private readonly FrozenSet<string> _symbols;
    private readonly PersonsWords _persons;
    private readonly PatternSet _courtesy;
    private readonly PatternSet _realWords;
    private readonly IReadOnlyList<string> _longKeywords;
    private readonly Answers _answers;
    private readonly WrongNumbers _wrongNumbers;

    public InboundReader(TextCatalogue catalogue)
    {
        var words = catalogue.Files.Select(file => file.Inbound).ToList();
        PatternSet negations = new(words.SelectMany(each => each.Words.GetValueOrDefault("not") ?? []));
        _languages = [.. catalogue.Files.Select(file => new Vocabulary(file.Inbound, AnswersOf(file), negations))];
        _symbols = words.SelectMany(each => each.Stop.Concat(each.StopAlone).Concat(each.Yes).Concat(each.No)).SelectMany(Words.Of).Where(Words.IsSymbol).ToFrozenSet(StringComparer.Ordinal);
        _persons = new(catalogue);
        _courtesy = new(words.SelectMany(each => each.Courtesy));
        _realWords = new(words.SelectMany(each => each.RealWords));
        _longKeywords = [.. words.SelectMany(each => each.Stop).Select(Words.Of).Where(keyword => keyword is [{ Length: >= LongKeyword }]).Select(keyword => keyword[0])];
        _answers = new(_languages, _courtesy);
        _wrongNumbers = new(_languages, _courtesy);
    }

    /// <summary>Interprets a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sent">Our recent texts to the phone.</param>
    public InboundText Read(string text, IReadOnlyCollection<string> sent)
    {
        var normalized = Words.Normalized(text);
        var own = _persons.In(normalized, sent);
        if (!own.AsSpan().ContainsAnyExcept(s_blanks) || Words.In(own).Count == 0 && own.Trim() != normalized.Trim())
        {
            return new(InboundIntent.Echo);
        }

        var said = new Spoken(own, _symbols);
        return Whole(said) ?? InContext(said);
    }

    // What a text says when it says nothing else, apart from courtesy.
    private InboundText? Whole(Spoken said)
    {
        var words = said.All.Select(StopWord.Mended).ToList();
        var mayMeanDate = Says(words, language => language.Cancel);
        return Says(words, language => language.Stop) ? new(InboundIntent.Stop) { MayMeanDate = mayMeanDate }
            : Says(words, language => language.StopAlone) || IsSlip(words) ? s_inferredStop with { MayMeanDate = mayMeanDate }
            : !IsNegative(words) && (Says(words, language => language.Start) || _languages.Any(language => Wishes.Resumes(language.LettersOf(words)))) ? new(InboundIntent.Start)
            : Says(words, language => language.Help) ? new(InboundIntent.Help)
            : !said.IsQuestion && _wrongNumbers.AreAlone(said.All) ? new(InboundIntent.WrongNumber)
            : _answers.Whole(said);
    }

    // What a longer text says. People in need come before everything but a plain wish for no more texts.
    private InboundText InContext(Spoken said)
    {
        var isDistressed = _languages.Any(language => language.Distress.IsIn(said.All));
        if (_languages.Any(language => language.ReportsLoss(said.All)))
        {
            return new(InboundIntent.Loss);
        }

        if (!isDistressed && !said.IsQuestion && said.Count <= ShortWrongNumber && _wrongNumbers.AreIn(said))
        {
            return new(InboundIntent.WrongNumber);
        }

        var clauses = said.Clauses.Select(clause => (IReadOnlyList<string>)[.. clause.Select(word => StopWord.Mended(word.Text))]).ToList();
        if (_languages.Any(language => clauses.Any(clause => Wishes.Revokes(language.LettersOf(clause), language.VerbLast) || language.Says(language.StopPhrases, clause))))
        {
            return s_inferredStop;
        }

        if (isDistressed)
        {
            return new(InboundIntent.Distress);
        }

        if (!_languages.Any(language => language.NamesCard(said.All))
            && !said.IsQuestion && (clauses.Any(clause => Says(clause, language => language.Stop)) || clauses.Any(clause => _languages.Any(language => Wishes.MayRevoke(language.LettersOf(clause))))))
        {
            return s_inferredStop;
        }

        if (clauses is [.., var last] && Says(last, language => language.Start))
        {
            return new(InboundIntent.Start);
        }

        return _answers.InContext(said)
            ?? (said.Count <= SomeText && clauses.Any(clause => _languages.Any(language => language.Says(language.Move, clause, reach: clause.Count))) ? new(InboundIntent.Move)
                : new(AsksForHelp(said) ? InboundIntent.Help : InboundIntent.Unclear));
    }

    private bool AsksForHelp(Spoken said) => _languages.Any(language =>
        said.Count <= ShortText && language.Help.IsIn(said.All)
        || said.Count <= SomeText && (language.HelpPhrases.IsIn(said.All) || language.Questions.IsIn(said.All)));

    private bool Says(IReadOnlyList<string> words, Func<Vocabulary, PatternSet> list) => _languages.Any(language => Whole(words, list(language), _courtesy));

    private bool IsNegative(IReadOnlyList<string> words) => _languages.Any(language => language.Negates(words));

    // A single word one typo away from the stop word or a long keyword. Real words that are that close are listed.
    private bool IsSlip(IReadOnlyList<string> words) =>
        words is [var word] && !_realWords.IsIn(words) && (Typo.IsIn(word, StopWord.Word) || _longKeywords.Any(keyword => Typo.IsIn(word, keyword)) && !_languages.Any(language => language.Knows(words, 0)));

    /// <summary>Whether the words consist only of <paramref name="patterns"/>, at least one, and <paramref name="others"/>.</summary>
    internal static bool Whole(IReadOnlyList<string> words, PatternSet patterns, params ReadOnlySpan<PatternSet> others)
    {
        // The places that can be reached without and with one of the patterns. The longest pattern is not always the right one.
        var (without, with) = (new bool[words.Count + 1], new bool[words.Count + 1]);
        without[0] = true;
        for (var at = 0; at < words.Count; at++)
        {
            if (without[at])
            {
                patterns.Reach(words, at, with);
            }

            foreach (var set in others)
            {
                if (without[at])
                {
                    set.Reach(words, at, without);
                }

                if (with[at])
                {
                    set.Reach(words, at, with);
                }
            }

            if (with[at])
            {
                patterns.Reach(words, at, with);
            }
        }

        return with[words.Count];
    }

    // The wording of each digit in the reminders of a language: "1 = I will be there".
    private static ILookup<int, string> AnswersOf(LanguageFile file) => file.Texts
        .Where(entry => entry.Key.IsReminder)
        .SelectMany(entry => new[] { entry.Value.Neutral, entry.Value.Hearing, entry.Value.CheckIn })
        .OfType<string>()
        .SelectMany(wording => Answer().Matches(wording))
        .Select(match => (Digit: match.Groups[1].Value[0] - '0', Words: match.Groups[2].Value))
        .Distinct()
        .ToLookup(answer => answer.Digit, answer => answer.Words);

    [GeneratedRegex("([1-3]) ?= ?([^,;.\u060c\uff0c\u3002\u0964]+)")]
    internal static partial Regex Answer();
}
