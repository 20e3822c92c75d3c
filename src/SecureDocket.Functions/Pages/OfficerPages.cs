using System.Text;
using Microsoft.AspNetCore.Http;

namespace SecureDocket.Functions.Pages;

/// <summary>Answers with the pages for officers: static files in which only the release and the sign-in settings are filled in.</summary>
public sealed class OfficerPages(WebFiles files)
{
    /// <summary>200 with a page.</summary>
    /// <param name="response">Where the headers go.</param>
    /// <param name="path">The page's path within <c>Web</c>.</param>
    internal IResult Answer(HttpResponse response, string path)
    {
        PageHeaders.ForOfficers(response, null);
        var html = Encoding.UTF8.GetString(files.Find(path)!.Content.Span).Replace("{{release}}", files.Release, StringComparison.Ordinal);
        return Results.Text(html, "text/html; charset=utf-8");
    }
}
