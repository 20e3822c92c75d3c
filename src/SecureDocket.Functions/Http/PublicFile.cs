using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using SecureDocket.StatusLists;

namespace SecureDocket.Functions.Http;

/// <summary>Answers with signed bytes that anyone may have, from any page, and keep for a moment.</summary>
internal static class PublicFile
{
    /// <summary>200 with the bytes, or 304 when the caller names their ETag.</summary>
    public static IResult Of(HttpRequest request, ReadOnlyMemory<byte> content, string mediaType)
    {
        Open(request, (int)PublishStatusLists.TimeToLive.TotalSeconds);
        var etag = Convert.ToHexStringLower(SHA256.HashData(content.Span).AsSpan(0, 16));
        return Results.Bytes(content, mediaType, entityTag: new EntityTagHeaderValue($"\"{etag}\""));
    }

    /// <summary>Lets any page ask whether what it has is still the newest: a browser asks first, since the header is not one that forms send.</summary>
    public static void AllowConditions(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlAllowMethods = "GET, HEAD";
        response.Headers.AccessControlAllowHeaders = HeaderNames.IfNoneMatch;
        response.Headers.AccessControlMaxAge = "86400";
    }

    /// <summary>Lets any page read the answer, and any cache keep it.</summary>
    public static void Open(HttpRequest request, int maximumAgeSeconds)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = HeaderNames.ETag;
        headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={maximumAgeSeconds}");
    }
}
