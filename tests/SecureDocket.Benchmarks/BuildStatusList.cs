using BenchmarkDotNet.Attributes;
using SecureDocket.Credentials;

namespace SecureDocket.Benchmarks;

/// <summary>What publishing a status list of 2^20 cards costs beside compressing it; one entry in a hundred is set at random.</summary>
[InProcess]
[MemoryDiagnoser]
public class BuildStatusList : IDisposable
{
    private readonly SampleCard _card = new();
    private readonly StatusList _list = StatusList.ForCards();

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var n = 0; n < StatusList.CardEntries / 100; n++)
        {
            _list[random.Next(_list.Count)] = random.Next(1, 4);
        }

        Console.WriteLine($"// The token has {_card.Publish(_list).Length} bytes.");
    }

    [Benchmark(Baseline = true)]
    public byte[] Compression() => _list.Compress();

    [Benchmark]
    public byte[] Token() => _card.Publish(_list);

    [GlobalCleanup]
    public void Dispose()
    {
        _card.Dispose();
        GC.SuppressFinalize(this);
    }
}
