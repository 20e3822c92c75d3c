using Microsoft.Playwright;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests;

/// <summary>The test process's one Chromium. Each test takes a context of its own, which shares nothing with another's.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A fresh profile: no cookies, no storage, no service worker.</summary>
    /// <param name="options">Viewport, locale, offline and the like; null for the defaults.</param>
    public Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null) =>
        (_browser ?? throw new InvalidOperationException("There is no browser here: mark the test with BrowserFact.")).NewContextAsync(options);

    /// <summary>A Chromium with flags of its own, such as a camera that shows a file. The caller closes it.</summary>
    public Task<IBrowser> LaunchAsync(params string[] flags) => _playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Chromium.Path,

        // Chromium refuses its sandbox to root, as whom containers run it.
        Args = [.. Environment.UserName == "root" ? (string[])["--no-sandbox"] : [], .. flags],
    });

    public async Task InitializeAsync()
    {
        if (Chromium.Path is not null)
        {
            _playwright = await Playwright.CreateAsync();

            // Two cores may have other tests to run at the same time.
            Assertions.SetDefaultExpectTimeout(20_000);
            _browser = await LaunchAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>The tests that share the Chromium. A class of it starts hosts with <see cref="TestHost.StartAsync"/> and opens pages at <see cref="TestHost.Address"/>.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollectionDefinition : ICollectionFixture<BrowserFixture>, ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Browser";
}
