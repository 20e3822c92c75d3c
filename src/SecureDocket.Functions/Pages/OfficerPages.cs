using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecureDocket.Functions.Pages;

/// <summary>Serves the pages for officers: static files with placeholders for the release and the sign-in settings only.</summary>
public sealed class OfficerPages(WebFiles files, AccessOptions access)
{
    // The parts of the scanner, all of which must work offline.
    private static readonly string[] s_scanner = ["lib/", "officer/", "verifier/", "verify/"];

    // Does not escape "+" and "/", which are harmless in a script.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>200 with a page.</summary>
    /// <param name="response">Receives the headers.</param>
    /// <param name="path">The page's path within <c>Web</c>.</param>
    internal IResult Answer(HttpResponse response, string path)
    {
        PageHeaders.ForOfficers(response, access.SignIn.Origin);
        return Results.Text(Page(path), "text/html; charset=utf-8");
    }

    /// <summary>200 with the scanner's service worker, which lists the page and every file to cache, each with its hash.</summary>
    internal IResult AnswerWorker(HttpResponse response)
    {
        PageHeaders.Harden(response);
        response.Headers["Service-Worker-Allowed"] = "/verify";
        response.Headers.CacheControl = "no-cache";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; connect-src 'self'";
        var kept = files.All
            .Where(file => s_scanner.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
            .Where(file => Path.GetExtension(file.Path) != ".html")
            .ToDictionary(file => files.AddressOf(file.Path), file => file.Integrity);
        kept.Add("/verify", WebFile.IntegrityOf(Encoding.UTF8.GetBytes(Page("verify/index.html"))));
        var script = Read("verify/worker.js").Replace("'{{files}}'", JsonSerializer.Serialize(kept, s_plain), StringComparison.Ordinal);
        return Results.Text(script, "text/javascript; charset=utf-8");
    }

    private string Page(string path) => Read(path)
        .Replace("{{issuer}}", WebUtility.HtmlEncode(access.Issuer), StringComparison.Ordinal)
        .Replace("{{metadata}}", WebUtility.HtmlEncode(access.SignIn.MetadataAddress.ToString()), StringComparison.Ordinal)
        .Replace("{{client}}", WebUtility.HtmlEncode(access.SignIn.ClientId), StringComparison.Ordinal)
        .Replace("{{scope}}", WebUtility.HtmlEncode(access.SignIn.Scope), StringComparison.Ordinal);

    private string Read(string path) =>
        Encoding.UTF8.GetString(files.Find(path)!.Content.Span).Replace("{{release}}", files.Release, StringComparison.Ordinal);
}
