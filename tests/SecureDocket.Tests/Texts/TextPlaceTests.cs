using NodaTime;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Texts;

/// <summary>Which places a text names, and how: no link and nothing to dial, whatever a court writes.</summary>
public sealed class TextPlaceTests
{
    [Theory]
    [InlineData("Immigration Court https://example.webex.com/meet/judge")]
    [InlineData("Court, www.example.org")]
    [InlineData("court.example.gov")]
    [InlineData("COURT.EXAMPLE.GOV")]
    [InlineData("Court clerk@example.org")]
    [InlineData("Court, dial 1-800-555-0100")]
    [InlineData("Court, dial (713) 555 01 00")]
    [InlineData("Court, dial +1 713.555.0100")]
    [InlineData("Webex 1234 567 8901")]
    [InlineData("Court, dial \u0661\u0662\u0663\u0664\u0665\u0666\u0667")]
    public void A_name_with_a_link_or_a_number_to_dial_is_not_told(string name)
    {
        Assert.Null(TextPlace.Of(name, "1 Example Street", null));
        Assert.Equal(new TextPlace("Court", null, null), TextPlace.Of("Court", name, name));
    }

    [Theory]
    [InlineData("26 Sample Plaza, New York, NY 10278-0004")]
    [InlineData("1200 Example St., Suite 1100, Houston, TX 77002")]
    [InlineData("1 St.James Place, 10038")]
    [InlineData("12345 Example Road, 77002")]
    public void An_address_is_told(string address) => Assert.Equal(address, TextPlace.Of("Court", address, "4")!.Address);

    [Theory]
    [InlineData("en", "1", "(Court, 1 Example Street, room 1)")]
    [InlineData("en", "Courtroom 1", "(Court, 1 Example Street, Courtroom 1)")]
    [InlineData("es", "4-B", "(Court, 1 Example Street, sala 4-B)")]
    [InlineData("zh-Hans", "5", "(Court, 1 Example Street, 5\u5ba4)")]
    [InlineData("ar", "5", "(\u2068Court, 1 Example Street\u2069, \u0642\u0627\u0639\u0629 \u20685\u2069)")]
    public void The_room_is_called_one_in_every_language(string language, string room, string words) =>
        Assert.Contains(words, Rendered(language, new("Court", "1 Example Street", room)), StringComparison.Ordinal);

    [Fact]
    public void A_long_place_is_named_without_its_address()
    {
        var text = Rendered("en", new(new('N', 80), new('A', 60), "4"));
        Assert.Contains($"({new string('N', 80)}, room 4)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_outside_the_alphabet_does_not_make_a_text_longer()
    {
        var place = new TextPlace("Edif\u00edcio S\u00e3o Jo\u00e3o", "Pra\u00e7a 1", null);
        Assert.Equal(SmsEncoding.Gsm7, SmsLength.Of(Rendered("pt", place)).Encoding);
        Assert.Contains("(Edificio Sao Joao, Praca 1)", Rendered("pt", place), StringComparison.Ordinal);
        Assert.Contains("(Edif\u00edcio S\u00e3o Jo\u00e3o, Pra\u00e7a 1)", Rendered("ru", place), StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_tiers_name_no_place()
    {
        foreach (var tier in new[] { MessageTier.Neutral, MessageTier.CodeWord })
        {
            Assert.DoesNotContain("Court", Rendered("en", new("Court", "1 Example Street", "4"), tier), StringComparison.Ordinal);
        }
    }

    private static string Rendered(string language, TextPlace place, MessageTier tier = MessageTier.Detailed) => TextCatalogue.Default.Render(
        TextKey.DateReminder,
        language,
        tier,
        TextSubject.CheckIn,
        new() { Sender = tier == MessageTier.CodeWord ? "Rosa" : "SDC", Today = new(2030, 6, 1), Start = new LocalDateTime(2030, 6, 14, 9, 0), Place = place });
}
