using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using SecureDocket.Testing;

namespace SecureDocket.Browser.Tests;

/// <summary>An empty page beside the verifier's modules as they are in the source, and what it was asked to run there.</summary>
internal sealed class VerifierPage : IAsyncDisposable
{
    private readonly WebApplication _files;
    private readonly IBrowserContext _context;
    private readonly IPage _page;

    private VerifierPage(WebApplication files, IBrowserContext context, IPage page)
    {
        _files = files;
        _context = context;
        _page = page;
    }

    public static async Task<VerifierPage> OpenAsync(BrowserFixture browser)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var files = builder.Build();
        files.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = "/verifier",
            FileProvider = new PhysicalFileProvider(Path.Combine(Repository.Root, "src", "SecureDocket.Functions", "Web", "verifier")),
        });
        files.Run(context => context.Response.WriteAsync("<!doctype html><title>Empty</title>"));
        await files.StartAsync();

        var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{files.Urls.Single()}/page.html");
        return new(files, context, page);
    }

    /// <summary>Runs the body of an async function that has the verifier as <c>verifier</c> and the argument as <c>given</c>.</summary>
    public async Task<JsonNode> RunAsync(string body, JsonNode given) => JsonNode.Parse(await _page.EvaluateAsync<string>(
        $$"""
        async (given) => {
            const verifier = await import('/verifier/index.js');
            const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
            const base64Of = (bytes) => btoa(String.fromCharCode(...bytes));
            const run = async (given) => { {{body}} };
            return JSON.stringify(await run(JSON.parse(given)));
        }
        """, given.ToJsonString()))!;

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _files.DisposeAsync();
    }
}
