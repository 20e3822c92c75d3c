using BenchmarkDotNet.Attributes;
using SecureDocket.Credentials;

namespace SecureDocket.Benchmarks;

/// <summary>What a whole verification, text in and verdict out, costs beside the signature alone.</summary>
[InProcess]
[MemoryDiagnoser]
public class VerifyCard : IDisposable
{
    private readonly SampleCard _card = new();

    [Benchmark(Baseline = true)]
    public bool Signature() => _card.VerifySignature();

    [Benchmark]
    public Verdict Card() => CredentialVerifier.Verify(_card.Text, _card.Trust, SampleCard.Now);

    [GlobalCleanup]
    public void Dispose()
    {
        _card.Dispose();
        GC.SuppressFinalize(this);
    }
}
