using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SecureDocket.Browser.Tests.Scanner;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests;

/// <summary>
/// A collection's one Chromium, the camera that it sees through, and one host. Each test takes a context of its own, which
/// shares nothing with another's, and works with people of its own.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // Playwright waits for ever when the browser does not answer these calls.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly FakeCamera _camera = FakeCamera.Empty();
    private readonly AzuriteFixture _azurite = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private TestHost? _host;
    private bool _silent;

    /// <summary>What the Chromium's camera sees.</summary>
    internal FakeCamera Camera => _camera;

    /// <summary>A fresh profile: no cookies, no storage, no service worker.</summary>
    /// <param name="options">Viewport, locale, offline and the like; null for the defaults.</param>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        var browser = _browser ?? throw new InvalidOperationException("There is no browser here: mark the test with BrowserFact.");

        // One test has waited; the others need not.
        if (_silent)
            throw new InvalidOperationException("The browser did not answer an earlier test.");
        try
        {
            var context = await browser.NewContextAsync(options).WaitAsync(s_patience);
            context.SetDefaultTimeout((float)s_patience.TotalMilliseconds);
            return context;
        }
        catch (TimeoutException)
        {
            _silent = true;
            throw;
        }
    }

    /// <summary>The host that the collection's tests share, its clock not behind the browser's. A test that changes what a host does starts its own.</summary>
    public async Task<TestHost> HostAsync()
    {
        _host ??= await StartHostAsync();
        var behind = DateTimeOffset.UtcNow - _host.Clock.GetUtcNow();
        if (behind > TimeSpan.Zero)
            _host.Clock.Advance(behind);
        return _host;
    }

    /// <summary>A host of its own, over the same Azurite. The caller ends it.</summary>
    public Task<TestHost> StartHostAsync(Action<IServiceCollection>? configure = null) => TestHost.StartAsync(_azurite, configure);

    /// <summary>A Chromium with flags of its own. The caller closes it.</summary>
    public Task<IBrowser> LaunchAsync(params string[] flags) => _playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Chromium.Path,
        Timeout = (float)s_patience.TotalMilliseconds,

        // Chromium refuses its sandbox to root, as whom containers run it.
        Args = [.. Environment.UserName == "root" ? (string[])["--no-sandbox"] : [], .. flags],
    });

    public async Task InitializeAsync()
    {
        if (Chromium.Path is not null)
        {
            await _azurite.InitializeAsync();
            _playwright = await Playwright.CreateAsync().WaitAsync(s_patience);

            // Two cores may have other tests to run at the same time; nothing here is judged by its time.
            Assertions.SetDefaultExpectTimeout((float)s_patience.TotalMilliseconds);
            _browser = await LaunchAsync(_camera.Flags);
        }
    }

    public async Task DisposeAsync()
    {
        try
        {
            if (_host is not null)
                await _host.DisposeAsync();
            if (_browser is not null)
                await _browser.CloseAsync().WaitAsync(s_patience);
        }
        finally
        {
            // Ends the driver, which kills a Chromium that is still there.
            _playwright?.Dispose();
            _camera.Dispose();
        }
    }
}

/// <summary>The cardholders' tests, which share a Chromium and a host.</summary>
[CollectionDefinition(Name)]
public sealed class PortalCollectionDefinition : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Portal";
}

/// <summary>The tests of what is scanned, which share a Chromium and a host.</summary>
[CollectionDefinition(Name)]
public sealed class ScannerCollectionDefinition : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Scanner";
}

/// <summary>
/// The tests of the desk, of the verifier alone, and of the scanner's sign-in, leave, trust and oldest browsers, which share a Chromium and a host:
/// each of the three collections has about a third of what there is to wait for.
/// </summary>
[CollectionDefinition(Name)]
public sealed class DeskCollectionDefinition : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Desk";
}
