using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace SecureDocket.Credentials.Tests;

public sealed class KeyIdTests
{
    /// <summary>RFC 7638, section 3.1: the method, on the standard's own (RSA) key, with the standard's own result.</summary>
    [Fact]
    public void The_independent_computation_below_is_that_of_the_standard()
    {
        const string n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhM"
            + "stn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI"
            + "SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", Thumbprint(("e", "AQAB"), ("kty", "RSA"), ("n", n)));
    }

    [Fact]
    public void It_is_the_first_eight_bytes_of_the_thumbprint()
    {
        var thumbprint = Thumbprint(("y", Text(Sample.PublicKey.Y)), ("x", Text(Sample.PublicKey.X)), ("kty", "EC"), ("crv", "P-256"));
        var whole = Convert.FromBase64String(thumbprint.Replace('-', '+').Replace('_', '/') + "=");

        Assert.Equal(whole[..8], Sample.PublicKey.Id.ToBytes());
        Assert.Equal(11, Sample.PublicKey.Id.ToString().Length);
        Assert.Equal(Sample.PublicKey.Id, KeyId.Parse(Sample.PublicKey.Id.ToString()));
        Assert.Equal(Sample.PublicKey.Id, KeyId.FromBytes(whole.AsSpan(0, 8)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAA!")]
    public void Other_text_is_no_key_id(string text) => Assert.Throws<FormatException>(() => KeyId.Parse(text));

    [Fact]
    public void Another_length_is_no_key_id()
    {
        Assert.Throws<ArgumentException>(() => KeyId.FromBytes(new byte[7]));
        Assert.Throws<ArgumentException>(() => KeyId.FromBytes(new byte[9]));
    }

    private static string Thumbprint(params (string Name, string Value)[] members)
    {
        var json = string.Join(',', members.OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"\"{member.Name}\":\"{member.Value}\""));
        return Text(SHA256.HashData(Encoding.UTF8.GetBytes('{' + json + '}')));
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Convert.ToBase64String(bytes.Span).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
