using System.Globalization;
using System.Xml.Linq;
using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Blobs.Wire;

internal static class BlobListXml
{
    public static (IReadOnlyList<BlobItem> Items, string NextMarker) Parse(Response response)
    {
        var root = XDocument.Load(response.Content.ToStream()).Root;
        return (root.Elements("Blobs").Elements("Blob").Select(Item).ToList(), root.Element("NextMarker")?.Value);
    }

    private static BlobItem Item(XElement blob)
    {
        var properties = blob.Element("Properties");
        return new BlobItem
        {
            Name = Name(blob.Element("Name")),
            Metadata = blob.Element("Metadata")?.Elements().ToDictionary(entry => entry.Name.LocalName, entry => entry.Value, StringComparer.OrdinalIgnoreCase),
            Properties = new BlobItemProperties
            {
                BlobType = BlobTypes.Parse(Text("BlobType")),
                ETag = Text("Etag") is { } etag ? new ETag(etag) : null,
                LastModified = Time("Last-Modified"),
                CreatedOn = Time("Creation-Time"),
                ContentLength = Text("Content-Length") is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : null,
                ContentType = Text("Content-Type"),
                ContentHash = Text("Content-MD5") is { } hash ? Convert.FromBase64String(hash) : null,
                ContentEncoding = Text("Content-Encoding"),
                ContentLanguage = Text("Content-Language"),
                ContentDisposition = Text("Content-Disposition"),
                CacheControl = Text("Cache-Control"),
            },
        };

        string Text(string name) => properties.Element(name) is { IsEmpty: false, Value.Length: > 0 } element ? element.Value : null;
        DateTimeOffset? Time(string name) => Text(name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    // A name that XML cannot hold comes percent-encoded and says so.
    private static string Name(XElement name)
        => (bool?)name.Attribute("Encoded") == true ? Uri.UnescapeDataString(name.Value) : name.Value;
}
