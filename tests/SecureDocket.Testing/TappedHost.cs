using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Azure;
using SecureDocket.Encryption;
using SecureDocket.Signing;

namespace SecureDocket.Testing;

/// <summary>A test host with a vault of its own, whose every call to storage and vault goes through a tap.</summary>
public sealed class TappedHost : IAsyncDisposable
{
    private readonly Func<Task<TestHost>> _start;

    private TappedHost(TestHost host, World? world, StorageTap tap, FakeKeyVault vault, string statusList, Func<Task<TestHost>> start)
    {
        _start = start;
        Host = host;
        World = world;
        Tap = tap;
        Vault = vault;
        StatusList = statusList;
    }

    public TestHost Host { get; }

    /// <summary>What the host stores, where that is in memory.</summary>
    public World? World { get; }

    public StorageTap Tap { get; }

    public FakeKeyVault Vault { get; }

    /// <summary>A status list that no other host takes entries from.</summary>
    public string StatusList { get; }

    /// <summary>Starts a host in memory, whose ports are tapped.</summary>
    /// <param name="configure">Replaces services.</param>
    /// <param name="sitesWithKeys">Sites with a card key of their own.</param>
    public static async Task<TappedHost> StartAsync(Action<IServiceCollection>? configure = null, params string[] sitesWithKeys)
    {
        var (world, vault, tap, list) = (new World(), VaultFor(sitesWithKeys), new StorageTap(), NewStatusList());
        var settings = Settings(list);
        Task<TestHost> Start() => TestHost.StartAsync(
            world,
            services =>
            {
                services
                    .AddSingleton(tap.Over(world.Tables))
                    .AddSingleton(tap.Over(world.Blobs))
                    .AddSingleton(tap.Over(world.ShardKeys))
                    .AddSingleton(provider => tap.Over(Clients(provider, vault, new(vault, Retries: 0), sitesWithKeys).SigningKeys()));
                configure?.Invoke(services);
            },
            settings);

        return new(await Start(), world, tap, vault, list, Start);
    }

    /// <summary>Starts a host over Azurite, whose wire is tapped.</summary>
    /// <param name="azurite">The storage.</param>
    /// <param name="retries">How often the clients try again.</param>
    /// <param name="configure">Replaces services.</param>
    /// <param name="sitesWithKeys">Sites with a card key of their own.</param>
    public static async Task<TappedHost> StartAsync(
        AzuriteFixture azurite, int retries, Action<IServiceCollection>? configure = null, params string[] sitesWithKeys)
    {
        ArgumentNullException.ThrowIfNull(azurite);
        var (vault, list, account) = (VaultFor(sitesWithKeys), NewStatusList(), azurite.NewAccount());
        var tap = new StorageTap(vault);
        var transport = new AzureTransport(tap.Wire, retries);
        var settings = Settings(list);
        Task<TestHost> Start() => TestHost.StartAsync(
            azurite,
            services =>
            {
                services
                    .AddSingleton(transport)
                    .AddSingleton<ISigningKeys>(provider => Clients(provider, vault, transport, sitesWithKeys).SigningKeys())
                    .AddSingleton<IShardKeyVault>(provider => Clients(provider, vault, transport, sitesWithKeys).ShardKeys());
                configure?.Invoke(services);
            },
            settings,
            account);

        return new(await Start(), null, tap, vault, list, Start);
    }

    /// <summary>Starts a host over one store or the other, whose clients try nothing again.</summary>
    public static Task<TappedHost> StartAsync(Store store, AzuriteFixture azurite) =>
        store == Store.Memory ? StartAsync() : StartAsync(azurite, retries: 0);

    /// <summary>A process that has read nothing yet, over the same storage and vault.</summary>
    public Task<TestHost> StartAnotherAsync() => _start();

    /// <summary>Sends one request and reads its answer.</summary>
    /// <param name="role">The caller's role; null for none.</param>
    /// <param name="request">The request; sent once.</param>
    /// <param name="person">Who of those with the role.</param>
    public async Task<TestAnswer> SendAsync(string? role, HttpRequestMessage request, string person = "1")
    {
        using var client = Host.As(role, person);
        using var answer = await client.SendAsync(request);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.OriginalString, answer.Headers.ETag?.Tag);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Vault.Dispose();
    }

    private static FakeKeyVault VaultFor(string[] sitesWithKeys)
    {
        var vault = new FakeKeyVault();
        foreach (var name in (string[])["anchor", "card-signing", "list-signing", .. sitesWithKeys.Select(site => $"card-signing-{site.ToLowerInvariant()}")])
            vault.CreateKey(name);
        vault.CreateWrappingKey("docket-shards");
        return vault;
    }

    private static AzureClients Clients(IServiceProvider provider, FakeKeyVault vault, AzureTransport transport, string[] sitesWithKeys) => new AzureClients(
        new AzureSettings { VaultUri = vault.VaultUri.AbsoluteUri, AnchorKeyName = "anchor", SitesWithKeys = sitesWithKeys }, () => new StaticTokenCredential(), transport,
        provider.GetRequiredService<Telemetry>());

    private static string NewStatusList() => Random.Shared.Next(100_000_000, 1_000_000_000).ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Settings(string list) => new()
    {
        ["SecureDocket:Cards:StatusLists"] = list,
        ["SecureDocket:Sms:Senders"] = "+18335550100=200",
        ["SecureDocket:LookupSecret"] = Convert.ToBase64String(new byte[32]),
    };
}

/// <summary>What a host stores its rows and blobs in.</summary>
public enum Store
{
    /// <summary>The ports in memory, which the conformance tests hold equal to the real ones.</summary>
    Memory,

    /// <summary>Azurite, over the official clients.</summary>
    Azurite,
}

/// <summary>An answer of the API, read to its end.</summary>
public sealed record TestAnswer(HttpStatusCode Status, string Body, string? Location, string? ETag)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}
