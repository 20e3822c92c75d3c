using System.Globalization;

namespace SecureDocket.Pdf;

/// <summary>The refusals of an uploaded PDF. All name the field <c>content</c>.</summary>
internal static class PdfRefusals
{
    public static Refusal Format { get; } = Of("pdf-format", "The content is not a PDF.");

    public static Refusal Encrypted { get; } = Of("pdf-encrypted", "The PDF is encrypted. Save it without a password and without restrictions.");

    public static Refusal Active { get; } = Of(
        "pdf-active",
        "The PDF contains scripts, actions, media, XFA forms, attached files or links to anything other than web pages and e-mail addresses. Print it to a new PDF.");

    public static Refusal Pages(int limit) => Of("pdf-pages", string.Create(CultureInfo.InvariantCulture, $"A document can have at most {limit} pages."));

    public static Refusal TooLarge(int limit) => Of(
        "document-too-large", string.Create(CultureInfo.InvariantCulture, $"A document can have at most {limit} bytes."));

    public static Refusal Corrupt(string detail) => Of("pdf-corrupt", detail);

    private static Refusal Of(string code, string detail) => new(code, detail, "content");
}
