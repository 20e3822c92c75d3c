using System.Globalization;
using System.Xml.Linq;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Storage;
using SecureDocket.Texts;

namespace SecureDocket.Printing;

/// <summary>Draws the two faces of a card as SVG in its printed size: ID-1, 85.60 × 53.98 mm (ISO/IEC 7810).</summary>
/// <remarks>The front prints the data read back from the signed claims, so that print and signature cannot differ.</remarks>
internal static class CardFace
{
    private const double Width = 85.6;
    private const double Height = 53.98;
    private const string Ink = "#10243b";
    private const string Quiet = "#5a6b7d";
    private const string Sans = "Liberation Sans, Arial, Helvetica, sans-serif";
    private const string Mono = "Liberation Mono, Courier New, monospace";
    private const string NotAnId = "For use with DHS agencies. Not an official form of federal identification.";
    private const string NotAnIdSpanish = "Para uso con agencias del DHS. No es una forma oficial de identificación federal.";

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>The front: photo, identity, dates, number and the credential's QR code.</summary>
    public static string Front(Card card, Identity identity, string siteName, Blob photo)
    {
        var face = Blank();
        Header(face, "SECURE DOCKET CARD", siteName);

        var data = $"data:{photo.MediaType};base64,{Convert.ToBase64String(photo.Content.Span)}";
        face.Add(
            Rectangle(3.35, 10.05, 21.3, 28.3, "#ffffff", "#b8c4d0"),
            new XElement(s_svg + "image", At(3.5, 10.2), Size(21, 28), new XAttribute("preserveAspectRatio", "xMidYMid slice"), new XAttribute("href", data)));

        Field(face, 12.4, "DATE OF BIRTH", PrintedBirthDate(identity.BirthDate));
        Field(face, 18.9, "NATIONALITY", identity.Nationality);
        Field(face, 25.4, "ISSUED", PrintedDate(card.IssuedAt));
        Field(face, 31.9, "EXPIRES", PrintedDate(card.Expires));

        face.Add(Label(3.5, 40.0, "NAME"));
        var name = FittedText.Into(identity.FullName, width: 40.4, height: 5.5, largest: 3.9, smallest: 2.0);
        for (var i = 0; i < name.Lines.Count; i++)
        {
            var (line, width) = name.Lines[i];
            face.Add(Text(3.5, 40.6 + name.Size * (0.95 + i * FittedText.LineHeight), name.Size, line, weight: "bold", length: width));
        }

        face.Add(
            Label(3.5, 47.7, "CARD NUMBER"),
            Text(3.5, 50.6, 2.8, card.Number.ToPrinted(), family: Mono, weight: "bold", length: 26.5));

        // With a face, the code has up to 125 modules, and its quiet zone 8: at 40 mm each module is 0.3008 mm.
        Qr(face, QrPath.Of(card.CredentialText()), 44.3, 9.7, 40.0);
        face.Add(Text(Width / 2, 52.8, 1.55, NotAnId, fill: Quiet, anchor: "middle"));
        return ToText(face);
    }

    /// <summary>Draws the back: the portal's QR code, how to report a loss, and that the card is not an ID, in English and Spanish.</summary>
    /// <param name="card">The card.</param>
    /// <param name="options">The settings of all cards.</param>
    /// <param name="language">The person's language, BCP 47, in which the portal opens.</param>
    public static string Back(Card card, CardOptions options, string language)
    {
        var face = Blank();
        Header(face, "SECURE DOCKET CARD", card.Number.ToPrinted());
        Qr(face, QrPath.Of(PortalLink(card, options, language)), 4.0, 11.2, 27.0);
        Paragraph(face, 4.0, 41.0, 27.0, 1.7, options.PortalUrl);

        Paragraph(face, 35.0, 14.2, 47.0, 2.5, "Your dates and papers", bold: true);
        Paragraph(face, 35.0, 17.6, 47.0, 2.1, "Scan to see your dates, book a check-in and get your papers.");
        Paragraph(face, 35.0, 23.2, 47.0, 2.1, "Escanee para ver sus fechas, reservar una cita y obtener sus documentos.");
        Paragraph(face, 35.0, 30.2, 47.0, 2.5, "Lost or stolen? · ¿Perdida o robada?", bold: true);
        Paragraph(face, 35.0, 33.6, 47.0, 2.1, $"Report it at once · Avise de inmediato: {options.LossContact}");

        face.Add(Rectangle(0, 44.2, Width, 7.6, "#e6ecf2", "none"));
        face.Add(
            Text(Width / 2, 47.3, 2.0, NotAnId, weight: "bold", anchor: "middle"),
            Text(Width / 2, 50.5, 2.0, NotAnIdSpanish, anchor: "middle"));
        return ToText(face);
    }

    // The number follows a #, so that browsers do not send it and servers do not log it.
    private static string PortalLink(Card card, CardOptions options, string language) =>
        $"{options.PortalUrl}{(options.PortalUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={TextCatalogue.Default.LanguageFor(language)}#{card.Number.ToPrinted()}";

