using System.Diagnostics;

namespace SecureDocket.Benchmarks;

/// <summary>
/// The same comparisons in turns. One benchmark after the other compares two moments, which on a machine that others use
/// too says little; in turns both meet the same load, and the least disturbed round of each is what it costs.
/// </summary>
internal static class Interleaved
{
    public static void Run()
    {
        using var verify = new VerifyCard();
        Compare("Signature alone", () => verify.Signature(), "Whole verification", () => verify.Card(), 40, 2_000);
        using var list = new BuildStatusList();
        list.Setup();
        Compare("Compression alone", () => list.Compression(), "Whole token", () => list.Token(), 1, 100);
        using var many = new VerifyMany();
        many.Setup();
    }

    private static void Compare(string baselineName, Action baseline, string candidateName, Action candidate, int batch, int rounds)
    {
        var (baselines, candidates) = (new double[rounds], new double[rounds]);

        // The first half is for the compiler, which has optimized by then.
        for (var n = -rounds; n < rounds; n++)
        {
            var (one, other) = (Microseconds(baseline, batch), Microseconds(candidate, batch));
            if (n >= 0)
            {
                (baselines[n], candidates[n]) = (one, other);
            }
        }

        Array.Sort(baselines);
        Array.Sort(candidates);
        Console.WriteLine($"{"",-20} {"minimum",12} {"quartile",12} {"median",12}");
        Console.WriteLine($"{baselineName,-20} {Row(at => $"{baselines[at]:F1} us")}");
        Console.WriteLine($"{candidateName,-20} {Row(at => $"{candidates[at]:F1} us")}");
        Console.WriteLine($"{"Rate",-20} {Row(at => $"{baselines[at] / candidates[at]:P1}")}");

        string Row(Func<int, string> cell) => $"{cell(0),12} {cell(rounds / 4),12} {cell(rounds / 2),12}";
    }

    private static double Microseconds(Action action, int batch)
    {
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < batch; n++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / batch;
    }
}
