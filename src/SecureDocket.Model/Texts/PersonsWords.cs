using System.Buffers;
using System.Collections.Frozen;

namespace SecureDocket.Texts;

/// <summary>Finds in a text what the person wrote: without quotes, reactions, repeats of our texts, footers, and the answers of machines.</summary>
internal sealed class PersonsWords
{
    private const string Openers = "\u201c\"\u00ab\u201e\u300c\u300e\u201f";
    private const string Closers = "\u201d\"\u00bb\u201c\u300d\u300f";

    private static readonly SearchValues<char> s_sentenceEnds = SearchValues.Create(".!?\n\u3002\u0964");

    // "A Rosa le gustó", "Removed an exclamation from".
    private const int FrameWords = 8;
    private const int MediaWords = 6;
    private const int FooterWords = 8;

    private readonly OurWords _ours;
    private readonly PatternSet _reactions;
    private readonly PatternSet _edits;
    private readonly PatternSet _media;
    private readonly PatternSet _autoReplies;
    private readonly PatternSet _footers;
    private readonly PatternSet _replyVerbs;
    private readonly PatternSet _purposes;
    private readonly PatternSet _keywords;
    private readonly PatternSet _questions;
    private readonly FrozenSet<string> _stopSymbols;

    public PersonsWords(TextCatalogue catalogue)
    {
        PatternSet Union(Func<InboundWords, IEnumerable<string>> list) => new(catalogue.Files.SelectMany(file => list(file.Inbound)));
        _ours = new(catalogue);
        _reactions = Union(words => words.Reactions);
        _edits = Union(words => words.Edits);
        _media = Union(words => words.Media);
        _autoReplies = Union(words => words.AutoReplies);
        _footers = Union(words => words.Footers);
        _replyVerbs = Union(words => words.ReplyVerbs);
        _purposes = Union(words => words.Purposes);
        _questions = Union(words => words.Words.GetValueOrDefault("ask") ?? []);
        _keywords = Union(words => words.Stop.Concat(words.StopAlone).Concat(words.Start).Concat(words.Help));
        _stopSymbols = catalogue.Files.SelectMany(file => file.Inbound.Stop.Concat(file.Inbound.StopAlone)).SelectMany(Words.Of).Where(Words.IsSymbol).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The person's own words in a text, normalized; blank if there are none.</summary>
    /// <param name="normalized">The text, normalized.</param>
    /// <param name="sent">Our recent texts to the phone.</param>
    public string In(string normalized, IReadOnlyCollection<string> sent)
    {
        var text = string.Join('\n', normalized.Split('\n').Where(line => line.AsSpan().TrimStart() is not ['>', ..]));
        text = _ours.Without(WithoutReaction(text), sent);
        return _autoReplies.IsIn(TextsOf(text)) ? "" : WithoutFooters(text);
    }

    // The text itself where it is no reaction. A corrected text is the person's again.
    private string WithoutReaction(string text)
    {
        var open = text.IndexOfAny([.. Openers]);
        if (open < 0)
        {
            var plain = TextsOf(text);
            return plain.Count is > 1 and <= MediaWords && IsReaction(plain) && _media.LengthAt(plain, plain.Count - 1) + _media.LengthAt(plain, plain.Count - 2) > 0 ? "" : text;
        }

        var close = text.LastIndexOfAny([.. Closers]);
        var isClosed = close > open;
        var before = TextsOf(text[..open]);
        var after = isClosed ? text[(close + 1)..] : "";
        if (before.Count <= FrameWords && _edits.IsIn(before))
        {
            return isClosed ? text[(open + 1)..close] : text[(open + 1)..];
        }

        if (before.Count > 0 && before.Count <= FrameWords && (IsReaction(before) || IsEmoji(before)))
        {
            return after;
        }

        return TextsOf(after) is { Count: > 0 and <= FrameWords } said && before.Count <= 2 && IsReaction(said) ? "" : text;
    }

    private bool IsReaction(IReadOnlyList<string> words) => _reactions.IsIn(words);

    // "👍 to", "❤️ a"; a sign that means stop speaks for itself unless a word shows the frame.
    private bool IsEmoji(IReadOnlyList<string> words) =>
        Words.IsSymbol(words[0]) && words.Count(word => !Words.IsSymbol(word)) is var others && others <= 2 && (others > 0 || !words.Any(_stopSymbols.Contains));

    private string WithoutFooters(string text)
    {
        List<string> kept = [];
        foreach (var sentence in Sentences(text))
        {
            var words = Words.In(sentence);
            IReadOnlyList<string> texts = [.. words.Select(word => word.Text)];
            if (AsksForKeyword(texts) && _purposes.IsIn(texts) && !_questions.IsIn(texts))
            {
                continue;
            }

            var footer = _footers.PlaceIn(texts);
            kept.Add(footer >= 0 && texts.Count - footer <= FooterWords ? sentence[..words[footer].Start] : sentence);
        }

        return string.Concat(kept);
    }

    private bool AsksForKeyword(IReadOnlyList<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (_replyVerbs.LengthAt(words, at) is > 0 and var length && _keywords.LengthAt(words, at + length) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Sentences(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.AsSpan(start).IndexOfAny(s_sentenceEnds) is >= 0 and var at ? start + at + 1 : text.Length;
            yield return text[start..end];
            start = end;
        }
    }

    private static IReadOnlyList<string> TextsOf(string text) => [.. Words.In(text).Select(word => word.Text)];
}
