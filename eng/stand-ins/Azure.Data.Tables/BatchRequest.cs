using System.Text;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Writes a transaction: a multipart body whose only part is a change set, whose parts are the actions' own HTTP requests.</summary>
internal static class BatchRequest
{
    public static (string ContentType, ReadOnlyMemory<byte> Body) Write(IReadOnlyList<HttpMessage> actions)
    {
        var batch = $"batch_{Guid.NewGuid()}";
        var changeSet = $"changeset_{Guid.NewGuid()}";
        MemoryStream body = new();

        Line(body, $"--{batch}");
        Line(body, $"Content-Type: multipart/mixed; boundary={changeSet}");
        Line(body);
        foreach (var action in actions)
        {
            Line(body, $"--{changeSet}");
            Line(body, "Content-Type: application/http");
            Line(body, "Content-Transfer-Encoding: binary");
            Line(body);
            WriteAction(body, action.Request);
        }

        Line(body, $"--{changeSet}--");
        Line(body, $"--{batch}--");
        return ($"multipart/mixed; boundary={batch}", body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    private static void WriteAction(MemoryStream body, Request request)
    {
        var uri = request.Uri.ToUri();
        // AbsoluteUri keeps the percent-encoding that a request line needs.
        Line(body, $"{request.Method} {uri.AbsoluteUri} HTTP/1.1");
        Line(body, $"Host: {uri.Authority}");
        foreach (var header in request.Headers)
        {
            Line(body, $"{header.Name}: {header.Value}");
        }

        if (request.Content is { } content)
        {
            _ = content.TryComputeLength(out var length);
            Line(body, $"Content-Length: {length}");
            Line(body);
            content.WriteTo(body, CancellationToken.None);
        }
        else
        {
            Line(body);
        }

        Line(body);
    }

    private static void Line(MemoryStream body, string text = "") => body.Write(Encoding.UTF8.GetBytes(text + "\r\n"));
}
