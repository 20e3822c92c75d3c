using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SecureDocket.Functions.Pages;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>A scanner that was installed a release ago goes on, is told of the new one, and has it after a reload.</summary>
[Collection(ScannerCollectionDefinition.Name)]
public sealed class ReleaseTests(BrowserFixture browsers)
{
    [BrowserFact]
    public async Task A_service_worker_one_release_old_gives_way_without_breaking_the_page()
    {
        var past = new PastRelease();
        await using var host = await browsers.StartHostAsync(services => services.AddSingleton<IStartupFilter>(past));
        await using var scanning = await Scanning.StartAsync(browsers, given: host);
        scanning.Officer.Expect("ERR_INTERNET_DISCONNECTED");
        var page = scanning.Page;
        await scanning.KeptAsync();
        await page.ReloadAsync();
        await scanning.Officer.ReadyAsync();
        Assert.Equal(past.Name, await ReleaseAsync(page));
        await Assertions.Expect(page.Locator("#release")).ToBeHiddenAsync();

        // The present release comes out while the page is open.
        past.Answers = _ => false;
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(registration => registration.update())");

        await Assertions.Expect(page.Locator("#release")).ToContainTextAsync("Reload");
        await scanning.Officer.LooksWellAsync();
        Assert.Equal(past.Name, await ReleaseAsync(page));
        await scanning.Officer.Context.SetOfflineAsync(true);
        await scanning.ScanAsync("valid", live: false);
        await scanning.Page.Locator("#next").ClickAsync();
        await page.Locator("#reload").ClickAsync();
        await Assertions.Expect(page.Locator($"meta[name=release][content='{host.Services.GetRequiredService<WebFiles>().Release}']")).ToBeAttachedAsync();
        await scanning.Officer.ReadyAsync();
        await scanning.ScanAsync("valid", live: false);
    }

    [BrowserTheory]
    [InlineData("/assets/")]
    [InlineData("/verify")]
    public async Task A_release_of_which_a_file_came_from_the_release_before_is_not_kept(string mixed)
    {
        var past = new PastRelease();
        await using var host = await browsers.StartHostAsync(services => services.AddSingleton<IStartupFilter>(past));
        await using var scanning = await Scanning.StartAsync(browsers, given: host);
        scanning.Officer.Expect("ERR_INTERNET_DISCONNECTED");
        scanning.Officer.Expect("integrity");
        var page = scanning.Page;
        await scanning.KeptAsync();

        // The worker's script comes from the present release, and files or the page from an instance of the one before.
        past.Answers = path => path != "/verify/worker.js" && path.StartsWith(mixed, StringComparison.Ordinal);
        await page.EvaluateAsync("""
            async () => {
              const registration = await navigator.serviceWorker.ready;
              const given = new Promise(resolve => registration.addEventListener('updatefound', () => {
                const worker = registration.installing;
                worker.addEventListener('statechange', () => { if (worker.state === 'redundant') resolve(); });
              }));
              await registration.update().catch(() => undefined);
              await given;
            }
            """);

        Assert.All(await page.EvaluateAsync<string[]>("caches.keys()"), name => Assert.Contains(past.Name, name, StringComparison.Ordinal));
        await scanning.GoOfflineAsync();
        Assert.Equal(past.Name, await ReleaseAsync(page));
        await scanning.ScanAsync("valid", live: false);
        await Assertions.Expect(page.Locator("#release")).ToBeHiddenAsync();

        // The instances of the release before have gone: the next try has all of the present one.
        past.Answers = _ => false;
        await scanning.Officer.Context.SetOfflineAsync(false);
        await page.Locator("#reload").ClickAsync();
        await Assertions.Expect(page.Locator($"meta[name=release][content='{host.Services.GetRequiredService<WebFiles>().Release}']")).ToBeAttachedAsync();
    }

    [BrowserFact]
    public async Task The_worker_may_rule_the_scanner_alone_and_names_only_files_of_its_release()
    {
        var host = await browsers.HostAsync();
        using var client = host.As(null);
        using var answer = await client.GetAsync("/verify/worker.js");
        var script = await answer.Content.ReadAsStringAsync();
        var release = host.Services.GetRequiredService<WebFiles>().Release;

        Assert.Equal("/verify", answer.Headers.GetValues("Service-Worker-Allowed").Single());
        Assert.Contains($"\"/assets/{release}/verify/app.js\":\"sha256-", script, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", script, StringComparison.Ordinal);
        Assert.DoesNotContain("/enroll/", script, StringComparison.Ordinal);
    }

    private static Task<string?> ReleaseAsync(IPage page) => page.Locator("meta[name=release]").GetAttributeAsync("content");
}
