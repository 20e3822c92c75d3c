using System.Globalization;
using System.Net;
using System.Text;
using SecureDocket.LocalHost.Http;

namespace SecureDocket.LocalHost.Pages;

/// <summary>The page at <c>/dev/requests</c>: the last requests, and everything about the one whose <c>traceId</c> a problem names.</summary>
internal static class RequestMap
{
    private const string Page = "/dev/requests";

    private const string Template = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Requests – Secure Docket Card</title>
        <link rel="stylesheet" href="/dev/look.css">
        <h1>Requests</h1>
        <p>The last {{kept}} requests since this start, newest first, without those of the /dev pages. No value of an address, query or body is
        kept. <a href="/dev">Start page</a>, <a href="/dev/requests.json">the same as JSON</a>.</p>
        <form action="/dev/requests"><label>traceId of a problem <input name="traceId" size="34" maxlength="64" value="{{asked}}" autocomplete="off"
          spellcheck="false"></label> <button>Find</button></form>
        {{content}}
        </html>
        """;

    /// <summary>Maps the page, and the same as JSON.</summary>
    public static void MapRequests(this WebApplication app)
    {
        app.MapGet(Page, (HttpContext http, RequestLog log, string? traceId) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
            return Results.Text(Render(log, traceId?.Trim()), "text/html; charset=utf-8");
        });
        app.MapGet(Page + ".json", (HttpContext http, RequestLog log, string? traceId) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.Json(new { Requests = (traceId is null ? log.Newest : log.Find(traceId.Trim())).Select(View) }, DevJson.Options);
        });
    }

    private static object View(LoggedRequest request) => new
    {
        request.At,
        request.Method,
        request.Route,
        request.Function,
        request.Status,
        Milliseconds = request.Duration?.TotalMilliseconds,
        request.TraceId,
        request.Lines,
    };

    private static string Render(RequestLog log, string? traceId)
    {
        var asked = string.IsNullOrEmpty(traceId) ? null : traceId;
        var found = asked is null ? log.Newest : log.Find(asked);
        var content = found.Count > 0 ? Table(found) + (asked is null ? "" : string.Concat(found.Select(Lines)))
            : asked is null ? "<p>There was no request yet.</p>"
            : "<p>None of the kept requests has this traceId. They begin anew with each start of the host, and the oldest are dropped.</p>";
        return Template
            .Replace("{{kept}}", RequestLog.Kept.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{content}}", content, StringComparison.Ordinal)
            .Replace("{{asked}}", Html(asked ?? ""), StringComparison.Ordinal);
    }

    private static string Table(IEnumerable<LoggedRequest> requests) => $"""
        <div class="scroll"><table><thead><tr><th>Time (UTC)</th><th>traceId</th><th>Status</th><th>ms</th><th>Lines</th><th>Method</th><th>Route</th><th>Function</th></tr></thead>
        <tbody>{string.Concat(requests.Select(Row))}</tbody></table></div>
        """;

    private static string Row(LoggedRequest request) => string.Create(CultureInfo.InvariantCulture, $"""
        <tr><td>{Time(request.At)}</td><td><a href="{Page}?traceId={request.TraceId}"><code>{request.TraceId}</code></a></td>
        <td class="{(request.Status < 400 ? "yes" : "no")}">{Status(request)}</td><td>{request.Duration?.TotalMilliseconds:0.0}</td><td>{request.Lines.Count}</td>
        <td>{Html(request.Method)}</td><td class="long"><code>{Html(request.Route ?? "no route")}</code></td><td>{Html(request.Function ?? "")}</td></tr>
        """);

    private static string Status(LoggedRequest request) =>
        request.Status?.ToString(CultureInfo.InvariantCulture) ?? (request.Duration is null ? "running" : "caller left");

    private static string Lines(LoggedRequest request)
    {
        var lines = new StringBuilder($"<h2>{Html(request.Method)} {Html(request.Route ?? "")}, {Time(request.At)}</h2>");
        foreach (var line in request.Lines)
        {
            lines.Append(CultureInfo.InvariantCulture, $"<p>{Time(line.At)} <strong>{Html(line.Level)}</strong> {Html(line.Text)}</p>");
            lines.Append(line.Failure is null ? "" : $"<pre>{Html(line.Failure)}</pre>");
        }

        return request.Lines.Count > 0 ? lines.ToString() : lines.Append("<p>Nothing was logged during this request.</p>").ToString();
    }

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMM HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
