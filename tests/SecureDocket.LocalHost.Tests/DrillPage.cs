using System.Text.RegularExpressions;

namespace SecureDocket.LocalHost.Tests;

/// <summary>A page of commands, and what it says of their output.</summary>
/// <remarks>
/// What stands in <c>bash</c> blocks is run, all blocks of a page in one shell. A line <c># => words</c> says that what the
/// commands between it and the last such line put out contains these words; several such lines in a row are about the same commands.
/// </remarks>
internal sealed partial record DrillPage(string Name, IReadOnlyList<string> Headings, IReadOnlyList<string> Blocks)
{
    private const string Sign = "# => ";

    /// <summary>What every page has, in this order.</summary>
    public static IReadOnlyList<string> Outline { get; } = ["When", "Before", "Do", "Know that it worked", "Afterwards", "Practice"];

    /// <summary>The words that are expected, in order.</summary>
    public IReadOnlyList<string> Expectations => [.. Lines.Where(IsExpectation).Select(WordsOf)];

    private IEnumerable<string> Lines => Blocks.SelectMany(block => block.Split('\n'));

    public static DrillPage Read(string name, string markdown) => new(
        name,
        [.. HeadingPattern().Matches(markdown).Select(match => match.Groups["text"].Value.Trim())],
        [.. BlockPattern().Matches(markdown).Select(match => match.Groups["text"].Value)]);

    /// <summary>Whether anything is expected of a block.</summary>
    public static bool Expects(string block) => block.Split('\n').Any(IsExpectation);

    /// <summary>The commands, with a line of output in the place of each expectation that does not follow another.</summary>
    /// <param name="mark">What no command puts out.</param>
    public string Script(string mark)
    {
        List<string> script = ["set -euo pipefail"];
        var isMarked = false;
        foreach (var line in Lines)
        {
            if (IsExpectation(line) && !isMarked)
            {
                script.Add($"printf '\\n%s\\n' {mark}");
            }
            else if (!IsExpectation(line))
            {
                script.Add(line);
            }

            isMarked = IsExpectation(line);
        }

        return string.Join('\n', script) + "\n";
    }

    /// <summary>The expectations that an output does not meet; one that was not reached is among them.</summary>
    public IReadOnlyList<string> NotMet(string output, string mark)
    {
        // What follows the last mark is nobody's.
        var parts = output.Split(mark)[..^1];
        List<string> notMet = [];
        var (part, isMarked) = (-1, false);
        foreach (var line in Lines)
        {
            part += IsExpectation(line) && !isMarked ? 1 : 0;
            isMarked = IsExpectation(line);
            if (isMarked && (part >= parts.Length || !parts[part].Contains(WordsOf(line), StringComparison.Ordinal)))
            {
                notMet.Add(WordsOf(line));
            }
        }

        return notMet;
    }

    private static bool IsExpectation(string line) => line.TrimStart().StartsWith(Sign, StringComparison.Ordinal);

    private static string WordsOf(string line) => line.Trim()[Sign.Length..].Trim();

    [GeneratedRegex("^## (?<text>.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex HeadingPattern();

    // Blocks stand in numbered steps too, where they are indented.
    [GeneratedRegex("^ *```bash\\n(?<text>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex BlockPattern();
}
