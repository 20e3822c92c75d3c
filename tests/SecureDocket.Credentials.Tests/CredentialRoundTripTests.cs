using Xunit;

namespace SecureDocket.Credentials.Tests;

public sealed class CredentialRoundTripTests
{
    [Fact]
    public void Any_legal_identity_comes_back_as_it_was_sealed()
    {
        var random = new Random(8392);
        for (var n = 0; n < 500; n++)
        {
            var credential = Any(random);
            var answer = CredentialVerifier.Authenticate(Sample.Seal(credential), new Trust(credential.Issuer, [Sample.PublicKey]), credential.NotBefore);
            Assert.Empty(answer.Reasons);
            AssertSame(credential, answer.Credential!);
        }
    }

    /// <summary>Member by member: memory compares by reference.</summary>
    internal static void AssertSame(Credential expected, Credential actual)
    {
        Assert.Equal(expected.Identity.PhotoHash.ToArray(), actual.Identity.PhotoHash.ToArray());
        Assert.Equal(expected.Identity.DocketKey.ToArray(), actual.Identity.DocketKey.ToArray());
        var identity = actual.Identity with { PhotoHash = expected.Identity.PhotoHash, DocketKey = expected.Identity.DocketKey };
        Assert.Equal(expected, actual with { Identity = identity });
    }

    private static Credential Any(Random random)
    {
        var issuer = "https://" + Letters(random, "abcdefghijklmnopqrstuvwxyz.-", random.Next(4, 25));
        var start = DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(253_402_300_799 / 2));
        return new Credential
        {
            Issuer = issuer,
            CardNumber = Letters(random, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 12),
            IssuedAt = start.AddSeconds(-random.Next(1000)),
            NotBefore = start,
            Expires = start.AddSeconds(1 + random.Next(400_000_000)),
            Status = new StatusReference($"{issuer}/api/v1/status-lists/{random.Next(1, 100)}", random.Next(1 << 20)),
            Identity = new Identity
            {
                Id = $"{random.Next(1, 100)}",
                FullName = Letters(random, "abc DEF-'.\u00c0\u00f1\u0111\u01b0\u1ea1\u1ef9\u2019", random.Next(1, 61)),
                BirthDate = $"{random.Next(1900, 2027)}{random.Next(13):D2}{random.Next(32):D2}",
                Nationality = Letters(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3),
                CountryOfIssuance = "USA",
                PhotoHash = Bytes(random, 32),
                DocketKey = Bytes(random, 16),
            },
        };
    }

    private static string Letters(Random random, string alphabet, int count) => new(random.GetItems<char>(alphabet, count));

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
