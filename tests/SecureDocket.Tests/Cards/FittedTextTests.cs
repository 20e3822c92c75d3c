using SecureDocket.Printing;
using Xunit;

namespace SecureDocket.Tests.Cards;

public sealed class FittedTextTests
{
    private const double Width = 43.5;
    private const double Height = 8.0;
    private const double Largest = 3.9;
    private const double Smallest = 2.0;

    public static TheoryData<string> Names =>
    [
        "Li",
        "Suharto",
        "Miron Zarechny",
        "Maximiliano Bartolom\u00e9 Hern\u00e1ndez-Santacruz de la Pe\u00f1a Urrutia",
        "Nguy\u1ec5n Th\u1ecb Minh Khai Ph\u1ea1m Ho\u00e0ng \u00c1nh Nguy\u1ec7t",
        new string('W', 60),
        new string('i', 60),
        "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis",
        "WWWWWWWWWWWW WWWWWWWWWWWW WWWWWWWWWWWW WWWWWWWWWWWW WWWWWWWW",
        "MMMMMMMMMMMMMMMMMMMMMMMMMMMMM MMMMMMMMMMMMMMMMMMMMMMMMMMMMMM",
        string.Join(' ', Enumerable.Repeat("W", 30)),
        string.Join(' ', Enumerable.Repeat("WWWWW", 10)),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_line_stays_in_the_box(string name)
    {
        var fitted = FittedText.Into(name, Width, Height, Largest, Smallest);

        Assert.Equal(name, string.Join(' ', fitted.Lines.Select(line => line.Text)));
        Assert.All(fitted.Lines, line => Assert.InRange(line.Width, 0.1, Width));
        Assert.True(fitted.Lines.Count * fitted.Size * FittedText.LineHeight <= Height + 1e-9, $"{fitted.Lines.Count} lines of {fitted.Size} mm");
        Assert.InRange(fitted.Size, Smallest - 1e-9, Largest);
    }

    [Fact]
    public void A_short_name_is_set_in_the_largest_size_on_one_line()
    {
        var fitted = FittedText.Into("Miron Zarechny", Width, Height, Largest, Smallest);
        Assert.Equal(Largest, fitted.Size);
        Assert.Equal("Miron Zarechny", Assert.Single(fitted.Lines).Text);
    }

    [Fact]
    public void Letters_with_marks_are_as_wide_as_without()
    {
        Assert.Equal(FittedText.WidthOf("Pena"), FittedText.WidthOf("Pe\u00f1a"));
        Assert.Equal(FittedText.WidthOf("Nguyen"), FittedText.WidthOf("Nguy\u1ec5n"));
        Assert.Equal(0.722 + 0.278 + 0.278, FittedText.WidthOf("A i"), 6);
    }
}
