using System.Globalization;
using System.Security.Cryptography;

namespace SecureDocket.Pdf;

/// <summary>
/// The only way in for a document: a PDF that is whole, that anyone can open and that does nothing but show its pages.
/// It is kept byte for byte, because it may be evidence. Time and memory grow with its size, and no further.
/// </summary>
public static class PdfIntake
{
    /// <summary>The largest file, in bytes (20 MiB).</summary>
    public const int MaximumBytes = 20 * 1024 * 1024;

    /// <summary>The most pages.</summary>
    public const int MaximumPages = 1000;

    /// <summary>Checks an upload. Throws nothing but the cancellation, whatever the bytes are.</summary>
    /// <param name="upload">The file as received; the declared media type and the file's name play no part.</param>
    /// <returns>
    /// What is known of the file, or why it is refused: document-too-large, pdf-format (no PDF), pdf-corrupt (cut short, damaged, or more
    /// than a PDF), pdf-encrypted, or pdf-active and pdf-pages together. Every refusal names the field <c>content</c>.
    /// </returns>
    public static Result<AcceptedPdf> Accept(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken)
    {
        if (upload.Length > MaximumBytes)
        {
            return TooLarge;
        }

        // Major versions 1 and 2 are all there are (section 7.5.2).
        if (upload.Span is not [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', (byte)'1' or (byte)'2', (byte)'.', >= (byte)'0' and <= (byte)'9', ..])
        {
            return new Refusal("pdf-format", "The bytes are no PDF, whatever the media type says.", "content");
        }

        // Readers look for the end anywhere in the last kilobyte, so another file could hide behind it.
        if (!upload.Span.TrimEnd("\r\n \t"u8).EndsWith("%%EOF"u8))
        {
            return Corrupt("It does not end where a PDF ends: it is cut short, or something follows.");
        }

        try
        {
            var file = new PdfFile(upload, new PdfBudget(cancellationToken));
            if (file.IsEncrypted)
            {
                return new Refusal("pdf-encrypted", "Save the PDF without a password and without restrictions.", "content");
            }

            file.Resolve();
            List<Refusal> refusals = [];
            if (file.IsActive)
            {
                refusals.Add(new("pdf-active", "The PDF has scripts, actions, media, forms of another kind, attached files or links to something else than web pages; print it to a new PDF.", "content"));
            }

            var pages = file.CountPages(MaximumPages);
            if (pages > MaximumPages)
            {
                refusals.Add(new("pdf-pages", string.Create(CultureInfo.InvariantCulture, $"A document has at most {MaximumPages} pages."), "content"));
            }

            return refusals.Count > 0 ? refusals : new AcceptedPdf(pages, Convert.ToHexStringLower(SHA256.HashData(upload.Span)));
        }
        catch (PdfException fault)
        {
            return Corrupt(fault.Message);
        }
        catch (OverflowException)
        {
            return Corrupt("It names an object that no PDF can have.");
        }
    }

    /// <summary>The refusal of a file beyond <see cref="MaximumBytes"/>, for whoever stops reading there.</summary>
    public static Refusal TooLarge { get; } =
        new("document-too-large", string.Create(CultureInfo.InvariantCulture, $"A document has at most {MaximumBytes} bytes."), "content");

    private static Refusal Corrupt(string detail) => new("pdf-corrupt", detail, "content");
}

/// <summary>A PDF that is accepted.</summary>
/// <param name="Pages">Its pages.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hex digits.</param>
public sealed record AcceptedPdf(int Pages, string Sha256);
