using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Texts;

public sealed class CodeWordTests
{
    [Theory]
    [InlineData("Mango")]
    [InlineData("luna7")]
    [InlineData("\u00d1and\u00fa7", false)]
    [InlineData("\u00d1and\u00fc7")]
    [InlineData("77")]
    [InlineData("ab")]
    [InlineData("abcdefghijkl")]
    [InlineData("Courtney")]
    [InlineData("a", false)]
    [InlineData("", false)]
    [InlineData("abcdefghijklm", false)]
    [InlineData("two words", false)]
    [InlineData("a-b", false)]
    [InlineData("\u20acuro", false)]
    [InlineData("\u043b\u0443\u043d\u0430", false)]
    [InlineData("\u6708\u4eae", false)]
    public void A_code_word_is_a_few_letters_and_digits(string word, bool legal = true) => Assert.Equal(legal, CodeWord.IsLegal(word));

    [Theory]
    [InlineData("Court")]
    [InlineData("ICE")]
    [InlineData("Immigrant")]
    [InlineData("tribunal")]
    [InlineData("asile")]
    [InlineData("audiencia")]
    public void A_code_word_names_nothing_that_a_neutral_text_must_not(string word) => Assert.False(CodeWord.IsLegal(word));

    [Theory]
    [InlineData("Stop")]
    [InlineData("sotp")]
    [InlineData("END")]
    [InlineData("alto")]
    [InlineData("sispann")]
    [InlineData("Start")]
    [InlineData("ayuda")]
    [InlineData("help")]
    public void A_code_word_is_no_answer(string word) => Assert.False(CodeWord.IsLegal(word));
}
