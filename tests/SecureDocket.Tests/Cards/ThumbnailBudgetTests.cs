using SecureDocket.Cards;
using SecureDocket.Credentials;
using Xunit;

namespace SecureDocket.Tests.Cards;

public sealed class ThumbnailBudgetTests
{
    private static readonly CardOptions s_options = new()
    {
        Issuer = "https://securedocket.example",
        PortalUrl = "https://securedocket.example/",
        LossContact = "1-800-555-0100",
    };

    [Theory]
    [InlineData(64, 0, 0)]
    [InlineData(0, 32, 0)]
    [InlineData(32, 16, 0)]
    [InlineData(1, 0, 21)]
    [InlineData(40, 0, 8)]
    public void Six_hundred_bytes_fit_beside_any_name_whatever_they_are(int one, int two, int three)
    {
        var random = new Random(one);
        for (var draw = 0; draw < 300; draw++)
        {
            // From 144 on a byte takes 9 bits: worse than random.
            var face = Enumerable.Range(0, ThumbnailBudget.AlwaysFits).Select(_ => (byte)random.Next(144, 256)).ToArray();
            Assert.True(ThumbnailBudget.Fits(s_options, Person(random, Name(random, one, two, three), face)));
        }
    }

    [Theory]
    [InlineData("Ng", 700)]
    [InlineData("Ana Lucía Pérez", 680)]
    [InlineData("María Fernanda Quiché Ajpop", 670)]
    [InlineData("Maximiliano Bartolome Hernandez-Santacruz de la Pena Urrutia", 640)]
    public void A_shorter_name_leaves_more_room_for_bytes_that_do_not_compress(string name, int length)
    {
        var random = new Random(length);
        for (var draw = 0; draw < 300; draw++)
        {
            var face = new byte[length];
            random.NextBytes(face);
            Assert.True(ThumbnailBudget.Fits(s_options, Person(random, name, face)));
        }
    }

    [Fact]
    public void Seven_hundred_bytes_do_not_fit_beside_the_longest_name()
    {
        var random = new Random(700);
        var face = new byte[CredentialFormat.MaximumFaceBytes];
        random.NextBytes(face);
        Assert.False(ThumbnailBudget.Fits(s_options, Person(random, Name(random, 0, 32, 0), face)));
    }

    private static Identity Person(Random random, string name, byte[] face)
    {
        byte[] hash = new byte[32], key = new byte[16];
        random.NextBytes(hash);
        random.NextBytes(key);
        return new()
        {
            Id = "99",
            FullName = name,
            BirthDate = $"{random.Next(10_000_000, 99_999_999)}",
            Nationality = "XQZ",
            CountryOfIssuance = "USA",
            Face = new Face(FaceFormat.Webp, face),
            PhotoHash = hash,
            DocketKey = key,
        };
    }

    private static string Name(Random random, int one, int two, int three)
    {
        var letters = random.GetItems<char>("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-'. ", one)
            .Concat(Enumerable.Range(0, two).Select(_ => (char)random.Next(0xC0, 0x250)))
            .Concat(Enumerable.Range(0, three).Select(_ => (char)random.Next(0x1E00, 0x1F00))).ToArray();
        random.Shuffle(letters);
        return new string(letters);
    }
}
