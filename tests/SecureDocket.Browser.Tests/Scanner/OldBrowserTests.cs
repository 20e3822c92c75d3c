using Microsoft.Playwright;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>The oldest browsers that docs/scanner.md names, as Chromium without what came after them.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class OldBrowserTests(BrowserFixture browsers)
{
    // What Chromium 93, Firefox 98 or Safari 15.4 does not have, of what scripts of this kind use.
    private const string OfTheirTime = """
        delete AbortSignal.timeout; delete AbortSignal.any; delete URL.parse; delete URL.canParse;
        for (const name of ['structuredClone', 'BroadcastChannel', 'CompressionStream', 'DecompressionStream', 'Iterator', 'scheduler', 'navigation', 'cookieStore', 'reportError']) delete window[name];
        for (const name of ['findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with', 'group'])
          for (const type of [Array, Uint8Array]) delete type.prototype[name];
        for (const name of ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']) delete Set.prototype[name];
        for (const name of ['isWellFormed', 'toWellFormed']) delete String.prototype[name];
        for (const name of ['toBase64', 'toHex', 'setFromBase64', 'setFromHex']) delete Uint8Array.prototype[name];
        delete Uint8Array.fromBase64; delete Uint8Array.fromHex; delete Array.fromAsync;
        delete Promise.withResolvers; delete Promise.try; delete Object.groupBy; delete Map.groupBy;
        delete ArrayBuffer.prototype.transfer; delete RegExp.escape; delete Error.isError;
        delete Navigator.prototype.locks; delete Navigator.prototype.userAgentData;
        delete MediaStreamTrack.prototype.getCapabilities;
        delete Element.prototype.setHTMLUnsafe; delete Element.prototype.togglePopover; delete HTMLElement.prototype.togglePopover;
        """;

    // The page's patience with the store passes a hundred times as fast, and is counted.
    private const string NoAnswer = """
        {
          IDBFactory.prototype.open = () => ({});
          const real = setTimeout;
          globalThis.waited = 0;
          globalThis.setTimeout = (act, after = 0, ...given) => real(() => { waited += after; act(...given); }, after / 100);
        }
        """;

    [BrowserFact]
    public async Task The_oldest_browsers_check_cards_with_a_network_and_without()
    {
        await using var scanning = await Scanning.StartAsync(browsers, before: OfTheirTime);
        scanning.Officer.Expect("ERR_INTERNET_DISCONNECTED");
        await Assertions.Expect(scanning.Page.Locator("#too-old")).ToBeHiddenAsync();

        await scanning.ScanAsync("valid", live: true);
        await scanning.Page.Locator("#next").ClickAsync();
        await scanning.GoOfflineAsync();
        await scanning.ScanAsync("valid", live: false);
        await scanning.Page.GetByRole(AriaRole.Button, new() { Name = "Same person", Exact = true }).ClickAsync();
        await Assertions.Expect(scanning.Page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "1");
        await scanning.Page.Locator("#next").ClickAsync();
        await scanning.Officer.Context.SetOfflineAsync(false);

        await Assertions.Expect(scanning.Page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "0");
        Assert.Single(await scanning.DisclosuresAsync("offlineVerification"));
    }

    [BrowserTheory]
    [InlineData("delete Object.hasOwn")]
    [InlineData("delete Array.prototype.at")]
    [InlineData("delete Crypto.prototype.randomUUID")]
    [InlineData("delete window.HTMLDialogElement")]
    public async Task An_older_browser_says_so(string missing)
    {
        var host = await browsers.HostAsync();
        await host.RunTimerAsync("PublishStatusLists");
        var context = await browsers.NewContextAsync(OfficerPage.Phone("es-MX"));
        await context.AddInitScriptAsync(missing);
        await using var officer = await OfficerPage.OpenAsync(context, host, "/verify");

        await Assertions.Expect(officer.Page.Locator("#too-old")).ToContainTextAsync("demasiado antiguo");
        await officer.LooksWellAsync(inEnglishToo: true);
    }

    [BrowserFact]
    public async Task A_browser_that_keeps_nothing_says_so_at_the_sign_in()
    {
        await using var officer = await OpenAsync(
            "for (const store of ['sessionStorage', 'localStorage']) Object.defineProperty(window, store, { get() { throw new DOMException('denied', 'SecurityError'); } });"
            + "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };");
        await officer.ReadyAsync();
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).First.ClickAsync();
        await Assertions.Expect(officer.Page.Locator("#trouble")).ToContainTextAsync("Allow cookies and site data");
        await officer.LooksWellAsync();
    }

    [BrowserFact]
    public async Task A_page_opens_where_the_browsers_store_never_answers()
    {
        await using var officer = await OpenAsync(NoAnswer);
        await officer.ReadyAsync();
        await Assertions.Expect(officer.Page.Locator("#gate")).ToBeVisibleAsync();

        // By the page's own measure: what it has waited for the store, and whether somebody would wait for that.
        Assert.InRange(await officer.Page.EvaluateAsync<double>("waited"), 1, 60_000);
    }

    [BrowserFact]
    public async Task A_page_opens_whatever_the_browser_has_forgotten()
    {
        await using var officer = await OpenAsync("localStorage.setItem('secure-docket-clock', '{');");
        await officer.ReadyAsync();
        await Assertions.Expect(officer.Page.Locator("#gate")).ToBeVisibleAsync();
    }

    private async Task<OfficerPage> OpenAsync(string before)
    {
        var host = await browsers.HostAsync();
        var context = await browsers.NewContextAsync(OfficerPage.Phone("en-US"));
        await context.AddInitScriptAsync(before);
        return await OfficerPage.OpenAsync(context, host, "/verify");
    }
}
