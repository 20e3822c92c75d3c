namespace SecureDocket.Texts;

/// <summary>The stop word as people mistype it.</summary>
internal static class StopWord
{
    /// <summary>The stop word.</summary>
    public const string Word = "stop";

    /// <summary>The stop word for one with repeated or swapped letters; any other word as it is.</summary>
    public static string Mended(string word)
    {
        if (word.Length is < 4 or > 12 || word[0] is not ('s' or 't'))
        {
            return word;
        }

        var squeezed = string.Concat(word.Where((letter, index) => index == 0 || letter != word[index - 1]));
        return squeezed is Word or "stpo" or "sotp" or "tsop" ? Word : word;
    }
}
