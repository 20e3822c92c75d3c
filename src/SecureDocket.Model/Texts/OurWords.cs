using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace SecureDocket.Texts;

/// <summary>Recognizes our own texts in what a person sends: the recent ones that the caller names, and every line of the catalogue.</summary>
/// <remarks>
/// A text repeats ours where runs of words are the same. Runs as short as an answer that we suggest ("I will be there") are the
/// person's. Between two runs, what fills the placeholders is ours too, as are the sender before the first run, the contact after the
/// last one with the few words that we put behind it, and a last word that was cut.
/// </remarks>
internal sealed partial class OurWords
{
    private const double RunWeight = 4;
    private const double RepeatWeight = 7;
    private const int LongestFilling = 10;
    private const double LongestOpening = 14;

    // What may be left between the last run and the contact.
    private const int LongestRest = 2;

    // See TextValues.Contact.
    private const int ShortestContact = 7;
    private const int LongestContact = 16;

    private static readonly SearchValues<char> s_withinContact = SearchValues.Create("+-(). ");

    private readonly FrozenSet<string> _runs;
    private readonly IReadOnlyList<IReadOnlyList<string>> _closings;

    public OurWords(TextCatalogue catalogue)
    {
        List<string> wordings =
        [
            .. catalogue.Files
                .SelectMany(file => file.Texts.Values)
                .SelectMany(wordings => new[] { wordings.Neutral, wordings.Hearing, wordings.CheckIn, wordings.Card })
                .OfType<string>(),
        ];
        _runs = wordings.SelectMany(wording => Placeholder().Split(wording)).SelectMany(part => RunsOf(Words.Of(part))).ToFrozenSet(StringComparer.Ordinal);

        // Longer ones are runs of their own.
        _closings = [.. wordings.Select(wording => Words.Of(wording.Split("{contact}")[^1])).Where(words => words.Count > 0 && Weight(words) < RunWeight)];
    }

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

        var places = Place().Matches(text);
        var inPlace = words.Select(word => places.Any(place => word.Start > place.Index && word.Start < place.Index + place.Length)).ToList();
        Fill(ours, inPlace);
        Extend(text, words, ours, inPlace);
        return Remaining(text, words, ours);
    }

    // The place, which is in brackets, is longer than what fills the other placeholders.
    private static void Fill(bool[] ours, List<bool> inPlace)
    {
        for (var last = -1; Array.IndexOf(ours, true, last + 1) is >= 0 and var next; last = next)
        {
            if (last >= 0 && inPlace.Skip(last + 1).Take(next - last - 1).Count(isIn => !isIn) <= LongestFilling)
            {
                ours.AsSpan(last, next - last).Fill(true);
            }
        }
    }

    // The sender and what precedes the first placeholder; the contact that follows the last run; a last word that was cut.
    private void Extend(string text, IReadOnlyList<Word> words, bool[] ours, List<bool> inPlace)
    {
        var first = Array.IndexOf(ours, true);
        var line = text.LastIndexOf('\n', words[first].Start) + 1;
        var opening = Enumerable.Range(0, first).FirstOrDefault(index => words[index].Start >= line, first);
        if (opening < first && Words.DigitOf(words[opening].Text) is not null)
        {
            opening++;
        }

        if (Weight([.. words.Where((_, index) => index >= opening && index < first && !inPlace[index])]) <= LongestOpening && text[line..words[first].Start].AsSpan().ContainsAny(':', '\uff1a'))
        {
            ours.AsSpan(opening, first - opening).Fill(true);
        }

        var last = Array.LastIndexOf(ours, true);
        foreach (var at in Enumerable.Range(last + 1, LongestRest + 1))
        {
            if (ContactAt(text, words, at) is > 0 and var length)
            {
                var end = at + length;
                var closing = _closings.Where(each => each.SequenceEqual(words.Skip(end).Take(each.Count).Select(word => word.Text))).Select(each => each.Count).DefaultIfEmpty().Max();
                ours.AsSpan(last + 1, end + closing - last - 1).Fill(true);
                last = end + closing - 1;
                break;
            }
        }

        if (words.Count - last - 1 <= 3 && text.AsSpan().TrimEnd(" \n\"\u201d\u00bb").EndsWith("..."))
        {
            ours.AsSpan(last).Fill(true);
        }
    }

    // The number of words of a phone number on one line; 0 if there is none. What follows it, such as a digit, is another sentence.
    private static int ContactAt(string text, IReadOnlyList<Word> words, int at)
    {
        var (end, digits) = (at, 0);
        while (end < words.Count && words[end].Text.All(char.IsAsciiDigit) && (end == at || IsWithinContact(text.AsSpan(words[end - 1].End, words[end].Start - words[end - 1].End))))
        {
            digits += words[end++].Text.Length;
        }

        return digits is >= ShortestContact and <= LongestContact ? end - at : 0;
    }

    private static bool IsWithinContact(ReadOnlySpan<char> between) => !between.ContainsAnyExcept(s_withinContact) && !between.StartsWith(". ");

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

    private static double Weight(IReadOnlyList<string> words) => words.Sum(WeightOf);

    private static double WeightOf(string word) => Words.IsHan(word) ? 0.5 : 1;

    // Our longest place, and the word for its room.
    [GeneratedRegex(@"\([^()\n]{1,160}\)")]
    private static partial Regex Place();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
