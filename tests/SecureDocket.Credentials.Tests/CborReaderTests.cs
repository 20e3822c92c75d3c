using System.Formats.Cbor;
using Xunit;
using CborReader = SecureDocket.Credentials.Codecs.CborReader;
using Independent = System.Formats.Cbor.CborReader;

namespace SecureDocket.Credentials.Tests;

public sealed class CborReaderTests
{
    [Theory]
    [InlineData("00")]
    [InlineData("1B7FFFFFFFFFFFFFFF")]
    [InlineData("83010203")]
    [InlineData("A201020304")]
    [InlineData("A20102200A")]
    [InlineData("A2616101616202")]
    [InlineData("826161A161626163")]
    [InlineData("4401020304")]
    public void A_deterministic_item_is_accepted(string hex) => Assert.True(IsDeterministic(hex));

    [Theory]
    [InlineData("5F42010243030405FF", "indefinite bytes")]
    [InlineData("7F657374726561646D696E67FF", "indefinite text")]
    [InlineData("9FFF", "indefinite array")]
    [InlineData("BFFF", "indefinite map")]
    [InlineData("FF", "break alone")]
    [InlineData("1817", "23 in two bytes")]
    [InlineData("1900FF", "255 in three bytes")]
    [InlineData("1A0000FFFF", "65535 in five bytes")]
    [InlineData("1B00000000FFFFFFFF", "2^32-1 in nine bytes")]
    [InlineData("3817", "-24 in two bytes")]
    [InlineData("580101", "long length of bytes")]
    [InlineData("780161", "long length of text")]
    [InlineData("980101", "long count of an array")]
    [InlineData("B8010102", "long count of a map")]
    [InlineData("1C", "reserved 28")]
    [InlineData("1D", "reserved 29")]
    [InlineData("1E", "reserved 30")]
    [InlineData("1F", "indefinite integer")]
    [InlineData("F90000", "half float")]
    [InlineData("FA47C35000", "float")]
    [InlineData("FB3FF199999999999A", "double")]
    [InlineData("F4", "false")]
    [InlineData("F6", "null")]
    [InlineData("F0", "simple")]
    [InlineData("F8FF", "simple in two bytes")]
    [InlineData("C11A514B67B0", "tag")]
    [InlineData("81C100", "tag inside")]
    [InlineData("A1C10001", "tagged key")]
    [InlineData("A201010102", "duplicate key")]
    [InlineData("A203010102", "keys in falling order")]
    [InlineData("A2616201616102", "keys of text in falling order")]
    [InlineData("A220010102", "negative key first")]
    [InlineData("62C328", "invalid UTF-8")]
    [InlineData("62C080", "overlong UTF-8")]
    [InlineData("63EDA080", "surrogate in UTF-8")]
    [InlineData("A162C32801", "invalid UTF-8 in a key")]
    [InlineData("0000", "a second item")]
    [InlineData("8301020300", "a byte after an array")]
    [InlineData("830102", "an array cut short")]
    [InlineData("A101", "a map cut short")]
    [InlineData("44010203", "bytes cut short")]
    [InlineData("18", "a head cut short")]
    [InlineData("", "nothing")]
    [InlineData("9B0000000100000000", "an array of 2^32")]
    [InlineData("9BFFFFFFFFFFFFFFFF", "an array of 2^64-1")]
    [InlineData("BB0000000100000000", "a map of 2^32")]
    [InlineData("BBFFFFFFFFFFFFFFFF", "a map of 2^64-1")]
    [InlineData("5B0000000100000000", "bytes of 2^32")]
    [InlineData("7BFFFFFFFFFFFFFFFF", "text of 2^64-1")]
    public void Everything_else_is_refused(string hex, string what)
    {
        _ = what;
        Assert.False(IsDeterministic(hex));
    }

    [Fact]
    public void Nesting_ends_at_the_depth_given()
    {
        Assert.True(CborReader.IsDeterministic([0x81, 0x81, 0x00], 2));
        Assert.False(CborReader.IsDeterministic([0x81, 0x81, 0x81, 0x00], 2));
        Assert.False(CborReader.IsDeterministic([0xA1, 0x81, 0x81, 0x00, 0x00], 2));
        Assert.False(CborReader.IsDeterministic([.. Enumerable.Repeat((byte)0x81, 60_000), 0x00], CredentialFormat.MaximumDepth));
    }

    [Fact]
    public void A_count_beyond_the_input_is_refused_by_the_pull_reader_too()
    {
        Assert.False(Map("BAFFFFFFFF"));
        Assert.False(Map("A201"));
        Assert.True(Map("A10102"));
        Assert.False(Array("9A7FFFFFFF"));
        Assert.True(Array("8101"));

        static bool Map(string hex) => new CborReader(Convert.FromHexString(hex)).TryMap(out _);
        static bool Array(string hex) => new CborReader(Convert.FromHexString(hex)).TryArray(out _);
    }

    [Fact]
    public void Integers_beyond_63_bits_are_refused()
    {
        Assert.False(new CborReader(Convert.FromHexString("1B8000000000000000")).TryInt(out _));
        Assert.False(new CborReader(Convert.FromHexString("3BFFFFFFFFFFFFFFFF")).TryInt(out _));
    }

    [Fact]
    public void What_is_accepted_is_what_an_independent_reader_takes_for_deterministic()
    {
        var random = new Random(8949);
        var accepted = 0;
        for (var n = 0; n < 200_000; n++)
        {
            var bytes = new byte[random.Next(1, 8)];
            random.NextBytes(bytes);
            if (CborReader.IsDeterministic(bytes, CredentialFormat.MaximumDepth))
            {
                accepted++;
                var independent = new Independent(bytes, CborConformanceMode.Strict);
                independent.SkipValue();
                Assert.Equal(0, independent.BytesRemaining);
            }
        }

        Assert.True(accepted > 1000);
    }

    private static bool IsDeterministic(string hex) => CborReader.IsDeterministic(Convert.FromHexString(hex), CredentialFormat.MaximumDepth);
}
