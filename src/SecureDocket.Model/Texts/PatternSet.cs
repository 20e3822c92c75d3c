namespace SecureDocket.Texts;

/// <summary>Many word patterns, found by their first word.</summary>
internal sealed class PatternSet
{
    private readonly Dictionary<string, List<WordPattern>> _byFirst = new(StringComparer.Ordinal);
    private readonly List<WordPattern> _open = [];

    public PatternSet(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns.Select(text => new WordPattern(text)).Where(pattern => pattern.Count > 0))
        {
            if (pattern.First is { } first)
            {
                if (!_byFirst.TryGetValue(first, out var same))
                {
                    _byFirst.Add(first, same = []);
                }

                same.Add(pattern);
            }
            else
            {
                _open.Add(pattern);
            }
        }
    }

    /// <summary>The number of words of the longest pattern that <paramref name="words"/> match at <paramref name="start"/>; 0 if they match none.</summary>
    public int LengthAt(IReadOnlyList<string> words, int start)
    {
        var length = 0;
        if (start < words.Count && _byFirst.TryGetValue(words[start], out var candidates))
        {
            length = Longest(candidates, words, start, length);
        }

        return Longest(_open, words, start, length);
    }

    /// <summary>Marks the place after each pattern that <paramref name="words"/> match at <paramref name="start"/>.</summary>
    public void Reach(IReadOnlyList<string> words, int start, bool[] places)
    {
        var candidates = _byFirst.GetValueOrDefault(words[start]);
        foreach (var pattern in candidates is null ? _open : candidates.Concat(_open))
        {
            if (pattern.IsAt(words, start))
            {
                places[start + pattern.Count] = true;
            }
        }
    }

    /// <summary>Whether the words match a pattern anywhere.</summary>
    public bool IsIn(IReadOnlyList<string> words) => PlaceIn(words) >= 0;

    /// <summary>Where the words first match a pattern; -1 if they match none.</summary>
    public int PlaceIn(IReadOnlyList<string> words, int from = 0)
    {
        for (var start = from; start < words.Count; start++)
        {
            if (LengthAt(words, start) > 0)
            {
                return start;
            }
        }

        return -1;
    }

    private static int Longest(List<WordPattern> patterns, IReadOnlyList<string> words, int start, int length)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Count > length && pattern.IsAt(words, start))
            {
                length = pattern.Count;
            }
        }

        return length;
    }
}
