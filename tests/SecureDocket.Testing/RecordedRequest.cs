using Azure.Core;

namespace SecureDocket.Testing;

/// <summary>One request as it left the client.</summary>
public sealed record RecordedRequest(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, BinaryData Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    internal static RecordedRequest Of(Request request)
    {
        using var body = new MemoryStream();
        request.Content?.WriteTo(body, CancellationToken.None);
        return new RecordedRequest(
            request.Method.Method,
            request.Uri.ToUri(),
            request.Headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
            BinaryData.FromBytes(body.ToArray()));
    }
}
