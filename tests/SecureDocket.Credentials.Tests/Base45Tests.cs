using System.Text;
using SecureDocket.Credentials.Codecs;
using Xunit;

namespace SecureDocket.Credentials.Tests;

public sealed class Base45Tests
{
    // RFC 9285, sections 4.3 and 4.4.
    [Theory]
    [InlineData("AB", "BB8")]
    [InlineData("Hello!!", "%69 VD92EX0")]
    [InlineData("base-45", "UJCLQE7W581")]
    [InlineData("ietf!", "QED8WEX0")]
    [InlineData("", "")]
    public void The_examples_of_the_standard_hold_both_ways(string plain, string text)
    {
        Assert.Equal(text, Base45.Encode(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, Encoding.ASCII.GetString(Decode(text)!));
    }

    [Theory]
    [InlineData("FGW", "FFFF")]
    [InlineData("000", "0000")]
    [InlineData("00", "00")]
    [InlineData("U5", "FF")]
    public void The_ends_of_the_ranges_decode(string text, string hex) => Assert.Equal(hex, Convert.ToHexString(Decode(text)!));

    [Theory]
    [InlineData("GGW")]
    [InlineData(":::")]
    [InlineData("FGX")]
    [InlineData("V5")]
    [InlineData("::")]
    [InlineData("0")]
    [InlineData("BB80")]
    [InlineData("bb8")]
    [InlineData("BB\n")]
    [InlineData("BB\u00e9")]
    [InlineData("BB\u0138")]
    [InlineData("BB#")]
    [InlineData("B_")]
    [InlineData("BB8BB8=")]
    public void What_the_standard_forbids_is_refused(string text) => Assert.Null(Decode(text));

    [Fact]
    public void Too_little_room_is_refused_and_nothing_written_beyond()
    {
        Assert.False(Base45.TryDecode("BB8BB8", new byte[3], out var written));
        Assert.Equal(0, written);
    }

    [Fact]
    public void Every_byte_string_has_one_text_that_leads_back()
    {
        var random = new Random(9285);
        for (var n = 0; n < 2000; n++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var text = Base45.Encode(bytes);
            Assert.Equal(Base45.EncodedLength(bytes.Length), text.Length);
            Assert.Equal(bytes, Decode(text));
        }
    }

    [Fact]
    public void Every_accepted_group_is_the_encoding_of_what_it_decodes_to()
    {
        const string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
        var accepted = 0;
        foreach (var a in alphabet)
        {
            foreach (var b in alphabet)
            {
                foreach (var c in alphabet)
                {
                    if (Decode($"{a}{b}{c}") is { } bytes)
                    {
                        accepted++;
                        Assert.Equal($"{a}{b}{c}", Base45.Encode(bytes));
                    }
                }
            }
        }

        Assert.Equal(0x1_0000, accepted);
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Base45.TryDecode(text, bytes, out var written) ? bytes[..written] : null;
    }
}
