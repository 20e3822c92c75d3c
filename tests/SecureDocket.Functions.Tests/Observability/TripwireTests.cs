using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureDocket.Azure;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>A tripwire that never trips proves nothing: every channel leaks here once, and every form of a datum.</summary>
/// <remarks>Not beside the canary's own run: activities are seen by every tripwire of the process.</remarks>
[Collection(Administrators.Collection)]
public sealed class TripwireTests
{
    [Fact]
    public Task What_is_logged_in_message_state_or_exception_is_seen() => LeaksAsync("log line", services =>
    {
        var state = new Dictionary<string, object?> { ["name"] = Canary.ANumber };
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("a category");
        return new Action[]
        {
            () => logger.Log(LogLevel.Trace, default, "", null, (_, _) => Canary.ANumber),
            () => logger.Log(LogLevel.Debug, default, state, null, (_, _) => ""),
            () => logger.Log(LogLevel.Error, default, "", new InvalidOperationException("outside", new InvalidOperationException(Canary.ANumber)), (_, _) => ""),
        };
    });

    [Fact]
    public Task The_scope_of_a_log_line_is_seen() => LeaksAsync("log scope", services => new Action[]
    {
        () =>
        {
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("a category");
            using (logger.BeginScope(new Dictionary<string, object?> { ["name"] = Canary.ANumber }))
                logger.Log(LogLevel.Error, default, "", null, (_, _) => "");
        },
    });

    [Fact]
    public Task A_metric_s_tag_is_seen() => LeaksAsync("metric tag", services =>
    {
        var meter = services.GetRequiredService<IMeterFactory>().Create("a meter");
        return new Action[]
        {
            () => meter.CreateCounter<long>("a-counter").Add(1, new KeyValuePair<string, object?>("tag", Canary.ANumber)),
            () => meter.CreateHistogram<double>("a-histogram").Record(1, new KeyValuePair<string, object?>(Canary.ANumber, 1)),
        };
    });

    [Fact]
    public Task An_activity_s_name_is_seen() => LeaksAsync("activity", _ => new Action[]
    {
        () => Traced(activity => activity.DisplayName = Canary.ANumber),
        () => Traced(activity => activity.SetStatus(ActivityStatusCode.Error, Canary.ANumber)),
    });

    [Fact]
    public Task An_activity_s_tags_and_baggage_are_seen() => LeaksAsync("activity tag", _ => new Action[]
    {
        () => Traced(activity => activity.SetTag("tag", Canary.ANumber)),
        () => Traced(activity => activity.SetBaggage("baggage", Canary.ANumber)),
    });

    [Fact]
    public Task An_activity_s_events_are_seen() => LeaksAsync("activity event", _ => new Action[] { () => Traced(activity => activity.AddEvent(new(Canary.ANumber))) });

    [Fact]
    public void A_request_s_address_and_headers_are_seen()
    {
        using var tripwire = new Tripwire();
        using var request = HttpClientTransport.Shared.CreateRequest();
        request.Method = RequestMethod.Get;
        request.Uri.Reset(new($"https://storage.example/{Canary.ANumber}"));
        request.Headers.Add("x-ms-meta-person", Canary.Mobile);
        tripwire.See(request);

        Assert.Contains(tripwire.Leaving, left => left.Channel == "request address" && Canary.TracesIn(left.Text).Count > 0);
        Assert.Contains(tripwire.Leaving, left => left.Channel == "request header" && Canary.TracesIn(left.Text).Count > 0);
    }

    [Fact]
    public Task A_row_s_key_is_seen() => LeaksAsync("row key", services =>
    {
        var tables = services.GetRequiredService<ITables>();
        return new Func<Task>[]
        {
            () => UnansweredAsync(tables.FindAsync("lookups", new(Canary.ANumber, "key"), default)),
            () => UnansweredAsync(tables.FindAsync("lookups", new("partition", Canary.ANumber), default)),
            () => UnansweredAsync(tables.RangeAsync("lookups", "partition", Canary.ANumber, "~", 1, default)),
            () => UnansweredAsync(tables.ScanAsync("lookups", "", Canary.ANumber, null, default)),
            () => UnansweredAsync(tables.CommitAsync("dockets", "partition", [RowWrite.Put(Canary.ANumber, "{}")], default)),
        };
    });

    [Fact]
    public Task A_blob_s_name_is_seen() => LeaksAsync("blob name", services =>
    {
        var blobs = services.GetRequiredService<IBlobs>();
        return new Func<Task>[]
        {
            () => UnansweredAsync(blobs.FindAsync("photos", Canary.ANumber, default)),
            () => UnansweredAsync(blobs.AddAsync("photos", Canary.ANumber, new(new byte[1], "image/png"), default)),
            () => UnansweredAsync(blobs.ReplaceAsync("documents", Canary.ANumber, new(new byte[1], "image/png"), null, default)),
        };
    });

