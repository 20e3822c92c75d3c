using System.Xml;
using System.Xml.Linq;
using Azure.Core;

namespace Azure.Storage.Blobs.Wire;

/// <summary>The service names its error in a header, which also answers to HEAD carry, and explains it in XML.</summary>
internal sealed class StorageErrors : RequestFailedDetailsParser
{
    public override bool TryParse(Response response, out ResponseError error, out IDictionary<string, string> data)
    {
        data = null;
        response.Headers.TryGetValue("x-ms-error-code", out var code);
        var details = Details(response);
        code ??= details?.Element("Code")?.Value;
        error = code is null ? null : new ResponseError(code, details?.Element("Message")?.Value ?? response.ReasonPhrase);
        return error is not null;
    }

    private static XElement Details(Response response)
    {
        if (response.ContentStream is not { CanSeek: true, Length: > 0 } || response.Headers.ContentType?.Contains("xml", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        try
        {
            return XElement.Parse(response.Content.ToString().TrimStart('\uFEFF'));
        }
        catch (XmlException)
        {
            // The status and the header still tell what happened.
            return null;
        }
    }
}
