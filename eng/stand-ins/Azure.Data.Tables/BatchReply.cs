using System.Globalization;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reads a transaction's answer: one HTTP response an action, or a single one, of the action at fault, when all were undone.</summary>
internal static class BatchReply
{
    private const string HttpVersion = "HTTP/1.1 ";

    public static IReadOnlyList<Response> Read(Response response)
    {
        var text = response.Content.ToString();
        var changeSets = Parts(text, BoundaryOf(response.Headers.ContentType));
        return [.. changeSets.SelectMany(ActionsOf).Select(part => ReadOne(part, response.ClientRequestId))];
    }

    // A failure may stand alone, without a change set around it.
    private static IEnumerable<string> ActionsOf(string part)
    {
        var head = part[..Math.Max(part.IndexOf(HttpVersion, StringComparison.Ordinal), 0)];
        return BoundaryOf(head) is { } boundary ? Parts(part, boundary) : [part];
    }

    private static IEnumerable<string> Parts(string text, string boundary)
    {
        // A delimiter stands at the start of a line; what precedes the first and follows the closing one is no part.
        foreach (var part in ("\n" + text).Split($"\n--{boundary}").Skip(1))
        {
            if (part.StartsWith("--", StringComparison.Ordinal))
            {
                yield break;
            }

            yield return part;
        }
    }

    private static string BoundaryOf(string contentType)
    {
        const string Marker = "boundary=";
        var at = contentType?.IndexOf(Marker, StringComparison.OrdinalIgnoreCase) ?? -1;
        return at < 0 ? null : contentType[(at + Marker.Length)..].Split(';', '\r', '\n')[0].Trim().Trim('"');
    }

    private static ActionResponse ReadOne(string part, string clientRequestId)
    {
        var at = part.IndexOf(HttpVersion, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new RequestFailedException("A part of the transaction's answer is not an HTTP response.");
        }

        using StringReader reader = new(part[at..]);
        var statusLine = reader.ReadLine().Split(' ', 3);
        var status = int.Parse(statusLine[1], NumberStyles.None, CultureInfo.InvariantCulture);
        List<HttpHeader> headers = [];
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }

        var body = Encoding.UTF8.GetBytes(reader.ReadToEnd().Trim());
        return new(status, statusLine.Length > 2 ? statusLine[2] : "", headers, body, clientRequestId);
    }

    private sealed class ActionResponse(int status, string reason, List<HttpHeader> headers, byte[] body, string clientRequestId) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => reason;

        public override Stream ContentStream { get; set; } = new MemoryStream(body, 0, body.Length, writable: false, publiclyVisible: true);

        public override string ClientRequestId { get; set; } = clientRequestId;

        public override bool IsError => status >= 400;

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => Named(name).Any();

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers;

        protected override bool TryGetHeader(string name, out string value)
        {
            value = Named(name).FirstOrDefault();
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, out IEnumerable<string> values)
        {
            values = [.. Named(name)];
            return values.Any();
        }

        private IEnumerable<string> Named(string name) =>
            headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
    }
}
