using System.Security.Cryptography;
using SecureDocket.Signing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

/// <summary>What <see cref="ISigningKeys"/> promises, held by every vault behind it.</summary>
public abstract class SigningKeysConformance
{
    protected static byte[] Digest { get; } = SHA256.HashData("a card"u8);

    protected abstract ISigningKeys Keys { get; }

    [Fact]
    public async Task There_is_a_key_and_no_version_comes_twice()
    {
        var keys = await Keys.ListAsync(default);

        Assert.NotEmpty(keys);
        Assert.Equal(keys.Count, keys.DistinctBy(key => key.Version).Count());
        Assert.Equal(keys.Count, keys.DistinctBy(key => key.Public.Id).Count());
    }

    [Fact]
    public async Task Listing_again_gives_the_same_keys()
    {
        var first = await Keys.ListAsync(default);
        var second = await Keys.ListAsync(default);

        Assert.Equal(first.Select(key => (key.Version, key.Public.Id)), second.Select(key => (key.Version, key.Public.Id)));
    }

    [Fact]
    public async Task A_signature_is_r_and_s_in_64_bytes_and_verifies_with_the_listed_public_part()
    {
        foreach (var key in await Keys.ListAsync(default))
        {
            // Often enough to meet an r or s with leading zeros, where a careless encoding is shorter.
            for (var time = 0; time < 300; time++)
            {
                var digest = SHA256.HashData([(byte)time, (byte)(time >> 8)]);
                var signature = await Keys.SignAsync(key.Version, digest, default);

                Assert.Equal(64, signature.Length);
                Assert.True(Verifies(key, digest, signature));
            }
        }
    }

    [Fact]
    public async Task A_version_that_is_not_there_signs_nothing()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Keys.SignAsync("0123456789abcdef0123456789abcdef", Digest, default));

        Assert.IsNotType<DependencyUnavailableException>(failure);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public async Task Only_a_SHA_256_digest_is_signed(int length)
    {
        var version = (await Keys.ListAsync(default))[0].Version;

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Keys.SignAsync(version, new byte[length], default));

        Assert.IsNotType<DependencyUnavailableException>(failure);
    }

    [Fact]
    public async Task A_caller_who_has_given_up_gets_a_cancellation()
    {
        var version = (await Keys.ListAsync(default))[0].Version;
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Keys.ListAsync(gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Keys.SignAsync(version, Digest, gone.Token));
    }

    // With the platform's own ECDSA and not with the product's verifier.
    protected static bool Verifies(SigningKey key, byte[] digest, byte[] signature)
    {
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = key.Public.X.ToArray(), Y = key.Public.Y.ToArray() },
        });
        return ecdsa.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
