namespace SecureDocket.Texts;

/// <summary>One or more consecutive words. A <c>*</c> at an end of a word leaves that end open: <c>immigra*</c>.</summary>
internal sealed class WordPattern
{
    private readonly (string Word, bool OpenStart, bool OpenEnd)[] _words;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The words as written; <see cref="Words"/> defines how they are compared.</param>
    public WordPattern(string pattern)
    {
        Text = pattern;
        _words = [.. pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(part => Words.Of(part).Select(word => (word, part.StartsWith('*'), part.EndsWith('*'))))];
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The number of words.</summary>
    public int Count => _words.Length;

    /// <summary>The first word, where it is not open at an end.</summary>
    public string? First => _words is [(var word, false, false), ..] ? word : null;

    /// <summary>Whether <paramref name="words"/> match the pattern at <paramref name="start"/>.</summary>
    public bool IsAt(IReadOnlyList<string> words, int start)
    {
        if (_words.Length == 0 || start < 0 || start + _words.Length > words.Count)
        {
            return false;
        }

        for (var i = 0; i < _words.Length; i++)
        {
            var (word, openStart, openEnd) = _words[i];
            var said = words[start + i];
            var fits = (openStart, openEnd) switch
            {
                (false, false) => said == word,
                (false, true) => said.StartsWith(word, StringComparison.Ordinal),
                (true, false) => said.EndsWith(word, StringComparison.Ordinal),
                (true, true) => said.Contains(word, StringComparison.Ordinal),
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether <paramref name="words"/> match the pattern anywhere.</summary>
    public bool IsIn(IReadOnlyList<string> words) => IsIn(words, (_, _) => true);

    /// <summary>Whether <paramref name="words"/> match the pattern at a position that <paramref name="fits"/> accepts.</summary>
    public bool IsIn(IReadOnlyList<string> words, Func<IReadOnlyList<string>, int, bool> fits)
    {
        for (var start = 0; start <= words.Count - _words.Length; start++)
        {
            if (IsAt(words, start) && fits(words, start))
            {
                return true;
            }
        }

        return false;
    }
}
