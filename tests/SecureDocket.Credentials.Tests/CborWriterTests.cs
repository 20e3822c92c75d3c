using SecureDocket.Credentials.Codecs;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>RFC 8949, appendix A: the examples that stay within what a credential uses.</summary>
public sealed class CborWriterTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(1, "01")]
    [InlineData(10, "0A")]
    [InlineData(23, "17")]
    [InlineData(24, "1818")]
    [InlineData(25, "1819")]
    [InlineData(100, "1864")]
    [InlineData(255, "18FF")]
    [InlineData(256, "190100")]
    [InlineData(1000, "1903E8")]
    [InlineData(65535, "19FFFF")]
    [InlineData(65536, "1A00010000")]
    [InlineData(1000000, "1A000F4240")]
    [InlineData(4294967295, "1AFFFFFFFF")]
    [InlineData(4294967296, "1B0000000100000000")]
    [InlineData(1000000000000, "1B000000E8D4A51000")]
    [InlineData(long.MaxValue, "1B7FFFFFFFFFFFFFFF")]
    [InlineData(-1, "20")]
    [InlineData(-10, "29")]
    [InlineData(-24, "37")]
    [InlineData(-25, "3818")]
    [InlineData(-100, "3863")]
    [InlineData(-1000, "3903E7")]
    [InlineData(long.MinValue, "3B7FFFFFFFFFFFFFFF")]
    public void Integers_take_the_shortest_form(long value, string hex)
    {
        var bytes = new CborWriter().Int(value).ToArray();
        Assert.Equal(hex, Convert.ToHexString(bytes));

        var reader = new CborReader(bytes);
        Assert.True(reader.TryInt(out var read) && reader.AtEnd);
        Assert.Equal(value, read);
        Assert.True(CborReader.IsDeterministic(bytes, 0));
    }

    [Theory]
    [InlineData("", "60")]
    [InlineData("a", "6161")]
    [InlineData("IETF", "6449455446")]
    [InlineData("\"\\", "62225C")]
    [InlineData("\u00fc", "62C3BC")]
    [InlineData("\u6c34", "63E6B0B4")]
    [InlineData("\U00010151", "64F0908591")]
    public void Text_is_utf8(string value, string hex)
    {
        var bytes = new CborWriter().Text(value).ToArray();
        Assert.Equal(hex, Convert.ToHexString(bytes));

        var reader = new CborReader(bytes);
        Assert.True(reader.TryText(100, out string read) && reader.AtEnd);
        Assert.Equal(value, read);
    }

    [Fact]
    public void Bytes_arrays_maps_and_tags_are_as_in_the_examples()
    {
        Assert.Equal("40", Hex(new CborWriter().Bytes([])));
        Assert.Equal("4401020304", Hex(new CborWriter().Bytes([1, 2, 3, 4])));
        Assert.Equal("80", Hex(new CborWriter().Array(0)));
        Assert.Equal("8301820203820405", Hex(new CborWriter().Array(3).Int(1).Array(2).Int(2).Int(3).Array(2).Int(4).Int(5)));
        Assert.Equal("A0", Hex(new CborWriter().Map(0)));
        Assert.Equal("A201020304", Hex(new CborWriter().Map(2).Int(1).Int(2).Int(3).Int(4)));
        Assert.Equal("A26161016162820203", Hex(new CborWriter().Map(2).Text("a").Int(1).Text("b").Array(2).Int(2).Int(3)));
        Assert.Equal("C11A514B67B0", Hex(new CborWriter().Tag(1).Int(1363896240)));
        Assert.Equal("D818456449455446", Hex(new CborWriter().Tag(24).Bytes("dIETF"u8)));
    }

    private static string Hex(CborWriter writer) => Convert.ToHexString(writer.ToArray());
}
