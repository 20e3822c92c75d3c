using System.Buffers;

namespace SecureDocket.Texts;

/// <summary>What a person says in a text, after everything that is not theirs was taken away.</summary>
internal sealed class Spoken
{
    // The characters that end a sentence or clause in the served scripts, in normalized form.
    private static readonly SearchValues<char> s_clauseEnds = SearchValues.Create(".!?;:,\n\r\u3002\u3001\u061f\u061b\u060c\u06d4\u0964");

    private readonly List<Word> _words;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text, normalized.</param>
    /// <param name="symbols">The symbols that mean something; all others are dropped.</param>
    public Spoken(string text, IReadOnlySet<string> symbols)
    {
        Text = text;
        _words = Joined([.. Words.In(text).Where(word => !Words.IsSymbol(word.Text) || symbols.Contains(word.Text))]);
        All = [.. _words.Select(word => word.Text)];
        Clauses = [.. ClausesOf(text, _words)];
    }

    /// <summary>The text, normalized.</summary>
    public string Text { get; }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>The words of each clause, with their places.</summary>
    public IReadOnlyList<IReadOnlyList<Word>> Clauses { get; }

    /// <summary>The number of words as people count them.</summary>
    public int Count => Words.Count(All);

    /// <summary>Whether it ends as a question: whoever asks about a word does not send it.</summary>
    public bool IsQuestion => Text.AsSpan().TrimEnd(" \n\r\t\"'!") is [.., '?' or '\u061f'];

    /// <summary>Whether a word starts with a capital letter and has no other.</summary>
    public bool IsCapitalized(int word) => _words[word].IsCapitalized;

    /// <summary>Whether a mark stands between a word and the next: "1, thanks", "1 - Maria".</summary>
    public bool IsMarkedOff(int word) => word + 1 < _words.Count && Text[_words[word].End.._words[word + 1].Start].Trim(' ', '\t') is { Length: > 0 } mark && !mark.Contains('/', StringComparison.Ordinal);

    // Joins letters that were typed apart: "s t o p", "st op".
    private static List<Word> Joined(List<Word> words) =>
        words.Count > 1 && (words.All(word => word.Text.Length == 1 && char.IsAsciiLetter(word.Text[0])) || string.Concat(words.Select(word => word.Text)) == StopWord.Word)
            ? [new(string.Concat(words.Select(word => word.Text)), words[0].Start, words[^1].End, false)]
            : words;

    private static IEnumerable<IReadOnlyList<Word>> ClausesOf(string text, List<Word> words)
    {
        List<Word> clause = [];
        foreach (var word in words)
        {
            if (clause.Count > 0 && text.AsSpan(clause[^1].End, word.Start - clause[^1].End).ContainsAny(s_clauseEnds))
            {
                yield return clause;
                clause = [];
            }

            clause.Add(word);
        }

        if (clause.Count > 0)
        {
            yield return clause;
        }
    }
}
