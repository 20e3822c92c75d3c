using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SecureDocket.Functions.Pages;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>An administrator sees the devices, and ends the leave of a lost one.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class EndedTests(BrowserFixture browsers)
{
    // As a browser says when a network comes back; else the page asks once a minute.
    private const string AskAgain = "dispatchEvent(new Event('online'))";

    [BrowserTheory]
    [InlineData("en-US", "An administrator has ended", true)]
    [InlineData("es-MX", "Un administrador terminó", false)]
    public async Task A_device_whose_leave_is_ended_hands_over_its_queue_and_wipes_itself(string locale, string told, bool signedIn)
    {
        await using var scanning = await Scanning.StartAsync(browsers, locale);
        scanning.Officer.Expect("ERR_INTERNET_DISCONNECTED");
        var page = scanning.Page;
        await scanning.GoOfflineAsync();
        await scanning.ScanAsync("valid", live: false);
        await page.Locator("#next").ClickAsync();

        // It is lost, and somebody opens it with a network again: in the officer's tab, or in another.
        var id = await page.EvaluateAsync<string>("localStorage.getItem('secure-docket-device')");
        var seen = await SeenAsync(scanning, id);
        Assert.Equal("dev-field-officer-1", seen["officer"]!.GetValue<string>());
        Assert.Equal(scanning.Host.Services.GetRequiredService<WebFiles>().Release, seen["release"]!.GetValue<string>());
        Assert.NotNull(seen["packIssuedAt"]);
        using var administrator = scanning.Host.As("Program.Administrator");
        (await administrator.DeleteAsync($"/api/v1/scanners/{id}/leave")).EnsureSuccessStatusCode().Dispose();
        if (!signedIn)
            await page.EvaluateAsync("sessionStorage.clear()");
        await scanning.Officer.Context.SetOfflineAsync(false);

        await Assertions.Expect(page.Locator("#gate")).ToContainTextAsync(told);
        await Assertions.Expect(page.Locator("#start")).ToBeHiddenAsync();
        await scanning.Officer.LooksWellAsync(inEnglishToo: locale != "en-US");
        Assert.Equal(signedIn ? 1 : 0, (await scanning.DisclosuresAsync("offlineVerification")).Count);
        Assert.Equal("""{"pack":false,"session":null,"device":null}""", await page.EvaluateAsync<string>("""
            () => new Promise(resolve => {
              const open = indexedDB.open('secure-docket');
              open.onsuccess = () => {
                const keys = open.result.transaction('state').objectStore('state').getAllKeys();
                keys.onsuccess = () => resolve(JSON.stringify({
                  pack: keys.result.includes('pack'), session: sessionStorage.getItem('secure-docket-officer'), device: localStorage.getItem('secure-docket-device'),
                }));
              };
            })
            """));

        // It stays so, with a network and without; an officer who signs in begins with another id, and uploads what was left.
        await page.ReloadAsync();
        await scanning.Officer.ReadyAsync();
        await Assertions.Expect(page.Locator("#gate")).ToContainTextAsync(told);
        await scanning.Officer.SignInAsync("Dana Whitfield", signedIn ? "Sign in" : "Iniciar sesión");
        await scanning.ScanAsync("valid", live: true);
        Assert.Single((await scanning.DisclosuresAsync("offlineVerification")));
        Assert.NotEqual(id, await page.EvaluateAsync<string>("localStorage.getItem('secure-docket-device')"));
    }

    [BrowserFact]
    public async Task A_device_that_is_not_ended_goes_on_and_reports_its_queue()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        var id = await scanning.Page.EvaluateAsync<string>("localStorage.getItem('secure-docket-device')");
        await scanning.Page.RouteAsync("**/api/v1/verifications", route => route.AbortAsync());
        await scanning.Page.RouteAsync("**/api/v1/scans", route => route.AbortAsync());
        scanning.Officer.Expect("ERR_FAILED");
        await scanning.ScanAsync("valid", live: false);
        await scanning.Page.Locator("#next").ClickAsync();

        var reported = await scanning.Page.RunAndWaitForResponseAsync(() => scanning.Page.EvaluateAsync(AskAgain), answer => answer.Url.EndsWith(id, StringComparison.Ordinal));

        Assert.Equal("""{"ended":false}""", await reported.TextAsync());
        Assert.Equal(1, (await SeenAsync(scanning, id))["waiting"]!.GetValue<int>());
        await Assertions.Expect(scanning.Page.Locator("#start")).ToBeVisibleAsync();
    }

    private static async Task<JsonObject> SeenAsync(Scanning scanning, string id)
    {
        using var administrator = scanning.Host.As("Program.Administrator");
        var all = await administrator.GetFromJsonAsync<JsonObject>("/api/v1/scanners");
        return all!["scanners"]!.AsArray().Select(one => one!.AsObject()).Single(one => one["id"]!.GetValue<string>() == id);
    }
}
