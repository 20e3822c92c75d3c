using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>Fifty thousand texts that nobody printed: no exception, no acceptance, and bounded memory for each.</summary>
public sealed class HostileInputTests
{
    private const int Rounds = 10_000;
    private const long AllocationLimit = 1024 * 1024;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private static readonly string s_genuine = Sample.Seal(Sample.Credential);

    [Fact]
    public void Any_characters() => Attack(1, random =>
        new string([.. Enumerable.Range(0, random.Next(700)).Select(_ => (char)random.Next(0x10000))]));

    [Fact]
    public void Any_base45() => Attack(2, random => new string(random.GetItems<char>(Alphabet, random.Next(4400))));

    [Fact]
    public void Any_bytes_well_packed() => Attack(3, random => Forge.Pack(Bytes(random, random.Next(600))));

    [Fact]
    public void A_mutated_text() => Attack(4, random =>
    {
        var text = s_genuine.ToCharArray();
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
        }

        return new string(text);
    });

    [Fact]
    public void A_mutated_message_well_packed() => Attack(5, random =>
    {
        List<byte> message = [.. Forge.Message(s_genuine)];
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(message.Count);
            switch (random.Next(3))
            {
                case 0:
                    message[at] = (byte)random.Next(256);
                    break;
                case 1:
                    message.RemoveAt(at);
                    break;
                default:
                    message.InsertRange(at, Bytes(random, random.Next(1, 9)));
                    break;
            }
        }

        return Forge.Pack([.. message]);
    });

    [Fact]
    public void A_bomb_costs_no_more_than_its_cap()
    {
        var bomb = Forge.Pack(new byte[1024 * 1024]);
        Assert.True(bomb.Length > CredentialFormat.MaximumTextLength / 4);
        Assert.Equal(Sample.Malformed(Reasons.TooLarge), Sample.Authenticate(bomb).Reasons);
        Attack(6, _ => bomb, 20);
        Attack(7, _ => Forge.Pack(new byte[CredentialFormat.MaximumInflatedLength]), 20);
    }

    [Theory]
    [InlineData(CredentialFormat.MaximumTextLength + 1)]
    [InlineData(10_000_000)]
    public void A_text_beyond_any_qr_code_is_not_looked_at(int length)
    {
        var text = new string('0', length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Sample.Malformed(Reasons.TooLarge), Sample.Authenticate(text).Reasons);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < AllocationLimit);
    }

    private static void Attack(int seed, Func<Random, string> make, int rounds = Rounds)
    {
        var random = new Random(seed);
        Sample.Authenticate(s_genuine);
        for (var n = 0; n < rounds; n++)
        {
            var text = make(random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var answer = Sample.Authenticate(text);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < AllocationLimit, "The allocation limit was exceeded.");
            Assert.True(answer.Reasons.Count > 0 || text == s_genuine, text);
        }
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
