using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using SecureDocket.LocalHost.Http;

namespace SecureDocket.Benchmarks;

/// <summary>A web server that reads a request to its end and answers the same bytes each time: what HTTP costs alone.</summary>
internal sealed class BareKestrel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BareKestrel(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => ServerAddress.Of(_app);

    /// <summary>Starts one.</summary>
    /// <param name="answer">The JSON that it answers.</param>
    public static async Task<BareKestrel> StartAsync(byte[] answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async http =>
        {
            var chunk = new byte[4096];
            while (await http.Request.Body.ReadAsync(chunk, http.RequestAborted) > 0)
            {
            }

            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = answer.Length;
            await http.Response.Body.WriteAsync(answer, http.RequestAborted);
        });
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
