using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>The faces as they print: size, texts, codes, and that nothing leaves the card or lies on something else.</summary>
public sealed partial class FaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string English = "For use with DHS agencies. Not an official form of federal identification.";
    private const string Spanish = "Para uso con agencias del DHS. No es una forma oficial de identificación federal.";

    [Theory]
    [InlineData("front")]
    [InlineData("back")]
    public async Task A_face_is_well_formed_and_exactly_as_large_as_the_card(string side)
    {
        var (face, _) = await DrawnAsync(side, "Miron Zarechny");
        Assert.Equal("svg", face.Root.Name.LocalName);
        Assert.Equal("85.6mm", face.Root.Attribute("width")!.Value);
        Assert.Equal("53.98mm", face.Root.Attribute("height")!.Value);
        Assert.Equal("0 0 85.6 53.98", face.Root.Attribute("viewBox")!.Value);
    }

    [Theory]
    [InlineData("front")]
    [InlineData("back")]
    public async Task A_face_may_show_its_own_picture_and_nothing_else(string side)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        var reply = (await officer.GetAsync(card[side]!.GetValue<string>())).Is(200).HasSafeHeaders();
        Assert.Equal("image/svg+xml", reply.MediaType);
        Assert.Equal("default-src 'none'; img-src data:; sandbox", reply.Headers.GetValues("Content-Security-Policy").Single());
        var elements = XDocument.Parse(reply.Text).Descendants().ToList();
        Assert.DoesNotContain(elements, element => element.Name.LocalName is "script" or "foreignObject" or "style" or "a" or "use");
        Assert.All(elements.Attributes("href"), href => Assert.StartsWith("data:image/", href.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_front_says_whose_card_it_is_and_how_long_it_holds()
    {
        var (face, number) = await DrawnAsync("front", "Miron Zarechny", "2003-02-28");
        var now = api.Host.Clock.GetUtcNow();
        Assert.Contains("Miron Zarechny", face.AllText, StringComparison.Ordinal);
        foreach (var expected in new[] { number, "28 FEB 2003", "UKR", Printed(now), Printed(now.AddDays(365)), "Test site", English })
        {
            Assert.Contains(face.Texts, text => text.Content == expected);
        }

        Assert.Single(face.Root.Elements(), element => element.Name.LocalName == "image");
    }

    [Theory]
    [InlineData("1979", "1979")]
    [InlineData("1980-05", "MAY 1980")]
    public async Task The_front_prints_a_birth_date_as_far_as_it_is_known(string birthDate, string printed)
    {
        var (face, _) = await DrawnAsync("front", "Sukarno", birthDate);
        Assert.Contains(face.Texts, text => text.Content == printed);
    }

    [Fact]
    public async Task The_back_says_what_the_card_is_not_in_english_and_spanish_and_how_to_report_a_loss()
    {
        var (face, number) = await DrawnAsync("back", "Miron Zarechny");
        Assert.Contains(face.Texts, text => text.Content == English);
        Assert.Contains(face.Texts, text => text.Content == Spanish);
        Assert.Contains(face.Texts, text => text.Content == number);
        Assert.Contains("1-800-555-0100", face.AllText, StringComparison.Ordinal);
        Assert.Contains("Lost or stolen?", face.AllText, StringComparison.Ordinal);
        Assert.Contains("¿Perdida o robada?", face.AllText, StringComparison.Ordinal);
        Assert.Contains("https://securedocket.example/", face.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("Zarechny", face.AllText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("front", "Miron Zarechny")]
    [InlineData("back", "Miron Zarechny")]
    [InlineData("front", "Ŵolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewe")]
    [InlineData("front", "Ŷŵŵŵŵŵŵŵŵŵ Ŵŵŵŵŵŵŵŵ Ŵŵŵŵŵŵŵŵ Aaaa")]
    public async Task A_printed_module_is_at_least_three_tenths_of_a_millimetre(string side, string latinName)
    {
        var (face, _) = await DrawnAsync(side, latinName);
        var code = face.Root.Elements().Single(element => element.Attribute("transform") is not null);
        var transform = Transform().Match(code.Attribute("transform")!.Value);
        var module = Number(transform.Groups["scale"].Value);
        Assert.True(module >= 0.3, $"A module is {module} mm.");

        // The path is in whole modules: four of quiet zone before the first, and no more behind the last.
        var moves = Moves().Matches(code.Attribute("d")!.Value);
        Assert.Equal(4, moves.Min(move => int.Parse(move.Groups["x"].Value, CultureInfo.InvariantCulture)));
        var size = moves.Max(move => int.Parse(move.Groups["y"].Value, CultureInfo.InvariantCulture)) + 1 + 4;
        Assert.InRange(size - 8, 21, 77);
        Assert.InRange(Number(transform.Groups["x"].Value) + size * module, 0, 85.6);
        Assert.InRange(Number(transform.Groups["y"].Value) + size * module, 0, 53.98);
    }

    [Theory]
    [InlineData("front", "Al")]
    [InlineData("front", "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis")]
    [InlineData("front", "MWWWWWWWWM MWWWWWWWWM MWWWWWWWWM MWWWWWWWWM MWWWWWWWWM MWWWW")]
    [InlineData("front", "Maria del Carmen de los Angeles Fernandez de la Vega y Ortega")]
    [InlineData("back", "Maria del Carmen de los Angeles Fernandez de la Vega y Ortega")]
    public async Task Nothing_leaves_the_card_and_no_text_lies_on_another(string side, string latinName)
    {
        var (face, _) = await DrawnAsync(side, latinName[..Math.Min(60, latinName.Length)]);
        Assert.All(face.Texts, text => Assert.True(
            text.Left >= 0 && text.Right <= 85.6 && text.Top >= 0 && text.Bottom <= 53.98, $"{text} leaves the card."));
        Assert.All(face.Boxes, box => Assert.True(
            box.Left >= 0 && box.Right <= 85.6001 && box.Top >= 0 && box.Bottom <= 53.9801, $"{box} leaves the card."));
        foreach (var (one, other) in face.Texts.SelectMany((one, at) => face.Texts.Skip(at + 1).Select(other => (one, other))))
        {
            Assert.False(one.Overlaps(other), $"{one} lies on {other}.");
        }

        // The photo and the codes are the boxes that texts must keep off.
        var pictures = face.Boxes.Where(box => box.Right - box.Left is > 20 and < 41).ToList();
        Assert.Equal(side == "front" ? 3 : 1, pictures.Count);
        foreach (var (text, picture) in face.Texts.SelectMany(text => pictures.Select(picture => (text, picture))))
        {
            Assert.False(text.Overlaps(picture), $"{text} lies on {picture}.");
        }
    }

    [Fact]
    public async Task The_whole_of_a_long_name_is_printed()
    {
        const string Name = "Maria del Carmen de los Angeles Fernandez de la Vega y Orteg";
        var (face, _) = await DrawnAsync("front", Name);
        Assert.Contains(Name, face.AllText, StringComparison.Ordinal);
    }

    private async Task<(Face Face, string Number)> DrawnAsync(string side, string latinName, string? birthDate = null)
    {
        var person = TestPeople.Person();
        (person["latinName"], person["birthDate"]) = (latinName, birthDate ?? TestPeople.BirthDate());
        var card = await TestPeople.IssueAsync(api.Host, person);
        using var officer = api.As("Enrollment.Officer");
        var reply = (await officer.GetAsync(card[side]!.GetValue<string>())).Is(200);
        return (new Face(XDocument.Parse(reply.Text).Root!), card["cardNumber"]!.GetValue<string>());
    }

    private static string Printed(DateTimeOffset day) => day.UtcDateTime.ToString("dd MMM yyyy", CultureInfo.InvariantCulture).ToUpperInvariant();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^translate\((?<x>[0-9.]+) (?<y>[0-9.]+)\) scale\((?<scale>[0-9.]+)\)$")]
    private static partial Regex Transform();

    [GeneratedRegex("M(?<x>[0-9]+) (?<y>[0-9]+)h")]
    private static partial Regex Moves();
}
