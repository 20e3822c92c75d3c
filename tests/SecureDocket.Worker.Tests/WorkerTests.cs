using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Azure;
using SecureDocket.Functions.Access;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Worker.Tests;

/// <summary>The worker as the process that Azure starts, over the protocol by which a Functions host speaks to it.</summary>
public sealed class WorkerTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static readonly TimeSpan s_afterTerminate = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Every_function_loads_and_the_metadata_are_those_of_the_code()
    {
        await using var worker = await RunningWorker.StartAsync(azurite);

        var inCode = AccessRules.FunctionMethods().Select(DeclaredFunction.Of).OrderBy(function => function.Name, StringComparer.Ordinal).ToList();
        Assert.NotEmpty(inCode);
        Assert.Equal(inCode.Select(function => function.Name), worker.Functions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(worker.Functions.Count, worker.Loaded.Count);
        Assert.All(worker.Loaded, loaded => Assert.Equal("Success", loaded["result"]!["status"]?.GetValue<string>()));

        var written = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(WorkerProcess.Folder, "functions.metadata")))!.AsArray();
        Assert.Equal(inCode, written.Select(DeclaredFunction.Of).OrderBy(function => function.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Calls_timers_and_messages_are_answered_once_each_and_what_was_counted_is_kept_at_the_end()
    {
        await using var worker = await RunningWorker.StartAsync(azurite);

        var (live, _) = await worker.CallAsync("GetLiveness", new(HttpMethod.Get, "/health/live"));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        // Refused by the access rule, under the trace of whoever asked, though nothing is exported.
        var refused = await ProblemAsync(worker, "IssueCard", Request(HttpMethod.Post, "/api/v1/cards"));
        Assert.Equal(("unauthenticated", Trace), (refused["code"]!.GetValue<string>(), refused["traceId"]!.GetValue<string>()));
        var forbidden = await ProblemAsync(worker, "IssueCard", Request(HttpMethod.Post, "/api/v1/cards", worker.Identity.Mint("Court.Registrar", "registrar-1")));
        Assert.Equal("forbidden", forbidden["code"]!.GetValue<string>());

        var unknown = await ProblemAsync(worker, "ZUnknownRoute", Request(HttpMethod.Delete, "/api/v1/cards"));
        Assert.Equal("method-not-allowed", unknown["code"]!.GetValue<string>());

        // The vault is away: the exception of a call becomes a problem, that of a timer goes to the host.
        var unavailable = await ProblemAsync(worker, "GetKeys", Request(HttpMethod.Get, "/api/v1/keys"));
        Assert.Equal("unavailable", unavailable["code"]!.GetValue<string>());
        var failed = await worker.InvokeAsync("PublishStatusLists", Timer());
        Assert.Equal("Failure", Status(failed));
        Assert.NotEmpty(failed["result"]!["exception"]!["message"]!.GetValue<string>());

        Assert.Equal("Success", Status(await worker.InvokeAsync("DropOldQuarantine", Timer())));
        Assert.Equal("Success", Status(await worker.InvokeAsync("RecordSmsEvent", new() { ["string"] = "neither JSON nor Base64" })));
        var tables = Tables(worker);
        Assert.Single(await tables.RangeAsync(TableNames.Quarantine, $"{DateTime.UtcNow:yyyyMMdd}", "", "~", 10, worker.End));

        await AskAsPartnerAsync(worker, "partner-1");
        Assert.All(worker.Host.Answers, answers => Assert.Single(answers));

        var watch = Stopwatch.StartNew();
        worker.Host.Send("workerTerminate", new() { ["gracePeriod"] = $"{s_afterTerminate.TotalSeconds}s" });
        var (exitCode, _) = await worker.Process.EndAsync(worker.End);
        output.WriteLine($"The worker ended {watch.Elapsed.TotalSeconds:0.0} s after it was told to.");
        Assert.Equal(0, exitCode);

        // What else runs on the machine must fail no change.
        if (LongRun.IsOn)
        {
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, s_afterTerminate);
        }

        var day = Assert.Single(await tables.RangeAsync(TableNames.Partners, "days|partner-1", "", "~", 10, CancellationToken.None));
        Assert.Contains("\"refused\":1", day.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_without_settings_ends_with_every_fault_in_one_line()
    {
        await using var host = await FunctionsHost.StartAsync();
        await using var worker = WorkerProcess.Start(host.Address, new Dictionary<string, string>());
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        var (exitCode, error) = await worker.EndAsync(end.Token);

        Assert.NotEqual(0, exitCode);
        var line = Assert.Single(error, line => line.Contains("SecureDocket:", StringComparison.Ordinal));
        Assert.All(
            ["Cards:Issuer", "Cards:PortalUrl", "Cards:LossContact", "Access:MetadataAddress", "Access:Issuer", "Access:Audience", "Access:ClientId", "Access:Scope", "SecurityContact", "LookupSecret", "Storage:TableEndpoint", "Vault:Uri", "Anchor:PublicKey", "Sms:Endpoint", "Sms:Senders", "Sms:Contact"],
            setting => Assert.Contains($"SecureDocket:{setting}", line, StringComparison.Ordinal));
    }

    private static async Task AskAsPartnerAsync(RunningWorker worker, string id)
    {
        var register = Request(HttpMethod.Put, $"/api/v1/partners/{id}", worker.Identity.Mint("Program.Administrator", "administrator-1"));
        register.Content = JsonContent.Create(new { name = "Airport security", kind = "live", scopes = "verify".Split(), perMinute = 60, contact = "desk@partner.example" });
        var (registered, _) = await worker.CallAsync("PutPartner", register, ("partnerId", id));
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync());

        var verify = Request(HttpMethod.Post, "/api/v1/verifications", worker.Identity.Mint("Partner.Verifier", id));
        verify.Content = JsonContent.Create(new { });
        Assert.Equal("invalid", (await ProblemAsync(worker, "VerifyCard", verify))["code"]!.GetValue<string>());
    }

    private static async Task<JsonNode> ProblemAsync(RunningWorker worker, string function, HttpRequestMessage request)
    {
        var (response, answer) = await worker.CallAsync(function, request);
        Assert.Equal("Success", Status(answer));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? token = null)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private static JsonObject Timer() => new() { ["json"] = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""" };

    private static string? Status(JsonObject answer) => answer["result"]!["status"]?.GetValue<string>() ?? "Failure";

    private static AzureTables Tables(RunningWorker worker) => new AzureClients(
        new() { ConnectionString = worker.Storage }, () => new StaticTokenCredential(), null, new Telemetry()).Tables();
}

/// <summary>A function with its trigger: a route and its methods, a schedule, or a queue.</summary>
internal sealed record DeclaredFunction(string Name, string Trigger, string Where, string Methods)
{
    /// <summary>As the code declares it.</summary>
    public static DeclaredFunction Of(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var trigger = method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes()).Single(attribute => attribute is HttpTriggerAttribute or TimerTriggerAttribute or QueueTriggerAttribute);
        return trigger switch
        {
            HttpTriggerAttribute http => new(name, "httpTrigger", http.Route!, string.Join(' ', http.Methods ?? [])),
            TimerTriggerAttribute timer => new(name, "timerTrigger", timer.Schedule, ""),
            QueueTriggerAttribute queue => new(name, "queueTrigger", queue.QueueName, ""),
            _ => throw new InvalidOperationException($"{name} has no trigger."),
        };
    }

    /// <summary>As functions.metadata declares it.</summary>
    public static DeclaredFunction Of(JsonNode? function)
    {
        var trigger = function!["bindings"]!.AsArray().Single(binding => binding!["type"]!.GetValue<string>().EndsWith("Trigger", StringComparison.Ordinal))!;
        string Text(string member) => trigger[member]?.GetValue<string>() ?? "";
        return new(
            function["name"]!.GetValue<string>(),
            Text("type"),
            Text("route") + Text("schedule") + Text("queueName"),
            string.Join(' ', (trigger["methods"]?.AsArray() ?? []).Select(method => method!.GetValue<string>())));
    }
}
