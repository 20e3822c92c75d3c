using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Http;

/// <summary>JSON responses.</summary>
internal static class JsonAnswer
{
    /// <summary>200, with the resource's version as ETag when it has one.</summary>
    public static IResult Ok<T>(T value, JsonTypeInfo<T> type, string? etag = null) => new Written(200, JsonSerializer.SerializeToUtf8Bytes(value, type), null, etag);

    /// <summary>304: the caller has what it asks for.</summary>
    public static IResult NotModified(string etag) => new Unmodified(etag);

    /// <summary>A recorded response, which repeats of a request get too.</summary>
    public static IResult Of(GivenAnswer answer) => new Written(answer.Status, Encoding.UTF8.GetBytes(answer.Json), answer.Location, answer.ETag);

    /// <summary>A response to record: its status and, if any, its Location and version.</summary>
    public static GivenAnswer Given<T>(int status, T value, JsonTypeInfo<T> type, string? location = null, string? etag = null) =>
        new(status, location, etag, JsonSerializer.Serialize(value, type));

    private sealed class Unmodified(string etag) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            httpContext.Response.Headers.ETag = etag;
            return Task.CompletedTask;
        }
    }

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
