using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Texts;

public sealed class SmsLengthTests
{
    [Fact]
    public void An_empty_text_is_not_sent() => Assert.Equal(new(SmsEncoding.Gsm7, 0, 0), SmsLength.Of(""));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(160, 1)]
    [InlineData(161, 2)]
    [InlineData(306, 2)]
    [InlineData(307, 3)]
    [InlineData(459, 3)]
    public void A_joined_segment_holds_153_septets(int septets, int segments) =>
        Assert.Equal(new(SmsEncoding.Gsm7, septets, segments), SmsLength.Of(new string('a', septets)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(70, 1)]
    [InlineData(71, 2)]
    [InlineData(134, 2)]
    [InlineData(135, 3)]
    public void A_joined_segment_holds_67_units(int units, int segments) =>
        Assert.Equal(new(SmsEncoding.Ucs2, units, segments), SmsLength.Of(new string('\u0444', units)));

    [Fact]
    public void A_character_of_the_extension_table_is_two_septets()
    {
        Assert.Equal(new(SmsEncoding.Gsm7, 20, 1), SmsLength.Of("^{}\\[~]|\u20ac\f"));
        Assert.Equal(new(SmsEncoding.Gsm7, 160, 1), SmsLength.Of(new string('[', 80)));
        Assert.Equal(2, SmsLength.Of(new string('[', 80) + "a").Segments);
    }

    [Fact]
    public void An_escaped_character_is_not_torn_apart()
    {
        // 76 pairs fill 152 of 153 septets, twice; what is left over needs a third segment though 306 septets are two.
        Assert.Equal(new(SmsEncoding.Gsm7, 306, 3), SmsLength.Of(new string('[', 153)));
    }

    [Fact]
    public void A_surrogate_pair_is_not_torn_apart() =>
        Assert.Equal(new(SmsEncoding.Ucs2, 134, 3), SmsLength.Of(string.Concat(Enumerable.Repeat("\U0001f6d1", 67))));

    [Theory]
    [InlineData("\u00e8\u00e9\u00f9\u00ec\u00f2\u00e0\u00f1\u00d1\u00c9\u00fc\u00f6\u00e4\u00c7\u00bf\u00a1", SmsEncoding.Gsm7)]
    [InlineData("\u00e1", SmsEncoding.Ucs2)]
    [InlineData("\u00ed", SmsEncoding.Ucs2)]
    [InlineData("\u00f3", SmsEncoding.Ucs2)]
    [InlineData("\u00fa", SmsEncoding.Ucs2)]
    [InlineData("\u00e7", SmsEncoding.Ucs2)]
    [InlineData("\u00e3", SmsEncoding.Ucs2)]
    [InlineData("\u00ea", SmsEncoding.Ucs2)]
    [InlineData("\u00c8", SmsEncoding.Ucs2)]
    [InlineData("`", SmsEncoding.Ucs2)]
    [InlineData("\u2019", SmsEncoding.Ucs2)]
    [InlineData("\u001b", SmsEncoding.Ucs2)]
    [InlineData("\ud83d", SmsEncoding.Ucs2)]
    public void One_letter_decides_the_alphabet(string text, SmsEncoding encoding) => Assert.Equal(encoding, SmsLength.Of("a" + text).Encoding);
}
