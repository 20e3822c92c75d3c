using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecureDocket.Functions.Access;

namespace SecureDocket.Functions.Pages;

/// <summary>Answers with the pages for officers: static files in which only the release and the sign-in settings are filled in.</summary>
public sealed class OfficerPages(WebFiles files, AccessOptions access)
{
    // What the scanner consists of, all of it needed without a network.
    private static readonly string[] s_scanner = ["lib/", "officer/", "verifier/", "verify/"];

    /// <summary>200 with a page.</summary>
    /// <param name="response">Where the headers go.</param>
    /// <param name="path">The page's path within <c>Web</c>.</param>
    internal IResult Answer(HttpResponse response, string path)
    {
        PageHeaders.ForOfficers(response, access.SignIn.Origin);
        var html = Read(path)
            .Replace("{{issuer}}", WebUtility.HtmlEncode(access.Issuer), StringComparison.Ordinal)
            .Replace("{{metadata}}", WebUtility.HtmlEncode(access.SignIn.MetadataAddress.ToString()), StringComparison.Ordinal)
            .Replace("{{client}}", WebUtility.HtmlEncode(access.SignIn.ClientId), StringComparison.Ordinal)
            .Replace("{{scope}}", WebUtility.HtmlEncode(access.SignIn.Scope), StringComparison.Ordinal);
        return Results.Text(html, "text/html; charset=utf-8");
    }

    /// <summary>200 with the scanner's service worker, which names every file to keep.</summary>
    internal IResult AnswerWorker(HttpResponse response)
    {
        PageHeaders.Harden(response);
        response.Headers["Service-Worker-Allowed"] = "/verify";
        response.Headers.CacheControl = "no-cache";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; connect-src 'self'";
        var kept = files.All.Select(file => file.Path).Where(path => s_scanner.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) && Path.GetExtension(path) != ".html");
        return Results.Text(
            Read("verify/worker.js").Replace("'{{files}}'", JsonSerializer.Serialize(kept.Select(files.AddressOf)), StringComparison.Ordinal), "text/javascript; charset=utf-8");
    }

    private string Read(string path) =>
        Encoding.UTF8.GetString(files.Find(path)!.Content.Span).Replace("{{release}}", files.Release, StringComparison.Ordinal);
}
