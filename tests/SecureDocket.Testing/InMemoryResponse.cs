using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace SecureDocket.Testing;

/// <summary>A response with a JSON body that is all there.</summary>
internal sealed class InMemoryResponse : Response
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private InMemoryResponse(int status, JsonNode body)
    {
        Status = status;
        ContentStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(body));
        _headers["Content-Type"] = "application/json; charset=utf-8";
        _headers["Content-Length"] = ContentStream.Length.ToString(CultureInfo.InvariantCulture);
    }

    public override int Status { get; }

    public override string ReasonPhrase => ((HttpStatusCode)Status).ToString();

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    public static InMemoryResponse Json(int status, JsonNode body) => new(status, body);

    public static InMemoryResponse Error(int status, string code, string message)
        => Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    public InMemoryResponse With(string header, string value)
    {
        _headers[header] = value;
        return this;
    }

    public InMemoryResponse RetryAfter(TimeSpan? delay)
        => delay is { } known ? With("Retry-After", ((int)known.TotalSeconds).ToString(CultureInfo.InvariantCulture)) : this;

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