    [Fact]
    public async Task An_answer_s_headers_and_a_problem_are_seen()
    {
        using var tripwire = new Tripwire();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Watch(builder.Services, tripwire);
        await using var app = builder.Build();
        app.MapGet("/redirect", () => Results.Redirect($"/people/{Canary.ANumber}"));
        app.MapGet("/header", (HttpResponse response) => { response.Headers["X-Person"] = Canary.Mobile; });
        app.MapGet("/problem", () => Results.Problem(Canary.Title));
        await app.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(app.Urls.First()) };
        foreach (var path in (string[])["/redirect", "/header", "/problem"])
            (await client.GetAsync(path)).Dispose();

        var seen = tripwire.Leaving.Where(left => left.Channel is "answer header" or "problem").SelectMany(left => Canary.TracesIn(left.Text)).ToHashSet();
        Assert.Superset(new HashSet<string> { Canary.ANumber[1..], Canary.Mobile[2..], "Quellbrief" }, seen);
    }

    [Theory]
    [InlineData("Zorvinka")]
    [InlineData("name=ZORVINKA;")]
    [InlineData("Квеллмартен")]
    [InlineData("%D0%9A%D0%B2%D0%B5%D0%BB%D0%BB%D0%BC%D0%B0%D1%80%D1%82%D0%B5%D0%BD")]
    [InlineData("%25D0%259A%25D0%25B2%25D0%25B5%25D0%25BB%25D0%25BB%25D0%25BC%25D0%25B0%25D1%2580%25D1%2582%25D0%25B5%25D0%25BD")]
    [InlineData("\\u041A\\u0432\\u0435\\u043B\\u043B\\u043C\\u0430\\u0440\\u0442\\u0435\\u043D")]
    [InlineData("&#1050;&#1074;&#1077;&#1083;&#1083;&#1084;&#1072;&#1088;&#1090;&#1077;&#1085;")]
    [InlineData("A761904385")]
    [InlineData("A-761-904-385")]
    [InlineData("+1 (713) 761-9043")]
    [InlineData("17137619043")]
    [InlineData("58203917")]
    [InlineData("1987-03-09T00:00:00")]
    [InlineData("born 1987.03.09")]
    [InlineData("nationality=TUV")]
    public void Every_form_of_a_datum_is_found(string text) => Assert.NotEmpty(Canary.TracesIn($"before {text} after"));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    public void A_datum_within_what_is_encoded_is_found_wherever_it_begins(string before)
    {
        var bytes = Encoding.UTF8.GetBytes($"{before}Зорвинка and more");
        Assert.NotEmpty(Canary.TracesIn(Convert.ToBase64String(bytes)));
        Assert.NotEmpty(Canary.TracesIn(System.Buffers.Text.Base64Url.EncodeToString(bytes)));
        Assert.NotEmpty(Canary.TracesIn(Convert.ToHexString(bytes)));
        Assert.NotEmpty(Canary.TracesIn(Convert.ToHexStringLower(Encoding.UTF8.GetBytes($"{before}{Canary.Pin}"))));
    }

    [Fact]
    public void Other_people_and_what_merely_looks_alike_are_not_found()
    {
        foreach (var other in (string[])[TestPeople.Person().ToJsonString(), "2026-11-22 10:15:33.1234567", "aTUVb", "q83vEjRWeJCrze8SNFZ4kA", "7137-6190 42"])
            Assert.Empty(Canary.TracesIn(other));
    }

    private static Task LeaksAsync(string channel, Func<IServiceProvider, Action[]> prepare) => LeaksAsync(channel, services => prepare(services).Select(leak => new Func<Task>(() =>
    {
        leak();
        return Task.CompletedTask;
    })));

    private static async Task LeaksAsync(string channel, Func<IServiceProvider, IEnumerable<Func<Task>>> prepare)
    {
        using var tripwire = new Tripwire();
        ServiceCollection collection = [];
        Watch(collection, tripwire);
        await using var services = collection.BuildServiceProvider();
        int Seen() => tripwire.Leaving.Count(left => left.Channel == channel && Canary.TracesIn(left.Text).Count > 0);
        foreach (var leak in prepare(services))
        {
            var before = Seen();
            await leak();
            Assert.True(Seen() > before, $"A leak by a {channel} was not seen.");
        }
    }

    // A storage that gives no answer: what is asked of it is seen all the same.
    private static void Watch(IServiceCollection services, Tripwire tripwire)
    {
        services.AddSingleton(new AzureClients(
            new() { ConnectionString = "UseDevelopmentStorage=true" },
            () => new StaticTokenCredential(),
            new AzureTransport(new StorageTap { Outage = TransportFault.NotSent }.Wire, 0),
            new Telemetry()));
        tripwire.AddTo(services);
    }

    private static async Task UnansweredAsync(Task asked) => await Assert.ThrowsAsync<DependencyUnavailableException>(() => asked);

    private static void Traced(Action<Activity> leak)
    {
        using var source = new ActivitySource("a source");
        using var activity = source.StartActivity("an activity");
        leak(activity!);
    }
}
