using SecureDocket.Credentials.Codecs;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>No change to a printed card is ever accepted, be it one that only touches spare bits of the compression.</summary>
public sealed class TamperingTests
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    // Cards of different lengths end at different bits of their last byte.
    public static TheoryData<string> Texts => [.. Enumerable.Range(0, 4).Select(n =>
        Sample.Seal(Sample.Credential with { Identity = Sample.Credential.Identity with { FullName = "Miron Zarechny"[..(14 - n)] } }))];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_flipped_bit_is_refused(string text)
    {
        var packed = Forge.Packed(text);
        for (var bit = 0; bit < packed.Length * 8; bit++)
        {
            packed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(Base45.Encode(packed));
            packed[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_changed_character_is_refused(string text)
    {
        var characters = text.ToCharArray();
        for (var at = 0; at < characters.Length; at++)
        {
            var genuine = characters[at];
            foreach (var other in Alphabet)
            {
                if (other != genuine)
                {
                    characters[at] = other;
                    AssertRefused(new string(characters));
                }
            }

            characters[at] = genuine;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_cut_added_and_swapped_character_is_refused(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            AssertRefused(text[..at]);
            AssertRefused(text[(at + 1)..]);
            AssertRefused(text.Remove(at, 1));
            AssertRefused(text.Insert(at, "0"));
            if (at > 0 && text[at] != text[at - 1])
            {
                AssertRefused(text[..(at - 1)] + text[at] + text[at - 1] + text[(at + 1)..]);
            }
        }

        AssertRefused(text + text);
        AssertRefused(" " + text);
        AssertRefused(text + "\n");
        AssertRefused(text.ToLowerInvariant());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_packed_bytes_cut_anywhere_are_refused(string text)
    {
        var packed = Forge.Packed(text);
        for (var length = 0; length < packed.Length; length++)
        {
            AssertRefused(Base45.Encode(packed.AsSpan(0, length)));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_flipped_bit_of_the_message_is_refused_however_well_it_is_packed(string text)
    {
        var message = Forge.Message(text);
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            message[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(Forge.Pack(message));
            message[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_message_cut_anywhere_is_refused_however_well_it_is_packed(string text)
    {
        var message = Forge.Message(text);
        for (var length = 0; length < message.Length; length++)
        {
            AssertRefused(Forge.Pack(message.AsSpan(0, length)));
        }
    }

    [Fact]
    public void The_same_message_packed_by_another_packer_is_refused()
    {
        using var output = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(output, System.IO.Compression.CompressionLevel.NoCompression))
        {
            zlib.Write(Forge.Message(Forge.Text()));
        }

        Assert.Equal(Sample.Malformed(Reasons.NotCanonical), Sample.Authenticate(Base45.Encode(output.ToArray())).Reasons);
    }

    private static void AssertRefused(string text)
    {
        var answer = Sample.Authenticate(text);
        Assert.Contains(answer.Reasons[0], (string[])[Reasons.Malformed, Reasons.UnknownKey, Reasons.BadSignature]);
        Assert.Null(answer.Credential);
    }
}
