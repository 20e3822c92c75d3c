using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary>Answers with a document's bytes, to be saved: no browser runs or frames them, and no cache keeps them.</summary>
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

        // Of our own words alone: a title may name a person, and files lie about.
        var name = $"{Names.Kebab(opened.Document.Type)}-{opened.Document.Date:uuuu-MM-dd}.pdf";
        return Results.Bytes(opened.Content, "application/pdf", name).ExecuteAsync(httpContext);
    }
}
