using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureDocket.LocalHost.Functions;
using SecureDocket.LocalHost.Http;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>Functions that somebody runs by hand, over HTTP.</summary>
public sealed class AdminTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("admin-").FullName;
    private readonly ConcurrentQueue<string> _calls = new();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(_calls);
        var worker = new LocalWorkerBuilder(builder.Services);
        var methods = typeof(Functions).GetMethods().Where(method => method.IsDefined(typeof(FunctionAttribute), false)).ToList();
        builder.Services.AddSingleton(provider => new LocalTimers(methods, worker, provider));
        builder.Services.AddSingleton(provider => new LocalQueues(methods, worker, provider, _folder));
        _app = builder.Build();
        _app.MapAdmin();
        await _app.StartAsync();
        _client = new() { BaseAddress = ServerAddress.Of(_app) };
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("/admin/functions/OnOrder", "{\"input\":\"by hand\"}", HttpStatusCode.Accepted, "order by hand")]
    [InlineData("/admin/functions/onorder", "{\"input\":\"\"}", HttpStatusCode.Accepted, "order ")]
    [InlineData("/admin/functions/OnOrder", "{\"input\":\"fails\"}", HttpStatusCode.Accepted, "order fails")]
    [InlineData("/admin/functions/OnOrder", "{\"input\":7}", HttpStatusCode.BadRequest, null)]
    [InlineData("/admin/functions/OnOrder", "[]", HttpStatusCode.BadRequest, null)]
    [InlineData("/admin/functions/OnOrder", "by hand", HttpStatusCode.BadRequest, null)]
    [InlineData("/admin/functions/OnOrder", "", HttpStatusCode.BadRequest, null)]
    [InlineData("/admin/functions/Hourly", "", HttpStatusCode.Accepted, "hourly")]
    [InlineData("/admin/functions/OverHttp", "{\"input\":\"x\"}", HttpStatusCode.NotFound, null)]
    public async Task A_queues_function_runs_with_the_input_and_a_timers_without(string address, string body, HttpStatusCode status, string? call)
    {
        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var answer = await _client.PostAsync(new Uri(address, UriKind.Relative), content);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(call is null ? [] : [call], _calls);
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    /// <summary>A function of each kind.</summary>
    public sealed class Functions(ConcurrentQueue<string> calls)
    {
        [Function("OnOrder")]
        public void OnOrder([QueueTrigger("orders")] string message)
        {
            calls.Enqueue($"order {message}");
            if (message == "fails")
                throw new InvalidOperationException("broken");
        }

        [Function("Hourly")]
        public void Hourly([TimerTrigger("0 5 * * * *")] TimerInfo timer) => calls.Enqueue("hourly");

        [Function("OverHttp")]
        public void OverHttp([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => calls.Enqueue("over HTTP");
    }
}
