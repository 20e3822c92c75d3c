namespace SecureDocket.Texts;

/// <summary>Compares words that may be mistyped.</summary>
internal static class Typo
{
    /// <summary>Whether one letter more, less or other, or two letters swapped, make <paramref name="word"/> out of <paramref name="keyword"/>.</summary>
    public static bool IsIn(string word, string keyword)
    {
        if (Math.Abs(word.Length - keyword.Length) > 1)
        {
            return false;
        }

        var head = word.AsSpan().CommonPrefixLength(keyword);
        var tail = 0;
        while (tail < Math.Min(word.Length, keyword.Length) - head && word[^(tail + 1)] == keyword[^(tail + 1)])
        {
            tail++;
        }

        var (left, right) = (word[head..^tail], keyword[head..^tail]);
        return Math.Max(left.Length, right.Length) <= 1 || left.Length == 2 && right.Length == 2 && left[0] == right[1] && left[1] == right[0];
    }
}
