using System.Text;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>The largest card that the product's limits allow fits a QR code of version 15 at ECC level M; with a face, of version 27.</summary>
public sealed class CredentialSizeTests
{
    private const int VersionFifteenAtM = 600;
    private const int VersionTwentySevenAtM = 1637;
    private const int NameBytes = 64;
    private const int IssuerLength = 28;
    private const int Draws = 1000;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(16, 0)]
    [InlineData(32, 0)]
    [InlineData(0, 2)]
    [InlineData(0, 8)]
    [InlineData(0, 21)]
    public void A_name_without_any_pattern_fits(int lettersOfTwoBytes, int lettersOfThreeBytes)
    {
        var random = new Random(lettersOfTwoBytes * 100 + lettersOfThreeBytes);
        var longest = Enumerable.Range(0, Draws).Max(_ => Largest(random, Name(random, lettersOfTwoBytes, lettersOfThreeBytes)).Length);
        Assert.InRange(longest, VersionFifteenAtM - 40, VersionFifteenAtM);
    }

    [Fact]
    public void A_face_of_690_bytes_fits_version_27_beside_an_ordinary_name_and_one_of_600_beside_any()
    {
        var random = new Random(27);
        Assert.InRange(Enumerable.Range(0, Draws).Max(_ => Ordinary(random, 690).Length), 1, VersionTwentySevenAtM);
        Assert.InRange(Enumerable.Range(0, Draws).Max(_ => Largest(random, Name(random, 0, 21), 600).Length), 1, VersionTwentySevenAtM);
    }

    private static string Ordinary(Random random, int faceBytes) => Sample.Seal(Sample.Credential with
    {
        Identity = Sample.Credential.Identity with { Face = new Face(FaceFormat.Webp, Bytes(random, faceBytes)) },
    });

    private static string Largest(Random random, string name, int faceBytes = 0)
    {
        var issuer = "https://" + Letters(random, "abcdefghijklmnopqrstuvwxyz.-0123456789", IssuerLength - 8);
        var payload = CredentialEncoder.EncodePayload(Sample.Credential with
        {
            Issuer = issuer,
            CardNumber = Letters(random, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 12),
            Status = new StatusReference($"{issuer}/api/v1/status-lists/9", (1 << 20) - 1),
            Identity = new Identity
            {
                Id = "99",
                FullName = name,
                BirthDate = Letters(random, "0123456789", 8),
                Nationality = Letters(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3),
                CountryOfIssuance = "USA",
                Face = faceBytes == 0 ? null : new Face(FaceFormat.Webp, Bytes(random, faceBytes)),
                PhotoHash = Bytes(random, 32),
                DocketKey = Bytes(random, 16),
            },
        });
        return CredentialEncoder.Seal(KeyId.FromBytes(Bytes(random, KeyId.Length)), payload, Bytes(random, CredentialFormat.SignatureLength));
    }

    private static string Name(Random random, int twoBytes, int threeBytes)
    {
        var two = Enumerable.Range(0, twoBytes).Select(_ => (char)random.Next(0xC0, 0x250));
        var three = Enumerable.Range(0, threeBytes).Select(_ => (char)random.Next(0x1E00, 0x1F00));
        var one = Letters(random, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-'. ", NameBytes - 2 * twoBytes - 3 * threeBytes);
        var letters = one.Concat(two).Concat(three).ToArray();
        random.Shuffle(letters);
        Assert.Equal(NameBytes, Encoding.UTF8.GetByteCount(letters));
        return new string(letters);
    }

    private static string Letters(Random random, string alphabet, int count) => new(random.GetItems<char>(alphabet, count));

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
