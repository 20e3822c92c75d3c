using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Azure;
using SecureDocket.Keys;

namespace SecureDocket.Testing;

/// <summary>A test host with a vault of its own, whose every request to storage and vault goes through a tap.</summary>
public sealed class TappedHost : IAsyncDisposable
{
    private readonly Func<Task<TestHost>> _start;

    private TappedHost(TestHost host, StorageTap tap, FakeKeyVault vault, string statusList, Func<Task<TestHost>> start)
    {
        _start = start;
        Host = host;
        Tap = tap;
        Vault = vault;
        StatusList = statusList;
    }

    public TestHost Host { get; }

    public StorageTap Tap { get; }

    public FakeKeyVault Vault { get; }

    /// <summary>A status list that no other host takes entries from.</summary>
    public string StatusList { get; }

    /// <param name="azurite">The storage.</param>
    /// <param name="retries">How often the clients try again.</param>
    /// <param name="sitesWithKeys">Sites with a card key of their own.</param>
    public static Task<TappedHost> StartAsync(AzuriteFixture azurite, int retries, params string[] sitesWithKeys) =>
        StartAsync(azurite, retries, _ => { }, sitesWithKeys);

    /// <param name="azurite">The storage.</param>
    /// <param name="retries">How often the clients try again.</param>
    /// <param name="configure">Replaces services.</param>
    /// <param name="sitesWithKeys">Sites with a card key of their own.</param>
    public static async Task<TappedHost> StartAsync(
        AzuriteFixture azurite, int retries, Action<IServiceCollection> configure, params string[] sitesWithKeys)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(azurite);
        var vault = new FakeKeyVault();
        foreach (var name in (string[])["card-signing", "list-signing", .. sitesWithKeys.Select(site => $"card-signing-{site.ToLowerInvariant()}")])
            vault.CreateKey(name);
        var transport = new AzureTransport(new StorageTap(vault), retries);
        var list = Random.Shared.Next(100_000_000, 1_000_000_000).ToString(CultureInfo.InvariantCulture);
        var account = azurite.NewAccount();
        var settings = new Dictionary<string, string?>
        {
            ["SecureDocket:Cards:StatusLists"] = list,
            ["SecureDocket:Sms:Senders"] = "+18335550100=200",
            ["SecureDocket:LookupSecret"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
        Task<TestHost> Start() => TestHost.StartAsync(
            azurite,
            services =>
            {
                services.AddSingleton(transport).AddSingleton<ISigningKeys>(provider => new AzureClients(
                    new AzureSettings { VaultUri = vault.VaultUri.AbsoluteUri, SitesWithKeys = sitesWithKeys }, () => new StaticTokenCredential(), transport,
                    provider.GetRequiredService<Telemetry>()).SigningKeys());
                configure(services);
            },
            settings,
            account);

        return new(await Start(), (StorageTap)transport.Transport, vault, list, Start);
    }

    /// <summary>A process that has read nothing yet, over the same storage and vault.</summary>
    public Task<TestHost> StartAnotherAsync() => _start();

    /// <summary>Sends one request and reads its answer.</summary>
    /// <param name="role">The caller's role; null for none.</param>
    /// <param name="request">The request; sent once.</param>
    public async Task<TestAnswer> SendAsync(string? role, HttpRequestMessage request)
    {
        using var client = Host.As(role);
        using var answer = await client.SendAsync(request);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.OriginalString, answer.Headers.ETag?.Tag);
    }

    /// <summary>How many requests <paramref name="act"/> makes when nothing fails.</summary>
    public async Task<int> CountAsync(Func<Task<TestAnswer>> act)
    {
        Tap.Restart();
        var answer = await act();
        return (int)answer.Status < 300
            ? Tap.Requests.Count
            : throw new InvalidOperationException($"The dry run answered {(int)answer.Status}: {answer.Body}");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Vault.Dispose();
    }
}

/// <summary>An answer of the API, read to its end.</summary>
public sealed record TestAnswer(HttpStatusCode Status, string Body, string? Location, string? ETag)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}
