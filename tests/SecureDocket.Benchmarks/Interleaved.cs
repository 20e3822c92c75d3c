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

    /// <summary>The online verifications, by processor time: the wall clock counts what others on the machine take too.</summary>
    public static async Task RunOnlineAsync()
    {
        const int Rounds = 100;
        await using var online = new VerifyOnline();
        await online.SetupAsync();
        (string Name, Func<Task> Batch)[] sides =
        [
            ("Signature alone", online.Signature),
            ("Bare, to a partner", online.PartnerBare),
            ("Partner", online.Partner),
            ("Bare, to an officer", online.OfficerBare),
            ("Officer", online.Officer),
        ];
        var costs = sides.Select(_ => new List<Cost>(Rounds)).ToArray();

        // The first half is for the compiler, as below.
        for (var n = -Rounds; n < Rounds; n++)
        {
            for (var side = 0; side < sides.Length; side++)
            {
                var cost = await CostAsync(sides[side].Batch);
                if (n >= 0)
                {
                    costs[side].Add(cost);
                }
            }
        }

        var (signature, partner, officer) = (costs[0], (Bare: costs[1], Ours: costs[2]), (Bare: costs[3], Ours: costs[4]));
        Console.WriteLine($"{"",-22} {"minimum",12} {"quartile",12} {"median",12} {"allocated",12}");
        foreach (var (side, of) in sides.Zip(costs))
        {
            Console.WriteLine($"{side.Name,-22} {Row(at => $"{at(of):F1} us")} {of.Average(cost => cost.Bytes),10:F0} B");
        }

        foreach (var (name, (bare, ours)) in new[] { ("Partner", partner), ("Officer", officer) })
        {
            Console.WriteLine($"{name + ": rate",-22} {Row(at => $"{at(bare) / at(ours):P1}")}");
            Console.WriteLine($"{name + ": signature",-22} {Row(at => $"{at(signature) / at(ours):P1}")}");
            Console.WriteLine($"{name + ": both",-22} {Row(at => $"{(at(bare) + at(signature)) / at(ours):P1}")}");
        }

        string Row(Func<Func<List<Cost>, double>, string> cell) =>
            string.Join(' ', new[] { 0, Rounds / 4, Rounds / 2 }.Select(place => $"{cell(of => of.Select(cost => cost.Cpu).Order().ElementAt(place)),12}"));
    }

    private static async Task<Cost> CostAsync(Func<Task> batch)
    {
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        await batch();
        return new(
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / VerifyOnline.Batch,
            (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / VerifyOnline.Batch);
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

    /// <summary>What one of a batch costs.</summary>
    /// <param name="Cpu">Microseconds of processor time, in user and system, of the client too.</param>
    /// <param name="Bytes">Bytes that are allocated, by the client too.</param>
    private sealed record Cost(double Cpu, double Bytes);
}
