using System.Globalization;
using System.Xml.Linq;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>A drawn face as boxes in millimetres.</summary>
internal sealed class Face(XElement root)
{
    public XElement Root { get; } = root;

    public IReadOnlyList<Box> Texts { get; } = [.. root.Elements().Where(element => element.Name.LocalName == "text").Select(OfText)];

    /// <summary>Rectangles and pictures.</summary>
    public IReadOnlyList<Box> Boxes { get; } =
        [.. root.Elements().Where(element => element.Name.LocalName is "rect" or "image").Select(OfArea)];

    /// <summary>Every text in drawing order, lines of one paragraph joined.</summary>
    public string AllText => string.Join(' ', Texts.Select(text => text.Content));

    private static Box OfArea(XElement element)
    {
        var (x, y) = (Of(element, "x") ?? 0, Of(element, "y") ?? 0);
        return new(element.Name.LocalName, x, y, x + Of(element, "width")!.Value, y + Of(element, "height")!.Value);
    }

    private static Box OfText(XElement element)
    {
        var size = Of(element, "font-size")!.Value;
        var width = Of(element, "textLength") ?? size * element.Value.Sum(character => WidthOf(character, element.Attribute("font-weight") is not null));
        var left = Of(element, "x")!.Value - width * element.Attribute("text-anchor")?.Value switch { "middle" => 0.5, "end" => 1, _ => 0 };
        var baseline = Of(element, "y")!.Value;
        return new(element.Value, left, baseline - 0.73 * size, left + width, baseline + 0.21 * size);
    }

    // Upper bounds for sans serif, in ems: coarse on purpose, so that this does not share a table with what it checks.
    private static double WidthOf(char character, bool bold) => character switch
    {
        'W' or 'M' or 'm' or 'w' or '@' => 0.95,
        'i' or 'j' or 'l' or 'f' or 't' or 'I' or 'r' or ' ' or '.' or ',' or ':' or '-' or '/' or '·' or '\'' => 0.4,
        >= 'A' and <= 'Z' => 0.78,
        _ => bold ? 0.62 : 0.56,
    };

    private static double? Of(XElement element, string attribute) =>
        element.Attribute(attribute) is { } found ? double.Parse(found.Value, CultureInfo.InvariantCulture) : null;
}

/// <summary>A box on a face.</summary>
internal sealed record Box(string Content, double Left, double Top, double Right, double Bottom)
{
    public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}
