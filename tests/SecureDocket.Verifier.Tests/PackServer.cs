using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecureDocket.Verifier.Tests;

/// <summary>A server on this machine that answers as a test says.</summary>
internal sealed class PackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PackServer(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(http =>
        {
            Asked.Enqueue(http.Request.Path + http.Request.QueryString);
            return answer(http);
        });
    }

    public string Url => _app.Urls.Single();

    public ConcurrentQueue<string> Asked { get; } = [];

    public static async Task<PackServer> StartAsync(RequestDelegate answer)
    {
        var server = new PackServer(answer);
        await server._app.StartAsync();
        return server;
    }

    public static Task<PackServer> StartAsync(byte[] body) => StartAsync(http => http.Response.Body.WriteAsync(body).AsTask());

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
