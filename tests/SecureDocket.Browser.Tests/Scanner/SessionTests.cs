using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>Tokens renew without the officer; a sign-in is asked for before a shift, and never between two cards.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class SessionTests(BrowserFixture browsers)
{
    private const string FailedRequest = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED";

    [BrowserFact]
    public async Task A_token_that_is_about_to_end_is_renewed_without_the_officer()
    {
        List<string> asked = [];
        await using var officer = await SignInAsync(asked, tokens => tokens["expires_in"] = 300);

        await officer.Page.WaitForFunctionAsync("() => JSON.parse(sessionStorage.getItem('secure-docket-officer')).ends - Date.now() > 7 * 3600 * 1000");

        Assert.Equal(["authorization_code", "refresh_token"], asked);
        await Assertions.Expect(officer.Page.Locator("#before-shift")).ToBeHiddenAsync();

        // A refresh token is good once: the next renewal takes the next one.
        await officer.Page.EvaluateAsync("""
            () => {
              const held = JSON.parse(sessionStorage.getItem('secure-docket-officer'));
              sessionStorage.setItem('secure-docket-officer', JSON.stringify({ ...held, ends: 0 }));
              dispatchEvent(new Event('online'));
            }
            """);
        await officer.Page.WaitForFunctionAsync("() => JSON.parse(sessionStorage.getItem('secure-docket-officer')).ends > Date.now()");
        Assert.Equal(3, asked.Count);
        await Assertions.Expect(officer.Page.Locator("#sign-in-again")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_provider_that_renews_no_more_is_asked_once()
    {
        List<string> asked = [];
        await using var officer = await SignInAsync(asked, tokens => (tokens["expires_in"], tokens["refresh_token"]) = (300, "used"));
        officer.Expect("the server responded with a status of 400");

        await officer.Page.WaitForFunctionAsync("() => JSON.parse(sessionStorage.getItem('secure-docket-officer')).refresh === null");
        await officer.Page.ReloadAsync();
        await officer.ReadyAsync();

        Assert.Equal(["authorization_code", "refresh_token"], asked);
    }

    [BrowserFact]
    public async Task A_scan_goes_on_when_the_token_has_ended_and_nothing_is_asked_meanwhile()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        var page = scanning.Page;

        // The token ends and cannot be renewed, while there is a network.
        await page.EvaluateAsync("""
            () => {
              const held = JSON.parse(sessionStorage.getItem('secure-docket-officer'));
              sessionStorage.setItem('secure-docket-officer', JSON.stringify({ ...held, ends: 0, lasts: 0, refresh: null }));
            }
            """);
        await scanning.ScanAsync("valid", live: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Same person", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#comparison")).ToContainTextAsync("Kept on this device");
        await page.Locator("#next").ClickAsync();
        await scanning.ScanAsync("valid", live: false);
        await page.Locator("#next").ClickAsync();

        await Assertions.Expect(page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "2");
        await Assertions.Expect(page.Locator("#start")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#trouble")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#before-shift")).ToBeHiddenAsync();

        // Opened anew, before the first card, the page asks; what waited is uploaded.
        await page.ReloadAsync();
        await scanning.Officer.ReadyAsync();
        await Assertions.Expect(page.Locator("#before-shift")).ToContainTextAsync("Not signed in");
        await scanning.Officer.LooksWellAsync();
        await page.Locator("#sign-in-now").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dana Whitfield" }).ClickAsync();
        await Assertions.Expect(page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "0");
        Assert.Equal(2, (await scanning.DisclosuresAsync("offlineVerification")).Count);
    }

    [BrowserTheory]
    [InlineData("en-US", "Your sign-in ends")]
    [InlineData("es-MX", "Su sesión termina")]
    public async Task A_sign_in_that_would_end_within_the_shift_is_told_before_it(string locale, string told)
    {
        await using var scanning = await Scanning.StartAsync(browsers, locale);
        scanning.Officer.Expect(FailedRequest);
        var (page, banner) = (scanning.Page, scanning.Page.Locator("#before-shift"));
        await Assertions.Expect(banner).ToBeHiddenAsync();

        // The refresh token was given 21 hours ago.
        await page.EvaluateAsync("""
            () => {
              const held = JSON.parse(sessionStorage.getItem('secure-docket-officer'));
              const by = 21 * 3600 * 1000;
              sessionStorage.setItem('secure-docket-officer', JSON.stringify({ ...held, began: held.began - by, lasts: held.lasts - by }));
            }
            """);
        await page.ReloadAsync();
        await scanning.Officer.ReadyAsync();

        await Assertions.Expect(banner).ToContainTextAsync(told);
        await scanning.Officer.LooksWellAsync(locale == "en-US" ? "verify-before-shift" : null, inEnglishToo: locale != "en-US");
        await scanning.ScanAsync("valid", live: true);
        await page.Locator("#next").ClickAsync();
        await Assertions.Expect(page.Locator("#start")).ToBeVisibleAsync();
        await Assertions.Expect(banner).ToBeHiddenAsync();

        // Without a network there is nothing to sign in to.
        await scanning.GoOfflineAsync();
        await Assertions.Expect(banner).ToBeHiddenAsync();
    }

    /// <summary>Signs an officer in, over a provider whose first answer is changed.</summary>
    private async Task<OfficerPage> SignInAsync(List<string> asked, Action<JsonObject> change)
    {
        var host = await browsers.HostAsync();
        await host.RunTimerAsync("PublishStatusLists");
        var officer = await OfficerPage.OpenAsync(await browsers.NewContextAsync(OfficerPage.Phone()), host, "/verify");
        await officer.Page.RouteAsync("**/dev/token", async route =>
        {
            var form = System.Web.HttpUtility.ParseQueryString(route.Request.PostData!);
            asked.Add(form["grant_type"]!);
            var answer = await route.FetchAsync();
            if (asked.Count > 1)
            {
                await route.FulfillAsync(new() { Response = answer });
                return;
            }

            var tokens = JsonNode.Parse(await answer.TextAsync())!.AsObject();
            change(tokens);
            await route.FulfillAsync(new() { Response = answer, Body = tokens.ToJsonString() });
        });
        await officer.ReadyAsync();
        await officer.SignInAsync("Dana Whitfield");
        return officer;
    }
}
