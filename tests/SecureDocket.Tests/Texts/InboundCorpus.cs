using System.Text.RegularExpressions;
using SecureDocket.Texts;

namespace SecureDocket.Tests.Texts;

/// <summary>Texts as people write them, with what they mean: <c>inbound.tsv</c> (set, language, intent, text) and <c>inbound-cases.txt</c> (blocks under headings).</summary>
/// <remarks>
/// The held-out lines were written before the word lists were tuned, and no list is tuned to one of them. The intent <c>Other</c> is a
/// text that must be answered and must not be taken for a wish or an answer.
/// </remarks>
internal static partial class InboundCorpus
{
    public const string HeldOut = "held-out";

    public static IReadOnlyList<Line> Lines { get; } = [.. Resource("inbound.tsv")[1..].Select(line => line.Split('\t')).Select(parts => new Line(parts[0], parts[1], parts[2], parts[3]))];

    /// <summary>The lines of the cases with their headings; escapes are resolved.</summary>
    public static IReadOnlyList<(string Heading, string Text)> Cases
    {
        get
        {
            List<(string, string)> cases = [];
            var heading = "";
            foreach (var line in Resource("inbound-cases.txt"))
            {
                if (line.StartsWith("## ", StringComparison.Ordinal))
                {
                    heading = line[3..];
                }
                else
                {
                    cases.Add((heading, Escape().Replace(line.Replace("\\n", "\n", StringComparison.Ordinal), match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString())));
                }
            }

            return cases;
        }
    }

    private static string[] Resource(string name)
    {
        using StreamReader reader = new(typeof(InboundCorpus).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"\\u([0-9A-Fa-f]{4})")]
    private static partial Regex Escape();

    /// <summary>A line of the corpus.</summary>
    public sealed record Line(string Set, string Language, string Intent, string Text)
    {
        /// <summary>What the product reads, in the words of the labels.</summary>
        public string Read { get; } = InboundText.Read(Text) is var read && read.Intent == InboundIntent.Digit ? $"Digit:{read.Digit}" : $"{read.Intent}";

        /// <summary>Whether it is read as it is labelled.</summary>
        public bool IsRight => Intent == "Other" ? Read is "Unclear" or "Help" or "Distress" or "Loss" or "No" or "Move" : Read == Intent;
    }
}
