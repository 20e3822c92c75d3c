using SecureDocket.Photos;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Photos;

/// <summary>Damaged pictures: 20,000 for each change, ten times as many in a long run.</summary>
public sealed class MutationTests
{
    private const int Seed = 20_261_121;

    public static TheoryData<string, int> Pictures => new()
    {
        { "flat.jpg", 10_000 },
        { "flat.png", 4_000 },
        { "progressive.jpg", 2_000 },
        { "restarts.jpg", 3_000 },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_damaged_picture_never_throws_and_what_is_accepted_is_accepted_again(string name, int mutationsPerChange)
    {
        var random = new Random(Seed);
        var original = name switch
        {
            "flat.jpg" => new JpegBytes { Components = [[1, 0x11, 0], [2, 0x11, 0], [3, 0x11, 0]] }.Build(),
            "flat.png" => new PngBytes { Width = 413, Height = 531, ColourType = 0 }.Build(),
            _ => Files.Fixture(name),
        };
        for (var i = 0; i < LongRun.Of(mutationsPerChange, times: 10); i++)
            HoldsUp(Mutate(original, random));
    }

    [Fact]
    public void Damage_behind_sound_checksums_never_throws_either()
    {
        var random = new Random(Seed);
        var rows = new byte[531 * 414];
        random.NextBytes(rows.AsSpan(0, 40_000));
        for (var y = 0; y < 531; y++)
            rows[414 * y] = (byte)random.Next(5);
        for (var i = 0; i < LongRun.Of(1_000, times: 10); i++)
        {
            var picture = new PngBytes { Width = 413, Height = 531, ColourType = 0, Rows = rows, Damage = data => Mutate(data, random) };
            if (random.Next(4) == 0)
                picture.Before.Add(("eXIf", Mutate(ExifBytes.Tiff(1, true), random)));
            HoldsUp(picture.Build());
        }
    }

    private static void HoldsUp(byte[] upload)
    {
        var result = PhotoIntake.Accept(upload);
        if (result.IsRefused)
            Assert.NotEmpty(result.Refusals);
        else
            Assert.Equal(result.Value, Intake.Accepted(result.Value.Bytes.ToArray()));
    }

    // Half of the damage hits the headers, where the decisions are.
    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var damage = random.Next(1, 4); damage > 0; damage--)
        {
            var at = random.Next(random.Next(2) == 0 ? Math.Min(700, bytes.Length) : bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..], 0];
                    break;
                default:
                    bytes = [.. bytes[..at], 0xFF, (byte)random.Next(256), .. bytes[at..]];
                    break;
            }
        }
        return bytes;
    }
}
