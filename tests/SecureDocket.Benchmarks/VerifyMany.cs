using BenchmarkDotNet.Attributes;
using SecureDocket.Credentials;

namespace SecureDocket.Benchmarks;

/// <summary>A hundred thousand codes in a row, half of them with one character changed: what is allocated for each, and what stays.</summary>
[InProcess]
[WarmupCount(1)]
[IterationCount(3)]
[MemoryDiagnoser]
public class VerifyMany : IDisposable
{
    private const int Count = 100_000;

    private readonly SampleCard _card = new();
    private readonly List<string> _texts = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var n = 0; n < 500; n++)
        {
            var changed = _card.Text.ToCharArray();
            changed[random.Next(changed.Length)] = (char)('A' + random.Next(26));
            _texts.AddRange([_card.Text, new string(changed)]);
        }

        Many();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Many();
        Console.WriteLine($"// {GC.GetTotalMemory(forceFullCollection: true) - before} bytes stayed after {Count} codes.");
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Many()
    {
        var valid = 0;
        for (var n = 0; n < Count; n++)
        {
            valid += CredentialVerifier.Verify(_texts[n % _texts.Count], _card.Trust, SampleCard.Now).Outcome == Outcome.Valid ? 1 : 0;
        }

        return valid;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _card.Dispose();
        GC.SuppressFinalize(this);
    }
}
