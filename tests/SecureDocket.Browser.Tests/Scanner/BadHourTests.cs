using Microsoft.Playwright;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>The browser loses, refuses or lacks what the scanner would use; the officer is told the truth, and nothing is lost in silence.</summary>
[Collection(ScannerCollectionDefinition.Name)]
public sealed class BadHourTests(BrowserFixture browsers)
{
    private const string FailedRequest = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED";

    [BrowserFact]
    public async Task What_a_full_disk_does_not_take_is_told_and_uploaded_from_the_page()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        scanning.Officer.Expect(FailedRequest);
        await scanning.GoOfflineAsync();
        await scanning.Page.EvaluateAsync("() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }");

        await scanning.ScanAsync("valid", live: false);

        var unkept = scanning.Page.Locator("#unkept");
        await Assertions.Expect(unkept).ToContainTextAsync("Only in this page: 1");
        Assert.True((await unkept.BoundingBoxAsync())!.Y < (await scanning.Verdict.BoundingBoxAsync())!.Y);
        await scanning.Page.GetByRole(AriaRole.Button, new() { Name = "Not the same person" }).ClickAsync();
        await Assertions.Expect(scanning.Page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "1");
        await Assertions.Expect(scanning.Page.Locator("#comparison")).ToContainTextAsync("In this page alone");
        await scanning.Officer.LooksWellAsync();

        await scanning.Page.Locator("#next").ClickAsync();
        await scanning.Officer.Context.SetOfflineAsync(false);

        await Assertions.Expect(unkept).ToBeHiddenAsync();
        var look = Assert.Single(await scanning.DisclosuresAsync("offlineVerification"));
        Assert.Equal("not-same-person", look["comparison"]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task A_store_that_the_browser_closed_is_opened_again()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        scanning.Officer.Expect(FailedRequest);
        await scanning.GoOfflineAsync();
        await scanning.Page.EvaluateAsync("""
            () => {
              const sound = IDBDatabase.prototype.transaction;
              let isOpen = true;
              IDBDatabase.prototype.transaction = function (...given) {
                if (isOpen) this.close();
                isOpen = false;
                return sound.apply(this, given);
              };
            }
            """);

        await scanning.ScanAsync("valid", live: false);
        await Assertions.Expect(scanning.Page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "1");

        await Assertions.Expect(scanning.Page.Locator("#unkept")).ToBeHiddenAsync();
        await scanning.Page.ReloadAsync();
        await scanning.Officer.ReadyAsync();
        await Assertions.Expect(scanning.Page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "1");
    }

    [BrowserFact]
    public async Task The_page_works_with_a_network_where_the_browser_has_nothing_but_that()
    {
        await using var scanning = await Scanning.StartAsync(browsers, before: """
            const refused = { get() { throw new DOMException('refused', 'SecurityError'); }, configurable: true };
            Object.defineProperty(window, 'indexedDB', refused);
            Object.defineProperty(window, 'localStorage', refused);
            delete window.BroadcastChannel;
            delete AbortSignal.timeout;
            delete Navigator.prototype.locks;
            delete Navigator.prototype.serviceWorker;
            """);

        await scanning.ScanAsync("valid", live: true);
        await scanning.Page.GetByRole(AriaRole.Button, new() { Name = "Same person", Exact = true }).ClickAsync();

        await Assertions.Expect(scanning.Page.Locator("#comparison")).ToContainTextAsync("Recorded");
        await Assertions.Expect(scanning.Page.Locator("#unkept")).ToBeHiddenAsync();
        Assert.Equal("same-person", Assert.Single(await scanning.DisclosuresAsync("verification"))["comparison"]!.GetValue<string>());
    }
}
