using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Texts;

public sealed class WrittenTextTests
{
    [Theory]
    [InlineData("We read your message. Bring a note from the doctor.")]
    [InlineData("Leímos su mensaje. Llame al 1-800-555-0100 o al 713-555-0142, o en una emergencia al 911.")]
    [InlineData("Come on 03/14/2027 at 9:00 AM.\nBring ID 4711.")]
    [InlineData("我们已阅读您的短信。")]
    [InlineData("ਕੱਲ੍ਹ ਆਓ 👋")]
    public void What_tells_a_stranger_nothing_may_be_sent(string words) => Assert.Empty(Check(words));

    [Theory]
    [InlineData("Please call the court.", WrittenRule.ForbiddenWord, 16, "court")]
    [InlineData("Su audiencia es mañana.", WrittenRule.ForbiddenWord, 3, "audiencia")]
    [InlineData("\ufb01rst, about IMMIGRATION", WrittenRule.ForbiddenWord, 12, "immigra*")]
    [InlineData("ask your lawyer, # 5", WrittenRule.ForbiddenWord, 9, "lawyer")]
    [InlineData("Look at example.com today", WrittenRule.Link, 8, null)]
    [InlineData("https://evil.example/a", WrittenRule.Link, 0, null)]
    [InlineData("Your number A123 456 789", WrittenRule.ANumber, 12, null)]
    [InlineData("Call 1 (202) 555-0199 now", WrittenRule.PhoneNumber, 5, null)]
    [InlineData("Call 555-0199 now", WrittenRule.PhoneNumber, 5, null)]
    [InlineData("one\ttwo", WrittenRule.ControlCharacter, 3, null)]
    [InlineData("one\u202etwo", WrittenRule.ControlCharacter, 3, null)]
    [InlineData(" \n ", WrittenRule.Empty, null, null)]
    public void What_breaks_a_rule_is_named_with_its_place(string words, WrittenRule rule, int? position, string? forbidden)
    {
        var fault = Assert.Single(Check(words), fault => fault.Rule == rule);
        Assert.Equal((position, forbidden), (fault.Position, fault.Forbidden));
    }

    [Fact]
    public void A_code_word_reveals_no_more_and_a_person_who_chose_details_gets_them()
    {
        const string Words = "Please call the court: 202-555-0199.";
        Assert.Equal([WrittenRule.ForbiddenWord, WrittenRule.PhoneNumber], Check(Words, MessageTier.CodeWord).Select(fault => fault.Rule));
        Assert.Empty(Check(Words, MessageTier.Detailed));
        Assert.Equal(WrittenRule.ANumber, Assert.Single(Check("A200000017", MessageTier.Detailed)).Rule);
    }

    [Theory]
    [InlineData('a', 607, 608)]
    [InlineData('你', 263, 264)]
    public void A_text_is_sent_as_four_messages_at_most(char letter, int fits, int exceeds)
    {
        Assert.Empty(Check(new(letter, fits)));
        Assert.Equal(WrittenRule.TooLong, Assert.Single(Check(new(letter, exceeds))).Rule);
        Assert.Equal(WrittenRule.TooLong, Assert.Single(Check(new(letter, 2000))).Rule);
    }

    private static IReadOnlyList<WrittenFault> Check(string words, MessageTier tier = MessageTier.Neutral) =>
        WrittenText.Check(words, TextCatalogue.Default.Written("en", "SDC", words), tier, ["1-800-555-0100", "713-555-0142"]);
}
