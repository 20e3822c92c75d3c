using System.Globalization;
using SecureDocket.Texts;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Tests.Texts;

public sealed class InboundCorpusTests(ITestOutputHelper output)
{
    private static readonly string[] s_sets = ["tuned", InboundCorpus.HeldOut];

    // The cases that are read otherwise on purpose, with what they are read as.
    private static readonly Dictionary<string, InboundIntent> s_otherwise = new(StringComparer.Ordinal)
    {
        // "No" answers our question. Whoever means the texts reads how to end them in the reply.
        ["No."] = InboundIntent.No,

        // Cardholders ask this too, and a person who was removed may share the phone with others. Both get the help number.
        ["who is this"] = InboundIntent.Help,
        ["Rosa was deported"] = InboundIntent.Distress,
    };

    [Fact]
    public void Precision_and_recall_keep_the_floors()
    {
        foreach (var line in InboundCorpus.Lines.Where(line => !line.IsRight))
        {
            output.WriteLine($"MISS {line.Set,-8} {line.Language,-7} {line.Intent,-11} read as {line.Read,-11} {line.Text}");
        }

        foreach (var set in s_sets)
        {
            Print(set, [.. InboundCorpus.Lines.Where(line => line.Set == set)]);
        }

        Assert.All(s_sets, set =>
        {
            InboundCorpus.Line[] lines = [.. InboundCorpus.Lines.Where(line => line.Set == set)];
            Assert.InRange(Recall(lines, "Stop"), 0.98, 1);
            Assert.InRange(Recall(lines, "Digit"), 0.98, 1);
            Assert.InRange(Recall(lines, "WrongNumber"), 0.95, 1);
        });
        Assert.InRange(InboundCorpus.Lines.Count(IsFalseStop) * 500, 0, InboundCorpus.Lines.Count(line => line.Intent != "Stop"));
    }

    [Fact]
    public void The_corpus_covers_every_language()
    {
        Assert.InRange(InboundCorpus.Lines.Count, 1000, int.MaxValue);
        Assert.InRange(InboundCorpus.Lines.Count(line => line.Set == InboundCorpus.HeldOut) * 3, InboundCorpus.Lines.Count - 3, int.MaxValue);
        Assert.All(TextCatalogue.Default.Languages, language => Assert.InRange(InboundCorpus.Lines.Count(line => line.Language == language), 110, int.MaxValue));
    }

    [Fact]
    public void The_cases_are_read_as_their_headings_say()
    {
        List<string> misses = [];
        foreach (var (heading, text) in InboundCorpus.Cases)
        {
            var read = InboundText.Read(text).Intent;
            if (s_otherwise.TryGetValue(text, out var expected) ? read != expected : !Allows(heading, read))
            {
                misses.Add($"{heading}: {text}: {read}");
            }
        }

        Assert.True(misses.Count == 0, string.Join('\n', misses));
    }

    private static bool Allows(string heading, InboundIntent read) => heading.Split(' ')[0] switch
    {
        "tapbacks" => read is InboundIntent.Echo or InboundIntent.Digit,
        "other" or "blanks" => read == InboundIntent.Echo,
        "stop" or "reasonable-person" => read == InboundIntent.Stop,
        "not" => read is not (InboundIntent.Stop or InboundIntent.WrongNumber or InboundIntent.Echo),
        "digits" => read == InboundIntent.Digit,
        "yes" => read == InboundIntent.Yes,
        "help" => read == InboundIntent.Help,
        "start" or "courtesy" => read == InboundIntent.Start,
        "wrong" => read == InboundIntent.WrongNumber,
        "free" => read == InboundIntent.Distress,
        "texts" => read is InboundIntent.Unclear or InboundIntent.Help or InboundIntent.Distress,
        _ => throw new ArgumentOutOfRangeException(nameof(heading), heading, null),
    };

    private void Print(string set, InboundCorpus.Line[] lines)
    {
        output.WriteLine($"\n{set}: {lines.Length} lines, {lines.Count(line => line.IsRight)} right, {lines.Count(IsFalseStop)} false stops");
        foreach (var intent in lines.Select(line => line.Intent.Split(':')[0]).Distinct())
        {
            var languages = TextCatalogue.Default.Languages.Select(language => $"{language} {Share(Recall([.. lines.Where(line => line.Language == language)], intent))}");
            output.WriteLine($"{intent,-12} precision {Share(Precision(lines, intent))} recall {Share(Recall(lines, intent))}   recall by language: {string.Join(' ', languages)}");
        }
    }

    private static bool IsFalseStop(InboundCorpus.Line line) => line.Read == "Stop" && line.Intent != "Stop";

    private static double Recall(InboundCorpus.Line[] lines, string intent) => Right(lines, line => line.Intent.Split(':')[0] == intent);

    private static double Precision(InboundCorpus.Line[] lines, string intent) => Right(lines, line => line.Read.Split(':')[0] == intent || intent == "Other" && line.Intent == intent);

    private static double Right(InboundCorpus.Line[] lines, Func<InboundCorpus.Line, bool> which) =>
        lines.Where(which).ToList() is { Count: > 0 } some ? some.Count(line => line.IsRight) / (double)some.Count : 1;

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
