using System.Globalization;
using Azure.Core;
using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Blobs.Wire;

internal static class RequestHeadersExtensions
{
    public static void Set(this Request request, string name, string value)
    {
        if (value is not null)
            request.Headers.SetValue(name, value);
    }

    public static void Set(this Request request, RequestConditions conditions)
    {
        if (conditions is null)
            return;
        request.Set("If-Match", conditions.IfMatch?.ToString("H"));
        request.Set("If-None-Match", conditions.IfNoneMatch?.ToString("H"));
        request.Set("If-Modified-Since", Text(conditions.IfModifiedSince));
        request.Set("If-Unmodified-Since", Text(conditions.IfUnmodifiedSince));
    }

    public static void Set(this Request request, IDictionary<string, string> metadata)
    {
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>())
            request.Headers.SetValue("x-ms-meta-" + name, value);
    }

    public static void Set(this Request request, BlobHttpHeaders headers)
    {
        if (headers is null)
            return;
        request.Set("x-ms-blob-content-type", headers.ContentType);
        request.Set("x-ms-blob-content-encoding", headers.ContentEncoding);
        request.Set("x-ms-blob-content-language", headers.ContentLanguage);
        request.Set("x-ms-blob-content-disposition", headers.ContentDisposition);
        request.Set("x-ms-blob-cache-control", headers.CacheControl);
        request.Set("x-ms-blob-content-md5", headers.ContentHash is { } hash ? Convert.ToBase64String(hash) : null);
    }

    private static string Text(DateTimeOffset? time) => time?.ToString("r", CultureInfo.InvariantCulture);
}
