using SecureDocket.Credentials.Codecs;
using SecureDocket.Credentials.Tests.Status;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>A verification leaves little behind, and many leave no more than the last one's answer.</summary>
/// <remarks>What stays is a number of the whole process, so no other test runs meanwhile.</remarks>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Limit = 6 * 1024;

    private static readonly DateTimeOffset s_now = Sample.IssuedAt.AddDays(30);

    private static readonly Trust s_trust = new(Sample.Issuer, [Sample.PublicKey], [Signed.Lists(s_now, list => list[7] = (int)CardState.Revoked)]);

    [Fact]
    public void A_valid_card_takes_six_kibibytes()
    {
        var text = Sample.Seal(Sample.Credential);
        Assert.Equal(Outcome.Valid, CredentialVerifier.Verify(text, s_trust, s_now).Outcome);
        Assert.InRange(Average(1_000, _ => CredentialVerifier.Verify(text, s_trust, s_now)), 1, Limit);
    }

    [Fact]
    public void A_text_that_is_refused_takes_no_more()
    {
        var texts = Mixed();
        Assert.Distinct(texts.Select(text => string.Join(' ', CredentialVerifier.Verify(text, s_trust, s_now).Reasons)));
        Assert.All(texts, text => Assert.InRange(Average(100, _ => CredentialVerifier.Verify(text, s_trust, s_now)), 0, Limit));
    }

    [Fact]
    public void Twenty_thousand_mixed_texts_take_no_memory_that_stays()
    {
        var texts = Mixed();
        Average(2 * texts.Count, n => CredentialVerifier.Verify(texts[n % texts.Count], s_trust, s_now));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Assert.InRange(Average(20_000, n => CredentialVerifier.Verify(texts[n % texts.Count], s_trust, s_now)), 1, Limit);

        // The test runner works beside this test; a leak of a hundred bytes a call would show as two megabytes.
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 2_000_000, $"{grown} bytes stayed.");
    }

    /// <summary>Texts that each end in a verdict of their own.</summary>
    private static List<string> Mixed()
    {
        var genuine = Sample.Seal(Sample.Credential);
        return
        [
            genuine,
            Sample.Seal(Sample.Credential with { Status = Sample.Credential.Status with { Index = 7 } }),
            Sample.Seal(Sample.Credential with { Status = Sample.Credential.Status with { Uri = "https://elsewhere.example" } }),
            Sample.Seal(Sample.Credential with { Status = Sample.Credential.Status with { Index = int.MaxValue } }),
            Sample.Seal(Sample.Credential with { Expires = s_now }),
            Sample.Seal(Sample.Credential with { Issuer = "https://elsewhere.example" }),
            Forge.Text(sign: _ => [.. Enumerable.Repeat((byte)1, 64)]),
            Forge.Text(sign: _ => new byte[64]),
            Forge.Text(payload: [0x80]),
            Forge.Text([0xA0]),
            Forge.Pack(new byte[CredentialFormat.MaximumInflatedLength + 1]),
            Forge.Pack([.. Enumerable.Repeat((byte)0x81, 10_000), 0x00]),
            genuine.ToLowerInvariant(),
            Base45.Encode(Forge.Packed(genuine).AsSpan()[..^1]),
        ];
    }

    private static long Average(int rounds, Action<int> verify)
    {
        // What is made once, like a list of reasons, is made here.
        for (var n = 0; n < rounds / 10; n++)
        {
            verify(n);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < rounds; n++)
        {
            verify(n);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
    }
}
