using System.Globalization;

namespace SecureDocket.Pdf;

/// <summary>The refusals of an uploaded PDF. All name the field <c>content</c>, and say what mends the file.</summary>
internal static class PdfRefusals
{
    private static readonly (PdfActivity Activity, string Name)[] s_names =
    [
        (PdfActivity.Script, "a script"),
        (PdfActivity.XfaForm, "an XFA form"),
        (PdfActivity.Attachment, "an attached file"),
        (PdfActivity.Media, "sound, video or 3D content"),
        (PdfActivity.Launch, "a command that opens a program or a file"),
        (PdfActivity.FormData, "a form that sends, loads or resets data"),
        (PdfActivity.OtherFile, "a jump into another file"),
        (PdfActivity.PostScript, "PostScript code"),
        (PdfActivity.Link, "a link to something other than a web page, an e-mail address or a phone number"),
        (PdfActivity.Trigger, "an action that runs by itself"),
    ];

    public static Refusal Format { get; } = Of("pdf-format", "The content is not a PDF.");

    public static Refusal Encrypted { get; } = Of(
        "pdf-encrypted",
        "The PDF is encrypted. A file with an empty password opens without asking for one, but is encrypted too. "
        + "Save it without a password and without restrictions, or print it to a new PDF.");

    public static Refusal Active(PdfActivity found) => Of(
        "pdf-active",
        $"The PDF contains {Enumerated([.. s_names.Where(each => found.HasFlag(each.Activity)).Select(each => each.Name)])}. "
        + (found.HasFlag(PdfActivity.Script) || found.HasFlag(PdfActivity.XfaForm) ? "Official forms often do. " : "")
        + "Print it to a new PDF, which shows the same pages and nothing else.");

    public static Refusal Pages(int limit) => Of("pdf-pages", string.Create(CultureInfo.InvariantCulture, $"A document can have at most {limit} pages."));

    public static Refusal TooLarge(int limit) => Of(
        "document-too-large", string.Create(CultureInfo.InvariantCulture, $"A document can have at most {limit} bytes."));

    public static Refusal Corrupt(string detail) => Of(
        "pdf-corrupt", $"{detail} Different readers may show such a file differently. If it opens, print it to a new PDF.");

    private static string Enumerated(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";

    private static Refusal Of(string code, string detail) => new(code, detail, "content");
}
