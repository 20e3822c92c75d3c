using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace SecureDocket.Functions.Http;

/// <summary>Answers with JSON.</summary>
internal static class Answer
{
    /// <summary>200, with the resource's version as ETag when it has one.</summary>
    public static IResult Ok<T>(T value, JsonTypeInfo<T> type, string? etag = null) => new Written(200, JsonSerializer.SerializeToUtf8Bytes(value, type), null, etag);

    /// <summary>Some status, with an address and a version when there are any.</summary>
    public static IResult Of(int status, string json, string? location, string? etag) => new Written(status, Encoding.UTF8.GetBytes(json), location, etag);

    private sealed class Written(int status, byte[] json, string? location, string? etag) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            if (location is not null)
            {
                headers.Location = location;
            }

            if (etag is not null)
            {
                headers.ETag = etag;
            }

            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = json.Length;
            return httpContext.Response.Body.WriteAsync(json).AsTask();
        }
    }
}
