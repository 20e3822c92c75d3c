using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Azure;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Worker.Tests;

/// <summary>A worker that has been started, initialized and had every function loaded, over a storage of its own.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _end = new(s_limit);
    private readonly Dictionary<string, JsonObject> _functions = new(StringComparer.Ordinal);
    private readonly HttpClient _client = new();

    private RunningWorker(FunctionsHost host, IdentityProvider identity, WorkerProcess process, string storage) =>
        (Host, Identity, Process, Storage) = (host, identity, process, storage);

    public FunctionsHost Host { get; }

    public IdentityProvider Identity { get; }

    public WorkerProcess Process { get; }

    /// <summary>The connection string of its storage.</summary>
    public string Storage { get; }

    /// <summary>The functions that it named, each as the host was told.</summary>
    public IReadOnlyDictionary<string, JsonObject> Functions => _functions;

    /// <summary>What came of loading each of them.</summary>
    public List<JsonObject> Loaded { get; } = [];

    /// <summary>Ends every wait that lasts too long.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>Starts a worker and does what a host does before the first call.</summary>
    /// <param name="azurite">Where its storage is.</param>
    /// <param name="folder">The app's folder; null for what was built.</param>
    /// <param name="starts">Called just before the process starts.</param>
    public static async Task<RunningWorker> StartAsync(AzuriteFixture azurite, string? folder = null, Action? starts = null)
    {
        var storage = azurite.NewAccount();
        await new AzureClients(
            new() { ConnectionString = storage }, () => new StaticTokenCredential(), null, new Telemetry()).CreateStorageAsync(CancellationToken.None);
        var host = await FunctionsHost.StartAsync();
        var identity = await IdentityProvider.StartAsync();
        starts?.Invoke();
        var running = new RunningWorker(host, identity, WorkerProcess.Start(host.Address, Settings(storage, identity), folder), storage);
        try
        {
            await running.InitializeAsync();
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a function over HTTP as the host does: an invocation, and the request itself at the worker's own address.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="request">The request, with a path as its address.</param>
    /// <param name="route">The values that the host found in the path.</param>
    /// <returns>The response, and what the invocation came to.</returns>
    public async Task<(HttpResponseMessage Response, JsonObject Answer)> CallAsync(string function, HttpRequestMessage request, params (string Name, string Value)[] route)
    {
        var invocation = Invocation(function, Trigger(function), new() { ["http"] = new JsonObject() });
        invocation["triggerMetadata"] = new JsonObject(route.Select(value => KeyValuePair.Create(value.Name, (JsonNode?)new JsonObject { ["string"] = value.Value })));
        request.Headers.Add("x-ms-invocation-id", invocation["invocationId"]!.GetValue<string>());
        request.RequestUri = new Uri(Address, request.RequestUri!);
        var response = _client.SendAsync(request, End);
        var answer = await Host.InvokeAsync(invocation, End);
        return (await response, answer);
    }

    /// <summary>Calls a function that a timer or a queue triggers.</summary>
    public Task<JsonObject> InvokeAsync(string function, JsonObject data) => Host.InvokeAsync(Invocation(function, Trigger(function), data), End);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Host.DisposeAsync();
        await Identity.DisposeAsync();
        _client.Dispose();
        _end.Dispose();
    }

    private Uri Address { get; set; } = null!;

    private async Task InitializeAsync()
    {
        await Host.NextAsync("startStream", End);
        Host.Send("workerInitRequest", new() { ["hostVersion"] = "4.1048.0", ["workerDirectory"] = WorkerProcess.Folder, ["functionAppDirectory"] = WorkerProcess.Folder });
        var initialized = await Host.NextAsync("workerInitResponse", End);
        Assert.Equal("Success", initialized["result"]!["status"]?.GetValue<string>() ?? "Failure");
        Address = new(initialized["capabilities"]!["HttpUri"]!.GetValue<string>());

        Host.Send("functionsMetadataRequest", new() { ["functionAppDirectory"] = WorkerProcess.Folder });
        foreach (var function in (await Host.NextAsync("functionMetadataResponse", End))["functionMetadataResults"]!.AsArray())
        {
            _functions.Add(function!["name"]!.GetValue<string>(), function.AsObject());
        }

        foreach (var function in _functions.Values)
        {
            Host.Send("functionLoadRequest", new() { ["functionId"] = function["functionId"]!.DeepClone(), ["metadata"] = function.DeepClone() });
            Loaded.Add(await Host.NextAsync("functionLoadResponse", End));
        }
    }

    private string Trigger(string function) => _functions[function]["bindings"]!.AsObject()
        .First(binding => binding.Value!["type"]!.GetValue<string>().EndsWith("Trigger", StringComparison.Ordinal)).Key;

    private JsonObject Invocation(string function, string parameter, JsonObject data) => new()
    {
        ["invocationId"] = Guid.NewGuid().ToString(),
        ["functionId"] = _functions[function]["functionId"]!.DeepClone(),
        ["inputData"] = new JsonArray(new JsonObject { ["name"] = parameter, ["data"] = data }),
        ["traceContext"] = new JsonObject { ["traceParent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
    };

    /// <summary>Settings as Bicep gives them; where vault and provider of texts should be, nothing listens.</summary>
    private static Dictionary<string, string> Settings(string storage, IdentityProvider identity) => new()
    {
        ["SecureDocket__Storage__ConnectionString"] = storage,
        ["SecureDocket__Vault__AnchorKeyName"] = "anchor",
        ["SecureDocket__Vault__Uri"] = "https://localhost:1/",
        ["SecureDocket__LookupSecret"] = Convert.ToBase64String(Encoding.ASCII.GetBytes("a secret of thirty-two bytes ...")),
        ["SecureDocket__Cards__Issuer"] = "https://securedocket.example",
        ["SecureDocket__Cards__PortalUrl"] = "https://securedocket.example/",
        ["SecureDocket__Cards__LossContact"] = "1-800-555-0100",
        ["SecureDocket__SecurityContact"] = "mailto:security@securedocket.example",
        ["SecureDocket__Sms__Senders"] = "+18335550100=200",
        ["SecureDocket__Sms__Contact"] = "1-800-555-0100",
        ["SecureDocket__Sms__ConnectionString"] = $"endpoint=https://localhost:1/;accesskey={Convert.ToBase64String(new byte[32])}",
        ["SecureDocket__Access__MetadataAddress"] = identity.MetadataAddress,
        ["SecureDocket__Access__Issuer"] = IdentityProvider.Issuer,
        ["SecureDocket__Access__Audience"] = IdentityProvider.Audience,
        ["SecureDocket__Access__ClientId"] = "00000000-0000-0000-0000-000000000001",
        ["SecureDocket__Access__Scope"] = "api://secure-docket/access",
        ["SSL_CERT_FILE"] = identity.CertificateFile,
    };
}
