using System.Collections.Frozen;
using System.Globalization;

namespace SecureDocket.Texts;

/// <summary>Interprets texts from people by the word lists of a catalogue; <see cref="InboundText"/> documents the rules.</summary>
internal sealed class InboundReader
{
    private const int ShortText = 5;
    private const int ShortWrongNumber = 12;
    private const string StopWord = "stop";

    private static readonly FrozenSet<string> s_carrierKeywords = new[]
    {
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "START", "UNSTOP", "HELP", "INFO",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // The characters that end a sentence or clause in the served scripts.
    private const string ClauseEnds = ".!?;:,\n\r\u3002\uff01\uff0e\uff1f\uff1b\uff1a\uff0c\u3001\u061f\u061b\u060c\u06d4\u0964\u2026";

    private readonly Vocabulary[] _languages;
    private readonly FrozenSet<string> _symbols;

    public InboundReader(TextCatalogue catalogue)
    {
        _languages = [.. catalogue.Files.Select(file => new Vocabulary(file))];
        _symbols = catalogue.Files.SelectMany(file => file.Stop.Concat(file.StopAlone)).SelectMany(Words.Of).Where(Words.IsSymbol).ToFrozenSet(StringComparer.Ordinal);
    }

    public InboundText Read(string text)
    {
        var words = WordsOf(text);
        var isCarrierKeyword = s_carrierKeywords.Contains(text.Trim());
        if (CountOf(words) <= ShortWrongNumber && _languages.Any(language => language.WrongNumber.Any(phrase => phrase.IsIn(words))))
        {
            return new(InboundIntent.WrongNumber);
        }

        if (IsStop(text, words))
        {
            return new(InboundIntent.Stop, IsCarrierKeyword: isCarrierKeyword);
        }

        if (DigitOf(words) is { } digit)
        {
            return new(InboundIntent.Digit, digit);
        }

        if (_languages.Any(language => language.IsWhole(language.Start, words)))
        {
            return new(InboundIntent.Start, IsCarrierKeyword: isCarrierKeyword);
        }

        return CountOf(words) <= ShortText && _languages.Any(language => language.Help.Any(word => word.IsIn(words)))
            ? new(InboundIntent.Help, IsCarrierKeyword: isCarrierKeyword)
            : new(InboundIntent.Unclear);
    }

    private bool IsStop(string text, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            return false;
        }

        var mended = Mended(words);
        var clauses = text.Split(ClauseEnds.ToCharArray()).Select(clause => Mended(WordsOf(clause))).ToArray();
        return IsSlip(words)
            || _languages.Any(language =>
                language.IsWhole(language.Stop, mended)
                || language.IsWhole(language.StopAlone, mended)
                || clauses.Any(clause => language.IsWhole(language.Stop, clause) || language.HasClearPhrase(clause))
                || language.Begins(mended)
                || CountOf(words) <= ShortText && language.Stop.Any(word => word.IsIn(mended)) && !language.NotStop.Any(phrase => phrase.IsIn(mended) || phrase.IsIn(words)));
    }

    // A single word one typo away from the stop word. Real words that are that close are in the English list of non-stops.
    private bool IsSlip(IReadOnlyList<string> words) =>
        words is [var word] && IsOneEditAway(word) && !_languages.Any(language => language.NotStop.Any(phrase => phrase.IsIn(words)));

    private static bool IsOneEditAway(string word)
    {
        if (Math.Abs(word.Length - StopWord.Length) > 1)
        {
            return false;
        }

        var head = word.Zip(StopWord).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = word.Reverse().Zip(StopWord.Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return head + tail >= Math.Max(word.Length, StopWord.Length) - 1;
    }

    // Joins letters that were typed apart, and corrects a stop word with repeated or swapped letters.
    private static IReadOnlyList<string> Mended(IReadOnlyList<string> words) =>
        words.Count > 1 && words.All(word => word.Length == 1 && char.IsAsciiLetter(word[0])) ? [string.Concat(words)] : [.. words.Select(Mended)];

    private static string Mended(string word)
    {
        var squeezed = string.Concat(word.Where((letter, index) => index == 0 || letter != word[index - 1]));
        return squeezed is StopWord or "stpo" or "sotp" or "tsop" ? StopWord : word;
    }

    private static int? DigitOf(IReadOnlyList<string> words) =>
        words is [{ Length: 1 } word] && CharUnicodeInfo.GetDecimalDigitValue(word[0]) is >= 0 and var digit ? digit : null;

    // A Chinese word usually has two characters; symbols do not count.
    private static int CountOf(IReadOnlyList<string> words)
    {
        var characters = words.Count(Words.IsHan);
        return words.Count(word => !Words.IsSymbol(word)) - characters + (characters + 1) / 2;
    }

    private IReadOnlyList<string> WordsOf(string text) => [.. Words.Of(text).Where(word => !Words.IsSymbol(word) || _symbols.Contains(word))];

    private sealed class Vocabulary(LanguageFile file)
    {
        public WordPattern[] Stop { get; } = Patterns(file.Stop);

        public WordPattern[] StopAlone { get; } = Patterns(file.StopAlone);

        public WordPattern[] NotStop { get; } = Patterns(file.NotStop);

        public WordPattern[] Start { get; } = Patterns(file.Start);

        public WordPattern[] Help { get; } = Patterns(file.Help);

        public WordPattern[] WrongNumber { get; } = Patterns(file.WrongNumber);

        private WordPattern[] StopPhrases { get; } = Patterns(file.StopPhrases);

        private WordPattern[] Courtesy { get; } = Patterns(file.Courtesy);

        private WordPattern[] Negations { get; } = Patterns(file.Negations);

        /// <summary>Whether the words consist only of <paramref name="patterns"/>, at least one, and courtesy words.</summary>
        public bool IsWhole(WordPattern[] patterns, IReadOnlyList<string> words)
        {
            var (at, found) = (0, false);
            while (at < words.Count)
            {
                if (Longest(patterns, words, at) is { } pattern)
                {
                    (at, found) = (at + pattern.Count, true);
                }
                else if (Longest(Courtesy, words, at) is { } courtesy)
                {
                    at += courtesy.Count;
                }
                else
                {
                    return false;
                }
            }

            return found;
        }

        public bool HasClearPhrase(IReadOnlyList<string> words) =>
            StopPhrases.Any(phrase => phrase.IsIn(words, (said, at) => !Negations.Any(negation => negation.IsAt(said, at - negation.Count))));

        public bool Begins(IReadOnlyList<string> words) => Longest(Stop, words, 0) is not null && Longest(NotStop, words, 0) is null;

        private static WordPattern? Longest(WordPattern[] patterns, IReadOnlyList<string> words, int at) =>
            patterns.Where(pattern => pattern.IsAt(words, at)).MaxBy(pattern => pattern.Count);

        private static WordPattern[] Patterns(IReadOnlyList<string> words) => [.. words.Select(word => new WordPattern(word))];
    }
}