    private static XElement Blank() => new(
        s_svg + "svg",
        new XAttribute("width", Mm(Width) + "mm"),
        new XAttribute("height", Mm(Height) + "mm"),
        new XAttribute("viewBox", $"0 0 {Mm(Width)} {Mm(Height)}"),
        new XElement(s_svg + "rect", Size(Width, Height), new XAttribute("rx", "3.18"), new XAttribute("fill", "#f8fafc")),
        new XElement(
            s_svg + "rect", At(0.1, 0.1), Size(Width - 0.2, Height - 0.2), new XAttribute("rx", "3.08"),
            new XAttribute("fill", "none"), new XAttribute("stroke", "#c5d0db"), new XAttribute("stroke-width", "0.2")));

    private static void Header(XElement face, string title, string right) => face.Add(
        new XElement(
            s_svg + "path", new XAttribute("fill", Ink),
            new XAttribute("d", $"M0 8.6V3.18A3.18 3.18 0 0 1 3.18 0H{Mm(Width - 3.18)}A3.18 3.18 0 0 1 {Mm(Width)} 3.18V8.6Z")),
        Rectangle(0, 8.6, Width, 0.5, "#c8963e", "none"),
        Text(3.5, 5.8, 3.5, title, fill: "#ffffff", weight: "bold"),
        Text(Width - 3.5, 5.7, 2.6, right, fill: "#ffffff", anchor: "end", length: FittedLength(right, 2.6, 32)));

    private static void Field(XElement face, double y, string label, string value) =>
        face.Add(Label(26.0, y, label), Text(26.0, y + 3.0, 2.6, value, weight: "bold", length: FittedLength(value, 2.6, 17.8)));

    private static void Qr(XElement face, QrPath qr, double x, double y, double side)
    {
        var module = side / qr.Modules;
        face.Add(
            Rectangle(x, y, side, side, "#ffffff", "none"),
            new XElement(
                s_svg + "path",
                new XAttribute("transform", $"translate({Mm(x)} {Mm(y)}) scale({module.ToString("0.#####", CultureInfo.InvariantCulture)})"),
                new XAttribute("fill", "#000000"), new XAttribute("shape-rendering", "crispEdges"), new XAttribute("d", qr.Path)));
    }

    private static void Paragraph(XElement face, double x, double y, double width, double size, string text, bool bold = false)
    {
        var fitted = FittedText.Into(text, width, height: size * FittedText.LineHeight * 3, size, 1.4);
        for (var i = 0; i < fitted.Lines.Count; i++)
        {
            face.Add(Text(
                x, y + i * fitted.Size * FittedText.LineHeight, fitted.Size, fitted.Lines[i].Text, weight: bold ? "bold" : null,
                length: fitted.Lines[i].Width > width * 0.97 ? width : null));
        }
    }

    private static XElement Label(double x, double y, string text) => Text(x, y, 1.6, text, fill: Quiet);

    private static XElement Text(
        double x, double y, double size, string text,
        string fill = Ink, string family = Sans, string? weight = null, string? anchor = null, double? length = null) => new(
        s_svg + "text", At(x, y),
        new XAttribute("font-family", family), new XAttribute("font-size", Mm(size)), new XAttribute("fill", fill),
        weight is null ? null : new XAttribute("font-weight", weight),
        anchor is null ? null : new XAttribute("text-anchor", anchor),
        // A fixed length keeps the line in its box even if the font is substituted.
        length is null ? null : new XAttribute("textLength", Mm(length.Value)),
        length is null ? null : new XAttribute("lengthAdjust", "spacingAndGlyphs"),
        text);

    private static double? FittedLength(string text, double size, double width) =>
        FittedText.WidthOf(text) * size > width ? width : null;

    private static XElement Rectangle(double x, double y, double width, double height, string fill, string stroke) => new(
        s_svg + "rect", At(x, y), Size(width, height), new XAttribute("fill", fill), new XAttribute("stroke", stroke), new XAttribute("stroke-width", "0.15"));

    private static object[] At(double x, double y) => [new XAttribute("x", Mm(x)), new XAttribute("y", Mm(y))];

    private static object[] Size(double width, double height) => [new XAttribute("width", Mm(width)), new XAttribute("height", Mm(height))];

    private static string Mm(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string PrintedDate(DateTimeOffset time) => time.UtcDateTime.ToString("dd MMM yyyy", CultureInfo.InvariantCulture).ToUpperInvariant();

    /// <summary><c>YYYYMMDD</c> with zeros for unknown parts.</summary>
    private static string PrintedBirthDate(string claim)
    {
        var (year, month, day) = (claim[..4], claim[4..6], claim[6..]);
        return (month, day) switch
        {
            ("00", _) => year,
            (_, "00") => $"{CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(int.Parse(month, CultureInfo.InvariantCulture)).ToUpperInvariant()} {year}",
            _ => $"{day} {CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(int.Parse(month, CultureInfo.InvariantCulture)).ToUpperInvariant()} {year}",
        };
    }

    private static string ToText(XElement face) => face.ToString(SaveOptions.DisableFormatting);
}
