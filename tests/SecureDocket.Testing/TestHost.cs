using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Encryption;
using SecureDocket.LocalHost;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Http;
using SecureDocket.Messages;
using SecureDocket.SignIns;
using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>The worker's functions on Kestrel, in memory or over Azurite, with their own keys, clock and site. Everything between socket and storage is real.</summary>
public sealed class TestHost : IAsyncDisposable
{
    /// <summary>Who calls in the role <c>Court.Registrar</c>, unless a test has it otherwise.</summary>
    public const string RegistrarId = "dev-court-registrar-1";

    private readonly WebApplication _app;
    private readonly string _folder;

    private TestHost(WebApplication app, string folder, ManualClock clock, RecordingSms sms)
    {
        _app = app;
        _folder = folder;
        Clock = clock;
        Sms = sms;
    }

    /// <summary>The host's clock.</summary>
    public ManualClock Clock { get; }

    /// <summary>What the host texts, unless a test has put another provider in its place.</summary>
    public RecordingSms Sms { get; }

    /// <summary>The host's services, to look behind the API.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where a browser finds the host.</summary>
    public Uri Address => ServerAddress.Of(_app);

    /// <summary>A site of this host alone, with a quota of 1,000.</summary>
    public string SiteId { get; } = $"T{Random.Shared.Next(1_000_000):D6}";

    /// <summary>Starts a host over Azurite.</summary>
    /// <param name="azurite">The storage, of which the host gets an account of its own unless it is given one.</param>
    /// <param name="configure">Replaces services before the worker adds its own.</param>
    /// <param name="settings">Settings that take precedence, by their full names.</param>
    /// <param name="account">The connection string of an account that another host has filled.</param>
    /// <param name="schedules">Whether timer functions run on their schedules; a test that counts requests runs them itself.</param>
    public static Task<TestHost> StartAsync(
        AzuriteFixture azurite, Action<IServiceCollection>? configure = null, IReadOnlyDictionary<string, string?>? settings = null,
        string? account = null, bool schedules = false) =>
        StartAsync(new ManualClock(DateTimeOffset.UtcNow), account ?? azurite.NewAccount(), configure, settings, schedules);

    /// <summary>Starts a host in memory.</summary>
    /// <param name="world">What it stores; an empty one unless given.</param>
    /// <param name="configure">Replaces services before the worker adds its own.</param>
    /// <param name="settings">Settings that take precedence, by their full names.</param>
    public static Task<TestHost> StartAsync(
        World? world = null, Action<IServiceCollection>? configure = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var stored = world ?? new();
        return StartAsync(
            stored.Clock,
            null,
            services =>
            {
                configure?.Invoke(services);
                services.TryAddSingleton<ITables>(stored.Tables);
                services.TryAddSingleton<IBlobs>(stored.Blobs);
                services.TryAddSingleton<IShardKeyVault>(stored.ShardKeys);
            },
            settings,
            schedules: false);
    }

    private static async Task<TestHost> StartAsync(
        ManualClock clock, string? account, Action<IServiceCollection>? configure, IReadOnlyDictionary<string, string?>? settings, bool schedules)
    {
        var folder = Directory.CreateTempSubdirectory("secure-docket-").FullName;
        var sms = new RecordingSms(clock);
        var app = await LocalApp.BuildAsync(
            new LocalSettings
            {
                Port = 0,
                ConnectionString = account,
                DataFolder = folder,
                Schedules = schedules,

                // Only what is measured needs to be answered at fixed times. The secret is that of those who look behind the product.
                Overrides = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
                {
                    ["SecureDocket:LookupSecret"] = settings?.GetValueOrDefault("SecureDocket:LookupSecret") ?? Convert.ToBase64String(new byte[32]),
                    ["SecureDocket:SignIn:AnswerAfterMilliseconds"] = settings?.GetValueOrDefault("SecureDocket:SignIn:AnswerAfterMilliseconds") ?? "0",
                },
                Configure = services =>
                {
                    services.AddSingleton<TimeProvider>(clock);
                    configure?.Invoke(services);
                    services.TryAddSingleton<ISms>(sms);

                    // Not one of the folder's, so that another host over the same storage can read it.
                    services.TryAddSingleton<IShardKeyVault>(new InMemoryShardKeyVault());
                    services.TryAddSingleton(new SmsOptions { Senders = [new("+18335550100", 200)], Brand = "SDC", Contact = "1-800-555-0100" });

                    // Only what is measured needs to cost what a guess is to cost.
                    services.TryAddSingleton(provider => new PinHasher(provider.GetRequiredService<KeyedHash>(), iterations: 1_000));
                },
            },
            CancellationToken.None);
        await app.StartAsync();
        var host = new TestHost(app, folder, clock, sms);
        using var administrator = host.As("Program.Administrator");
        using var opened = await administrator.PutAsync($"/api/v1/sites/{host.SiteId}", Json("""{"name":"Test site","quota":1000}"""));
        opened.EnsureSuccessStatusCode();
        return host;
    }

    /// <summary>A client with a token for <paramref name="role"/>; without one when null.</summary>
    /// <param name="role">The role.</param>
    /// <param name="person">Who of those with the role.</param>
    /// <param name="also">A further role of the same person.</param>
    public HttpClient As(string? role, string person = "1", string? also = null)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        if (role is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Services.GetRequiredService<DevelopmentIssuer>().Mint(role, person, also));
        }

        return client;
    }

    /// <summary>Runs a timer function now; gives back when its call has ended, be it in a failure.</summary>
    public async Task RunTimerAsync(string name)
    {
        using var client = As(null);
        using var answer = await client.PostAsync($"/admin/functions/{name}", Json("""{"input":""}"""));
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"{name} is no timer: {(int)answer.StatusCode}.");
    }

    /// <summary>Waits until it is decided about every sign-in whether a code is texted: nobody does but a test that looks for what must not come of it.</summary>
    public async Task SignInsDecidedAsync()
    {
        var texts = Services.GetRequiredService<SignInTexts>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (texts.Waiting > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
    }

    /// <summary>A JSON body.</summary>
    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>A JSON body.</summary>
    public static StringContent Json(JsonNode json) => Json(json.ToJsonString());

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
