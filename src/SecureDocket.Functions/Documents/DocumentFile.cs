using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary>Responds with a document as a download that browsers neither execute nor frame, and caches do not store.</summary>
public sealed class DocumentFile(OpenedDocument opened) : IResult
{
    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var headers = httpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";

        // Contains fixed words only: a title may name a person, and downloaded files are left lying around.
        var name = $"{Names.Kebab(opened.Document.Type)}-{opened.Document.Date:uuuu-MM-dd}.pdf";
        return Results.Bytes(opened.Content, "application/pdf", name).ExecuteAsync(httpContext);
    }
}
