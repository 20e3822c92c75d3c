using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.LocalHost.Http;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The log of requests at <c>/dev/requests</c>: a problem's <c>traceId</c> leads to its request, and to nothing that the caller sent.</summary>
public sealed class RequestLogTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "Xochitl-4045550142";

    private readonly StorageTap _tap = new();
    private TestHost _host = null!;
    private HttpClient _anyone = null!;

    public async Task InitializeAsync()
    {
        var world = new World();
        _host = await TestHost.StartAsync(world, services => services.AddSingleton(_tap.Over(world.Tables)));
        _anyone = _host.As(null);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _anyone.Dispose();

    [Fact]
    public async Task A_problems_trace_id_leads_to_its_request_and_what_was_logged_then()
    {
        using var answer = await _anyone.GetAsync($"/api/v1/cardholders/{Secret}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var traceId = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["traceId"]!;

        var request = Assert.Single(await FindAsync(traceId))!;
        Assert.Equal(
            ("GET", "/api/v1/cardholders/{cardholderId}", "GetCardholder", 401),
            ((string)request["method"]!, (string)request["route"]!, (string)request["function"]!, (int)request["status"]!));
        Assert.Equal(_host.Clock.GetUtcNow(), (DateTimeOffset)request["at"]!);
        Assert.True((double)request["milliseconds"]! > 0);
        Assert.StartsWith("Access to GetCardholder refused: ", (string)Assert.Single(request["lines"]!.AsArray())!["text"]!, StringComparison.Ordinal);

        var page = await _anyone.GetStringAsync($"/dev/requests?traceId=%20{traceId.ToUpperInvariant()}%20");
        Assert.Contains("Access to GetCardholder refused: ", page, StringComparison.Ordinal);
        Assert.Contains($"<code>{traceId}</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_shown_by_its_types_and_where_it_was_thrown_and_not_by_its_words()
    {
        _tap.Before = _ => throw new DependencyUnavailableException("tables", new InvalidOperationException(Secret));
        using var officer = _host.As("Enrollment.Officer");
        using var answer = await officer.GetAsync("/api/v1/offices/ATL/slots?from=2027-01-04&to=2027-01-05");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        _tap.Before = null;

        var request = Assert.Single(await FindAsync((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["traceId"]!))!;
        var line = Assert.Single(request["lines"]!.AsArray())!;
        Assert.Equal(("Warning", 503), ((string)line["level"]!, (int)request["status"]!));
        Assert.StartsWith("DependencyUnavailableException ← InvalidOperationException", (string)line["failure"]!, StringComparison.Ordinal);
        Assert.Contains("at SecureDocket.", (string)line["failure"]!, StringComparison.Ordinal);
        await AssertNowhereAsync(Secret);
    }

    [Fact]
    public async Task Nothing_that_a_caller_sent_is_kept()
    {
        using var officer = _host.As("Enrollment.Officer");
        officer.DefaultRequestHeaders.Add("Idempotency-Key", Secret);
        using var enrolled = await officer.PostAsync($"/api/v1/cardholders?note={Secret}", TestHost.Json($$"""{"name":"{{Secret}}"}"""));
        using var found = await officer.GetAsync($"/api/v1/cards/{Secret}");
        using var unknown = await officer.GetAsync($"/{Secret}/{Secret}?{Secret}");
        using var strange = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([new("number", Secret), new("pin", Secret)]) };
        using var signedIn = await _anyone.SendAsync(strange);

        Assert.All((string[])["EnrollCardholder", "GetCard", "SubmitSignIn"], function => Assert.Single(_host.Services.GetRequiredService<RequestLog>().Newest, request => request.Function == function));
        await AssertNowhereAsync(Secret);
        await AssertNowhereAsync(officer.DefaultRequestHeaders.Authorization!.Parameter!);
    }

    [Fact]
    public async Task The_last_requests_are_kept_without_those_of_the_development_pages()
    {
        var log = _host.Services.GetRequiredService<RequestLog>();
        for (var time = 0; time <= RequestLog.Kept; time++)
        {
            using var answer = await _anyone.GetAsync("/health/live");
        }

        Assert.Equal(RequestLog.Kept, log.Newest.Count);
        Assert.All(log.Newest, request => Assert.Equal("/health/live", request.Route));
        _ = await _anyone.GetStringAsync("/dev/clock");
        Assert.Equal(RequestLog.Kept, (await FindAsync(null)).Count);
        Assert.Contains("None of the kept requests has this traceId.", await _anyone.GetStringAsync("/dev/requests?traceId=0af7651916cd43dd8448eb211c80319c"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callers_own_trace_finds_all_its_requests_and_a_hostile_question_shows_as_text()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        foreach (var address in (string[])["/health/live", "/api/v1/keys"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "traceparent", $"00-{Trace}-b7ad6b7169203331-01" } } };
            using var answer = await _anyone.SendAsync(request);
        }

        Assert.Equal(["/api/v1/keys", "/health/live"], (await FindAsync(Trace)).Select(request => (string)request!["route"]!));
        using var page = await _anyone.GetAsync("/dev/requests?traceId=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
        Assert.DoesNotContain("<script", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private async Task<JsonArray> FindAsync(string? traceId) =>
        JsonNode.Parse(await _anyone.GetStringAsync("/dev/requests.json" + (traceId is null ? "" : $"?traceId={traceId}")))!["requests"]!.AsArray();

    private async Task AssertNowhereAsync(string word)
    {
        var log = _host.Services.GetRequiredService<RequestLog>();
        var pages = await Task.WhenAll(log.Newest.Select(request => _anyone.GetStringAsync($"/dev/requests?traceId={request.TraceId}")));
        Assert.All(
            [.. pages, await _anyone.GetStringAsync("/dev/requests"), await _anyone.GetStringAsync("/dev/requests.json")],
            text => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
    }
}
