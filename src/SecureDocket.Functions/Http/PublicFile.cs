using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using SecureDocket.StatusLists;

namespace SecureDocket.Functions.Http;

/// <summary>Responds with signed public files, readable by pages of any origin and cacheable for a short time.</summary>
internal static class PublicFile
{
    /// <summary>200 with the content, or 304 when the caller sends its ETag.</summary>
    public static IResult Of(HttpRequest request, ReadOnlyMemory<byte> content, string mediaType)
    {
        Open(request, (int)PublishStatusLists.TimeToLive.TotalSeconds);
        var etag = Convert.ToHexStringLower(SHA256.HashData(content.Span).AsSpan(0, 16));
        return Results.Bytes(content, mediaType, entityTag: new EntityTagHeaderValue($"\"{etag}\""));
    }

    /// <summary>Allows pages of any origin to send conditional requests, for which browsers send a preflight request.</summary>
    public static void AllowConditions(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlAllowMethods = "GET, HEAD";
        response.Headers.AccessControlAllowHeaders = HeaderNames.IfNoneMatch;
        response.Headers.AccessControlMaxAge = "86400";
    }

    /// <summary>Allows pages of any origin to read the response, and any cache to store it.</summary>
    public static void Open(HttpRequest request, int maximumAgeSeconds)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = HeaderNames.ETag;
        headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={maximumAgeSeconds}");
    }
}
