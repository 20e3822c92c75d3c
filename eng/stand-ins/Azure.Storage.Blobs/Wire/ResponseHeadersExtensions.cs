using System.Globalization;
using Azure.Core;
using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Blobs.Wire;

internal static class ResponseHeadersExtensions
{
    private const string MetadataPrefix = "x-ms-meta-";

    public static string Text(this ResponseHeaders headers, string name) => headers.TryGetValue(name, out var value) ? value : null;

    public static byte[] Bytes(this ResponseHeaders headers, string name) => headers.Text(name) is { } text ? Convert.FromBase64String(text) : null;

    public static DateTimeOffset Time(this ResponseHeaders headers, string name)
        => headers.Text(name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : default;

    public static BlobType BlobType(this ResponseHeaders headers) => BlobTypes.Parse(headers.Text("x-ms-blob-type")) ?? default;

    public static IDictionary<string, string> Metadata(this ResponseHeaders headers) => headers
        .Where(header => header.Name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Name[MetadataPrefix.Length..], header => header.Value, StringComparer.OrdinalIgnoreCase);
}
