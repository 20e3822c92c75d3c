using System.Diagnostics;
using SecureDocket.Credentials.Codecs;
using SecureDocket.Credentials.Tests.Status;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>
/// Texts and tokens that nobody issued: no exception, no acceptance, and bounded memory and time for each. A run tries
/// 50,000 texts; with SECUREDOCKET_LONG=1 in the environment it tries a million.
/// </summary>
public sealed class HostileInputTests
{
    /// <summary>The most that a text may allocate: a refusal may make an exception or two, never a buffer for what was promised.</summary>
    private const long AllocationLimit = 1024 * 1024;

    /// <summary>The same for a status list token: the list, the room that it is inflated in where none can be borrowed, and the rest.</summary>
    private const long TokenAllocationLimit = 2 * StatusList.MaximumBytes + AllocationLimit;

    private const int Ways = 8;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private static readonly TimeSpan s_timeLimit = TimeSpan.FromMilliseconds(50);

    private static readonly DateTimeOffset s_now = Sample.IssuedAt.AddDays(30);

    private static readonly Trust s_trust = new(Sample.Issuer, [Sample.PublicKey], [Signed.Lists(s_now)]);

    private static readonly string s_genuine = Sample.Seal(Sample.Credential);

    private static readonly byte[] s_message = Forge.Message(s_genuine);

    private static readonly byte[] s_token = Signed.Seal(Signed.Small(s_now));

    private static int Rounds { get; } = ((Environment.GetEnvironmentVariable("SECUREDOCKET_LONG") == "1" ? 1_000_000 : 50_000) / Ways) + 1;

    [Fact]
    public void Any_characters() => Attack(1, random =>
        new string([.. Enumerable.Range(0, random.Next(700)).Select(_ => (char)random.Next(0x10000))]));

    [Fact]
    public void Any_base45() => Attack(2, random => new string(random.GetItems<char>(Alphabet, random.Next(4400))));

    [Fact]
    public void Any_bytes_as_if_packed() => Attack(14, random =>
    {
        // Every header that zlib may have: without one, chance seldom gets past the first two bytes.
        var bytes = Bytes(random, random.Next(8, 600));
        bytes[0] = (byte)((random.Next(8) << 4) | 8);
        bytes[1] = (byte)(random.Next(8) << 5);
        bytes[1] += (byte)((31 - ((bytes[0] << 8) | bytes[1]) % 31) % 31);
        return Base45.Encode(bytes);
    });

    [Fact]
    public void Any_bytes_well_packed() => Attack(3, random => Forge.Pack(Bytes(random, random.Next(600))));

    [Fact]
    public void Any_cbor_well_packed() => Attack(4, random => Forge.Pack(Cbor(random)));

