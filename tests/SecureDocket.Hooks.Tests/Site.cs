using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecureDocket.Hooks.Tests;

/// <summary>A site in the application's place, which answers as it is told to.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Site(WebApplication app) => _app = app;

    /// <summary>Where it answers.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>Starts a site.</summary>
    /// <param name="answer">Status and body for a path.</param>
    public static async Task<Site> StartAsync(Func<string, (int Status, string Body)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            (context.Response.StatusCode, var body) = answer(context.Request.Path);
            await context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return new Site(app);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
