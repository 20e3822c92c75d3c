using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Contract;
using Xunit;

namespace SecureDocket.Functions.Tests;

/// <summary>Calls the API over HTTP and reads each answer to its end.</summary>
internal sealed class Caller(HttpClient client) : IDisposable
{
    /// <summary>The client underneath.</summary>
    public HttpClient Client { get; } = client;

    public Task<Reply> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<Reply> DeleteAsync(string path) => SendAsync(new(HttpMethod.Delete, path));

    /// <summary>Posts under a fresh Idempotency-Key, or the given one; an empty one sends none.</summary>
    public Task<Reply> PostAsync(string path, HttpContent? body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        if (key is not "")
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        }

        return SendAsync(request);
    }

    public Task<Reply> PostAsync(string path, JsonNode body, string? key = null) => PostAsync(path, Json(body.ToJsonString()), key);

    public Task<Reply> PutAsync(string path, HttpContent? body, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = body };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return SendAsync(request);
    }

    public Task<Reply> PutAsync(string path, JsonNode body, string? ifMatch = null) => PutAsync(path, Json(body.ToJsonString()), ifMatch);

    /// <summary>Sends, and holds whatever comes back against the contract.</summary>
    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var response = await Client.SendAsync(request))
        {
            var reply = await Reply.ReadAsync(request, response);
            Assert.True(reply.Operation is not null, $"{reply.Request} is not in the contract.");
            Assert.Empty(ApiContract.Faults(reply.Operation, reply));
            return reply;
        }
    }

    public static ByteArrayContent Json(string json) => Bytes(Encoding.UTF8.GetBytes(json), "application/json");

    public static ByteArrayContent Bytes(byte[] bytes, string? mediaType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    public void Dispose() => Client.Dispose();
}
