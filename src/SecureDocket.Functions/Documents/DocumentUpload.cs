using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using NodaTime;
using SecureDocket.Documents;
using SecureDocket.Pdf;

namespace SecureDocket.Functions.Documents;

/// <summary>An uploaded document: a form with one file.</summary>
/// <param name="Details">The details of the document.</param>
/// <param name="Content">The file's bytes.</param>
internal sealed record DocumentUpload(DocumentDetails Details, ReadOnlyMemory<byte> Content)
{
    private const string MediaType = "multipart/form-data";
    private const string File = "content";
    private const int PartLimit = 16;
    private const int FieldLimit = 1024;
    private const int BoundaryLimit = 70;

    // Both are far more than such a form needs apart from its file.
    private const int Overhead = 64 * 1024;

    private static readonly string[] s_fields = ["type", "title", "date", "language"];
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the form part by part, in memory and never on disk; returns all errors of the form if there are any.</summary>
    /// <param name="request">The request.</param>
    /// <param name="today">The current day, UTC.</param>
    public static async Task<Result<DocumentUpload>> ReadAsync(HttpRequest request, LocalDate today, CancellationToken cancellationToken)
    {
        if (!request.HasMediaType(MediaType)
            || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: >= 1 and <= BoundaryLimit } boundary)
        {
            return DocumentsRefusals.MediaType(MediaType);
        }

        if (request.ContentLength > PdfIntake.MaximumBytes + Overhead)
        {
            return PdfIntake.TooLarge;
        }

        try
        {
            return await ReadAsync(new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 2048 }, today, cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            // Truncated part headers cannot be told from malformed ones.
            return DocumentsRefusals.UploadCut;
        }
    }

    private static async Task<Result<DocumentUpload>> ReadAsync(MultipartReader reader, LocalDate today, CancellationToken cancellationToken)
    {
        Dictionary<string, string?> fields = [];
        List<Refusal> refusals = [];
        ReadOnlyMemory<byte>? content = null;
        for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } part; parts++)
        {
            var disposition = part.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value;
            if (parts == PartLimit)
            {
                return DocumentsRefusals.TooManyParts(PartLimit);
            }

            // Reading on shows whether the headers were truncated or lack a name.
            if (name is null)
            {
                refusals.Add(DocumentsRefusals.PartName);
            }
            else if (name == File)
            {
                if (content is not null)
                {
                    refusals.Add(DocumentsRefusals.SecondFile(File));
                    continue;
                }

                if (part.ContentType?.Split(';', 2)[0].Trim().Equals("application/pdf", StringComparison.OrdinalIgnoreCase) != true)
                {
                    refusals.Add(DocumentsRefusals.FileMediaType(File));
                }

                content = await ReadAsync(part.Body, PdfIntake.MaximumBytes, cancellationToken);
                if (content is null)
                {
                    return PdfIntake.TooLarge;
                }
            }
            else if (!s_fields.Contains(name))
            {
                refusals.Add(DocumentsRefusals.UnknownField(name.Length <= 40 ? name : name[..40] + "…"));
            }
            else if (!fields.TryAdd(name, await TextAsync(part.Body, cancellationToken)))
            {
                refusals.Add(DocumentsRefusals.DuplicateField(name));
            }
        }

        if (content is null)
        {
            refusals.Add(DocumentsRefusals.FileRequired(File));
        }

        var form = new DocumentForm
        {
            Type = Names.FromKebab<DocumentType>(fields.GetValueOrDefault("type")),
            Title = fields.GetValueOrDefault("title"),
            Date = fields.GetValueOrDefault("date"),
            Language = fields.GetValueOrDefault("language"),
        }.Check(today);
        refusals.AddRange([.. form.Refusals.Where(fault => refusals.TrueForAll(known => known.Field != fault.Field))]);
        return refusals.Count > 0 ? refusals : new DocumentUpload(form.Value!, content!.Value);
    }

    /// <summary>The text of a field; null when it is not text or too long for any field.</summary>
    private static async Task<string?> TextAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(body, FieldLimit, cancellationToken) is { } bytes ? s_utf8.GetString(bytes.Span) : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > limit)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
