using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Printing;
using SecureDocket.Storage;
using Xunit;

namespace SecureDocket.Tests.Cards;

public sealed class CardFaceTests
{
    // Liberation Sans Bold, as parts of the size: a descender, a capital, and a capital with two marks.
    private const double Descender = 0.22;
    private const double Capital = 0.73;
    private const double Accent = 1.05;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_text_is_escaped()
    {
        const string hostile = "</text><script>\"&'";
        var front = Front("Anna", hostile);
        Assert.DoesNotContain("<script", front, StringComparison.Ordinal);
        Assert.Contains(Texts(front), text => text.Value == hostile);

        var back = CardFace.Back(Card, new CardOptions
        {
            Issuer = "https://securedocket.example",
            PortalUrl = "https://securedocket.example/?a=<b>&c='\"",
            LossContact = "<a&b>",
        }, "es");
        Assert.Contains(Texts(back), text => text.Value.Contains("<a&b>", StringComparison.Ordinal));
        Assert.Contains(Texts(back), text => text.Value.Contains("?a=<b>&c='\"", StringComparison.Ordinal));
        Assert.DoesNotContain(XDocument.Parse(back).Descendants(), element => element.Name.LocalName is "b" or "a" or "script");
    }

    [Theory]
    [MemberData(nameof(FittedTextTests.Names), MemberType = typeof(FittedTextTests))]
    public void No_text_leaves_its_box_or_reaches_another(string name)
    {
        var front = XDocument.Parse(Front(name, "Atlanta Field Office of the North-East"));
        var lines = front.Descendants(s_svg + "text").Where(text => text.Attribute("font-weight")?.Value == "bold" && Number(text, "x") == 3.5 && Number(text, "y") is > 40 and < 48).ToList();
        Assert.Equal(name, string.Join(' ', lines.Select(line => line.Value)));

        // Between the photo with the word NAME below it and the words CARD NUMBER; left of the QR code at 44.3.
        Assert.All(lines, line => Assert.InRange(Number(line, "textLength"), 0.1, 40.5));
        var (above, below) = (Label(front, "NAME"), Label(front, "CARD NUMBER"));
        var size = Number(lines[0], "font-size");
        Assert.InRange(Number(lines[0], "y") - (Accent * size) - Number(above, "y"), 0.05, 3);
        Assert.InRange(Number(below, "y") - (Capital * Number(below, "font-size")) - (Number(lines[^1], "y") + (Descender * size)), 0.3, 5);
        var number = front.Descendants(s_svg + "text").Single(text => text.Value == Card.Number.ToPrinted());
        Assert.InRange(Number(number, "y") - (Capital * Number(number, "font-size")) - Number(below, "y"), 0.8, 2);
        var steps = lines.Zip(lines.Skip(1), (one, next) => Number(next, "y") - Number(one, "y"));
        Assert.All(steps, step => Assert.True(step >= Number(lines[0], "font-size")));
    }

    [Theory]
    [InlineData("19790000", "1979")]
    [InlineData("19790400", "APR 1979")]
    [InlineData("19790407", "07 APR 1979")]
    public void A_birth_date_is_printed_as_far_as_it_is_known(string claim, string printed) =>
        Assert.Contains(Texts(Front("Anna", "Houston", claim)), text => text.Value == printed);

    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    public void The_modules_of_the_qr_code_are_large_enough_to_print(int payloadLength)
    {
        // Random bytes do not compress: 900 of them, with what stands around them, make a code of version 27.
        var payload = RandomNumberGenerator.GetBytes(payloadLength);
        var card = Card with { Payload = payload };
        var qr = XDocument.Parse(Front("Maximiliano Bartolome Hernandez-Santacruz de la Pena Urrutia", "Houston", card: card))
            .Descendants(s_svg + "path").Single(path => path.Attribute("shape-rendering") is not null);
        var transform = qr.Attribute("transform")!.Value;
        var module = double.Parse(transform[(transform.IndexOf("scale(", StringComparison.Ordinal) + 6)..^1], CultureInfo.InvariantCulture);
        Assert.InRange(module, 0.3, 1);
    }

    private static Card Card { get; } = new()
    {
        Number = CardNumber.FromBytes(new byte[7]),
        Serial = 1,
        Status = CardStatus.Active,
        SiteId = "HOU",
        StatusList = "1",
        StatusIndex = 1,
        KeyVersion = "1",
        KeyId = "AAAAAAAAAAA",
        PhotoHash = new string('0', 64),
        IssuedAt = DateTimeOffset.UnixEpoch,
        Expires = DateTimeOffset.UnixEpoch.AddYears(1),
        Payload = RandomNumberGenerator.GetBytes(300),
        Signature = new byte[64],
        IssuedBy = "x",
    };

    private static string Front(string name, string site, string birthDate = "19790407", Card? card = null) => CardFace.Front(
        card ?? Card,
        new Identity
        {
            Id = "1",
            FullName = name,
            BirthDate = birthDate,
            Nationality = "UKR",
            CountryOfIssuance = "USA",
            PhotoHash = new byte[32],
            DocketKey = new byte[16],
        },
        site,
        new Blob(new byte[] { 1, 2, 3 }, "image/jpeg"));

    private static IEnumerable<XElement> Texts(string svg) => XDocument.Parse(svg).Descendants(s_svg + "text");

    private static XElement Label(XDocument front, string text) => front.Descendants(s_svg + "text").Single(each => each.Value == text);

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
