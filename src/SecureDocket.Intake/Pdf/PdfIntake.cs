using System.Security.Cryptography;

namespace SecureDocket.Pdf;

/// <summary>
/// Accepts documents: only a complete PDF that anyone can open and that does nothing but show its pages.
/// It is kept byte for byte, because it may be evidence. Time and memory are proportional to its size.
/// </summary>
public static class PdfIntake
{
    /// <summary>The maximum size in bytes (20 MiB).</summary>
    public const int MaximumBytes = 20 * 1024 * 1024;

    /// <summary>The maximum number of pages.</summary>
    public const int MaximumPages = 1000;

    /// <summary>Checks an upload. Throws nothing but the cancellation, whatever the bytes are.</summary>
    /// <param name="upload">The file as received; its declared media type and name are ignored.</param>
    /// <returns>
    /// The accepted PDF, or the reasons for the refusal: document-too-large, pdf-format (not a PDF), pdf-corrupt (truncated, damaged, or understood
    /// differently by different readers), pdf-encrypted, or pdf-active and pdf-pages together. Every refusal names the field
    /// <c>content</c>, what was found, and what mends the file.
    /// </returns>
    public static Result<AcceptedPdf> Accept(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken)
    {
        if (upload.Length > MaximumBytes)
        {
            return TooLarge;
        }

        // Only major versions 1 and 2 exist (section 7.5.2).
        if (upload.Span is not [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', (byte)'1' or (byte)'2', (byte)'.', >= (byte)'0' and <= (byte)'9', ..])
        {
            return PdfRefusals.Format;
        }

        if (!IsVersionAlone(upload.Span[8..]))
        {
            return Corrupt("Something stands in the PDF's first line besides its version.");
        }

        // Readers look for the end anywhere in the last kilobyte, so another file could hide behind it.
        if (!upload.Span.TrimEnd("\r\n \t"u8).EndsWith("%%EOF"u8))
        {
            return Corrupt("The PDF is truncated, or something follows its end.");
        }

        try
        {
            var budget = new PdfBudget(cancellationToken);
            var file = new PdfFile(upload, budget);
            if (file.IsEncrypted)
            {
                return PdfRefusals.Encrypted;
            }

            var objects = new PdfObjects(file, budget);
            List<Refusal> refusals = [];
            if (new PdfActions(objects, budget).Found is not PdfActivity.None and var found)
            {
                refusals.Add(PdfRefusals.Active(found));
            }

            var pages = PdfPages.Read(objects, MaximumPages);
            if (pages.Count > MaximumPages)
            {
                refusals.Add(PdfRefusals.Pages(MaximumPages));
            }
            else
            {
                PdfLinearization.Check(file, objects, pages);
            }

            return refusals.Count > 0 ? refusals : new AcceptedPdf(pages.Count, Convert.ToHexStringLower(SHA256.HashData(upload.Span)));
        }
        catch (PdfException fault)
        {
            return Corrupt(fault.Message);
        }
        catch (OverflowException)
        {
            return Corrupt("The PDF refers to an impossible object.");
        }
    }

    /// <summary>The refusal of a file larger than <see cref="MaximumBytes"/>, for callers that stop reading there.</summary>
    public static Refusal TooLarge { get; } = PdfRefusals.TooLarge(MaximumBytes);

    /// <summary>Whether only spaces or a comment follow the version. Some readers look for the first object there.</summary>
    private static bool IsVersionAlone(ReadOnlySpan<byte> rest)
    {
        var at = 0;
        while (at < rest.Length && PdfLexer.IsSpace(rest[at]) && rest[at] is not ((byte)'\r' or (byte)'\n'))
        {
            at++;
        }

        return at == rest.Length || rest[at] is (byte)'\r' or (byte)'\n' || (at > 0 && rest[at] == '%');
    }

    private static Refusal Corrupt(string detail) => PdfRefusals.Corrupt(detail);
}

/// <summary>An accepted PDF.</summary>
/// <param name="Pages">The number of pages.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hex digits.</param>
public sealed record AcceptedPdf(int Pages, string Sha256);