    [Fact]
    public void A_mutated_text() => Attack(5, random =>
    {
        var text = s_genuine.ToCharArray();
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
        }

        return new string(text);
    });

    [Fact]
    public void A_mutated_message_well_packed() => Attack(6, random => Forge.Pack(Mutated(random, s_message)));

    [Fact]
    public void Mutated_claims_that_a_trusted_key_signed()
    {
        // What such a key signs is not forged; so it may hold, provided that it says something else and says it in the one way.
        var random = new Random(7);
        for (var n = 0; n < Rounds; n++)
        {
            var payload = random.Next(8) == 0 ? Cbor(random) : Mutated(random, Forge.Payload);
            var text = Forge.Text(payload: payload);
            var verdict = Bounded(() => CredentialVerifier.Verify(text, s_trust, s_now), AllocationLimit, $"Seed 7, round {n}: {text}");
            Assert.True(
                verdict.Credential is not { } credential || CredentialEncoder.EncodePayload(credential).AsSpan().SequenceEqual(payload),
                $"Seed 7, round {n}: {text}");
        }
    }

    [Fact]
    public void A_mutated_status_list()
    {
        var random = new Random(8);
        for (var n = 0; n < Rounds; n++)
        {
            var token = Mutated(random, s_token);
            var name = $"Seed 8, round {n}: {Convert.ToHexString(token)}";
            var (read, _) = Bounded(() => StatusListToken.Read(token, Sample.ListTrust, Signed.Uri, s_now), TokenAllocationLimit, name);
            Assert.True(read is null || token.AsSpan().SequenceEqual(s_token), name);
        }
    }

    [Fact]
    public void A_mutated_status_list_that_a_trusted_key_signed()
    {
        var random = new Random(9);
        var payload = Signed.Small(s_now).EncodePayload();
        for (var n = 0; n < Rounds / 10; n++)
        {
            var changed = Mutated(random, payload);
            var token = StatusListToken.Seal(Sample.PublicKey.Id, changed, Sample.Sign(StatusListToken.ToBeSigned(Sample.PublicKey.Id, changed)));
            Bounded(() => StatusListToken.Read(token, Sample.ListTrust, Signed.Uri, s_now), TokenAllocationLimit, $"Seed 9, round {n}: {Convert.ToHexString(token)}");
        }
    }

    [Fact]
    public void The_largest_status_list_costs_itself_once()
    {
        var token = Signed.Seal(Signed.Lists(s_now) with { List = StatusList.Create(8, StatusList.MaximumBytes) });
        Assert.NotNull(StatusListToken.Read(token, Sample.ListTrust, Signed.Uri, s_now).Token);
        Bounded(() => StatusListToken.Read(token, Sample.ListTrust, Signed.Uri, s_now), TokenAllocationLimit, "The largest list.");
    }

    [Fact]
    public void A_bomb_costs_no_more_than_its_cap()
    {
        var bomb = Forge.Pack(new byte[1024 * 1024]);
        Assert.True(bomb.Length > CredentialFormat.MaximumTextLength / 4);
        Assert.Equal(Sample.Malformed(Reasons.TooLarge), Sample.Authenticate(bomb).Reasons);
        Attack(10, _ => bomb, 20);
        Attack(11, _ => Forge.Pack(new byte[CredentialFormat.MaximumInflatedLength]), 20);
    }

    [Theory]
    [InlineData(CredentialFormat.MaximumTextLength + 1)]
    [InlineData(10_000_000)]
    public void A_text_beyond_any_qr_code_is_not_looked_at(int length)
    {
        var text = new string('0', length);
        var answer = Bounded(() => Sample.Authenticate(text), AllocationLimit, "A long text.");
        Assert.Equal(Sample.Malformed(Reasons.TooLarge), answer.Reasons);
    }

    private static void Attack(int seed, Func<Random, string> make, int? rounds = null)
    {
        var random = new Random(seed);
        Assert.Equal(Outcome.Valid, CredentialVerifier.Verify(s_genuine, s_trust, s_now).Outcome);
        for (var n = 0; n < (rounds ?? Rounds); n++)
        {
            var text = make(random);
            var name = $"Seed {seed}, round {n}: {text}";
            var verdict = Bounded(() => CredentialVerifier.Verify(text, s_trust, s_now), AllocationLimit, name);
            Assert.True(text == s_genuine || (verdict.Outcome == Outcome.Invalid && verdict.Reasons.Count > 0 && verdict.Credential is null), name);
        }
    }

    /// <summary>Runs once, and again where it seems slow: a machine may pause for reasons of its own, but not a hundred times in a row.</summary>
    private static T Bounded<T>(Func<T> call, long allocationLimit, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            var answer = call();
            var elapsed = Stopwatch.GetElapsedTime(started);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before <= allocationLimit, $"More than {allocationLimit} bytes. {name}");
            if (elapsed <= s_timeLimit)
            {
                return answer;
            }

            Assert.True(attempt < 100, $"Never under {s_timeLimit}. {name}");
        }
    }

    private static byte[] Mutated(Random random, byte[] genuine)
    {
        List<byte> bytes = [.. genuine];
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 40))));
                    break;
                default:
                    bytes.InsertRange(at, Bytes(random, random.Next(1, 9)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Heads of every type with small and huge arguments, and bytes between: CBOR, as far as it holds.</summary>
    private static byte[] Cbor(Random random)
    {
        List<byte> bytes = random.Next(2) == 0 ? [] : [.. s_message.AsSpan(0, random.Next(5))];
        for (var n = random.Next(1, 60); n > 0; n--)
        {
            var argument = random.Next(3) > 0 ? random.Next(24) : random.Next(24, 32);
            bytes.Add((byte)((random.Next(8) << 5) | argument));
            bytes.AddRange(Bytes(random, argument is >= 24 and < 28 ? 1 << (argument - 24) : random.Next(4)));
        }

        return [.. bytes];
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
