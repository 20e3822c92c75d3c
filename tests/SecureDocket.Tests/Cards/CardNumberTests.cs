using SecureDocket.Cards;
using Xunit;

namespace SecureDocket.Tests.Cards;

public sealed class CardNumberTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void Every_single_wrong_symbol_is_noticed()
    {
        foreach (var text in Numbers(40))
        {
            for (var at = 0; at < text.Length; at++)
            {
                foreach (var symbol in Alphabet.Where(symbol => symbol != text[at]))
                {
                    Assert.False(CardNumber.TryParse(text[..at] + symbol + text[(at + 1)..], out _));
                }
            }
        }
    }

    [Fact]
    public void Every_swap_of_two_different_symbols_is_noticed()
    {
        foreach (var text in Numbers(200))
        {
            for (var first = 0; first < text.Length; first++)
            {
                for (var second = first + 1; second < text.Length; second++)
                {
                    if (text[first] != text[second])
                    {
                        var swapped = text.ToCharArray();
                        (swapped[first], swapped[second]) = (swapped[second], swapped[first]);
                        Assert.False(CardNumber.TryParse(new string(swapped), out _));
                    }
                }
            }
        }
    }

    [Fact]
    public void Every_typed_form_is_the_same_number()
    {
        foreach (var text in Numbers(200))
        {
            Assert.True(CardNumber.TryParse(text, out var number));
            var lookalikes = text.Replace('0', 'O').Replace('1', 'I');
            string[] forms =
            [
                number.ToPrinted(), text.ToLowerInvariant(), string.Join(' ', text.ToCharArray())[..23], $"  {text}--", lookalikes,
                lookalikes.ToLowerInvariant(), text.Replace('1', 'L'), text.Replace('1', 'l'),
            ];
            foreach (var form in forms)
            {
                Assert.True(CardNumber.TryParse(form, out var typed), form);
                Assert.Equal(number, typed);
                Assert.Equal(text, typed.ToString());
            }
        }
    }

    [Fact]
    public void It_is_printed_in_three_groups_of_four() =>
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", CardNumber.FromBytes(new byte[] { 1, 2, 3, 4, 5, 6, 7 }).ToPrinted());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("------------")]
    [InlineData("00000000000")]
    [InlineData("0000000000000")]
    [InlineData("00000000000U")]
    [InlineData("0000_0000_0000")]
    [InlineData("00000000000\u0660")]
    [InlineData("0000\u20130000\u20130000")]
    [InlineData("000000000000                             ")]
    public void Other_text_is_no_number(string? text) => Assert.False(CardNumber.TryParse(text, out _));

    [Fact]
    public void Fifty_five_bits_are_used_and_no_more()
    {
        byte[] bytes = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        var all = CardNumber.FromBytes(bytes);
        Assert.StartsWith("ZZZZZZZZZZZ", all.ToString(), StringComparison.Ordinal);
        bytes[0] = 0x7F;
        Assert.Equal(all, CardNumber.FromBytes(bytes));
        bytes[0] = 0x3F;
        Assert.NotEqual(all, CardNumber.FromBytes(bytes));
    }

    private static IEnumerable<string> Numbers(int count)
    {
        var random = new Random(32);
        var bytes = new byte[7];
        for (var n = 0; n < count; n++)
        {
            random.NextBytes(bytes);
            yield return CardNumber.FromBytes(bytes).ToString();
        }
    }
}
