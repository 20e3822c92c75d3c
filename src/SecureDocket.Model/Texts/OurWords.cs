using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace SecureDocket.Texts;

/// <summary>Recognizes our own texts in what a person sends: the recent ones that the caller names, and every line of the catalogue.</summary>
/// <remarks>
/// A text repeats ours where runs of words are the same. Runs as short as an answer that we suggest ("I will be there") are the
/// person's. Between two runs, what fills the placeholders is ours too, as are the sender before the first run and a last word that
/// was cut.
/// </remarks>
internal sealed partial class OurWords
{
    private const double RunWeight = 4;
    private const double RepeatWeight = 7;
    private const int LongestFilling = 10;
    private const int LongestOpening = 14;

    private readonly FrozenSet<string> _runs;

    public OurWords(TextCatalogue catalogue) => _runs = catalogue.Files
        .SelectMany(file => file.Texts.Values)
        .SelectMany(wordings => new[] { wordings.Neutral, wordings.Hearing, wordings.CheckIn, wordings.Card })
        .OfType<string>()
        .SelectMany(wording => Placeholder().Split(wording))
        .SelectMany(part => RunsOf(Words.Of(part)))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A text without what repeats ours.</summary>
    /// <param name="text">The text, normalized.</param>
    /// <param name="sent">Our recent texts.</param>
    public string Without(string text, IReadOnlyCollection<string> sent)
    {
        var words = Words.In(text);
        var own = sent.Select(each => Words.Of(each)).ToList();
        if (words.Count > 0 && own.Any(each => each.SequenceEqual(words.Select(word => word.Text))) && Weight(words) >= RunWeight)
        {
            return "";
        }

        var recent = own.SelectMany(RunsOf).ToHashSet(StringComparer.Ordinal);
        var ours = new bool[words.Count];
        for (var at = 0; at < words.Count; at++)
        {
            if (RunAt([.. words.Skip(at).Take((int)RunWeight * 2).Select(word => word.Text)], 0) is { } run && (recent.Contains(run.Text) || _runs.Contains(run.Text)))
            {
                ours.AsSpan(at, run.Length).Fill(true);
            }
        }

        if (Weight([.. words.Where((_, index) => ours[index])]) < RepeatWeight)
        {
            return text;
        }

        Fill(ours);
        Extend(text, words, ours);
        return Remaining(text, words, ours);
    }

    private static void Fill(bool[] ours)
    {
        for (var last = -1; Array.IndexOf(ours, true, last + 1) is >= 0 and var next; last = next)
        {
            if (last >= 0 && next - last - 1 <= LongestFilling)
            {
                ours.AsSpan(last, next - last).Fill(true);
            }
        }
    }

    // The sender and what precedes the first placeholder; the contact that follows the last run; a last word that was cut.
    private static void Extend(string text, IReadOnlyList<Word> words, bool[] ours)
    {
        var first = Array.IndexOf(ours, true);
        var line = text.LastIndexOf('\n', words[first].Start) + 1;
        var opening = Enumerable.Range(0, first).FirstOrDefault(index => words[index].Start >= line, first);
        if (opening < first && Words.DigitOf(words[opening].Text) is not null)
        {
            opening++;
        }

        if (first - opening <= LongestOpening && text[line..words[first].Start].AsSpan().ContainsAny(':', '\uff1a'))
        {
            ours.AsSpan(opening, first - opening).Fill(true);
        }

        var last = Array.LastIndexOf(ours, true);
        while (last + 1 < words.Count && words[last + 1].Text.Length > 2 && words[last + 1].Text.All(char.IsAsciiDigit))
        {
            ours[++last] = true;
        }

        if (words.Count - last - 1 <= 3 && text.AsSpan().TrimEnd(" \n\"\u201d\u00bb").EndsWith("..."))
        {
            ours.AsSpan(last).Fill(true);
        }
    }

    private static string Remaining(string text, IReadOnlyList<Word> words, bool[] ours)
    {
        List<string> parts = [];
        for (var index = 0; index < words.Count;)
        {
            var end = index;
            while (end < words.Count && ours[end] == ours[index])
            {
                end++;
            }

            if (!ours[index])
            {
                parts.Add(text[words[index].Start..(end < words.Count ? words[end].Start : text.Length)]);
            }

            index = end;
        }

        return string.Join('\n', parts);
    }

    private static IEnumerable<string> RunsOf(IReadOnlyList<string> words) =>
        Enumerable.Range(0, words.Count).Select(at => RunAt(words, at)).Where(run => run is not null).Select(run => run!.Value.Text);

    private static (string Text, int Length)? RunAt(IReadOnlyList<string> words, int at)
    {
        double weight = 0;
        for (var end = at; end < words.Count;)
        {
            weight += WeightOf(words[end++]);
            if (weight >= RunWeight)
            {
                return (string.Join(' ', words.Skip(at).Take(end - at)), end - at);
            }
        }

        return null;
    }

    private static double Weight(IReadOnlyList<Word> words) => words.Sum(word => WeightOf(word.Text));

    private static double WeightOf(string word) => Words.IsHan(word) ? 0.5 : 1;

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
