using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SecureDocket.Credentials;
using SecureDocket.Signing;
using SecureDocket.Verifier.Tests;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>What a device believes when the issuer's keys change while it is off.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class TrustTests(BrowserFixture browsers)
{
    private const string Renew = "dispatchEvent(new Event('online'))";

    [BrowserFact]
    public async Task A_device_that_slept_through_rotations_and_a_withdrawal_follows_the_chain()
    {
        await using var own = await browsers.StartHostAsync();
        await using var scanning = await Scanning.StartAsync(browsers, given: own);
        scanning.Officer.Expect("Failed to load resource");
        var services = scanning.Host.Services;
        var ring = services.GetRequiredService<KeyRing>();
        var first = (await ring.KeysAsync(default)).Single(key => key.Public.Use == KeyUse.Lists).Public.Id;
        using (var host = scanning.Host.As(null))
        {
            (await host.PostAsync("/dev/keys/list-signing/rotation", null)).EnsureSuccessStatusCode().Dispose();
            (await host.PostAsync("/dev/keys/list-signing/rotation", null)).EnsureSuccessStatusCode().Dispose();
        }

        Actor administrator = new("Program.Administrator", "one");
        await services.GetRequiredService<KeyRegister>().WithdrawAsync(
            first, new(scanning.Host.Clock.GetUtcNow(), WithdrawalReasons.Compromised, administrator, administrator with { Id = "two" }), default);
        scanning.Host.Clock.Advance(KeyRing.FreshFor);
        await scanning.RevokeAsync();

        await scanning.Page.RunAndWaitForResponseAsync(() => scanning.Page.EvaluateAsync(Renew), response => response.Url.EndsWith("/verifier-pack", StringComparison.Ordinal));
        await Assertions.Expect(scanning.Page.Locator("#stranded")).ToBeHiddenAsync();
        await scanning.GoOfflineAsync();
        await scanning.ScanAsync("invalid", live: false);
    }

    [BrowserFact]
    public async Task A_device_that_cannot_follow_says_so_and_begins_anew_when_an_officer_agrees_to_the_anchor()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        var page = scanning.Page;
        var other = SharedCases.Packs["main"];
        await AnswerWithAsync(page, other);
        await page.EvaluateAsync(Renew);
        await Assertions.Expect(page.Locator("#stranded-words")).ToContainTextAsync("unendorsed-key");
        await Assertions.Expect(page.Locator("#pack")).Not.ToContainTextAsync(other.Anchor.Thumbprint);
        await scanning.Officer.LooksWellAsync();

        await page.Locator("#begin-anew").ClickAsync();
        await Assertions.Expect(page.Locator("#question")).ToContainTextAsync(other.Anchor.Thumbprint);
        await page.GetByRole(AriaRole.Button, new() { Name = "Not now" }).ClickAsync();
        await Assertions.Expect(page.Locator("#stranded")).ToBeVisibleAsync();

        await page.Locator("#begin-anew").ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Begin anew" }).ClickAsync();
        await Assertions.Expect(page.Locator("#stranded")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#pack")).ToContainTextAsync(other.Anchor.Thumbprint);
    }

    [BrowserFact]
    public async Task A_device_whose_pack_is_damaged_takes_another_of_the_same_issuer_and_none_of_a_strangers()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        var page = scanning.Page;
        await page.EvaluateAsync("""
            () => new Promise((done, failed) => {
              const opening = indexedDB.open('secure-docket');
              opening.onsuccess = () => {
                const store = opening.result.transaction('state', 'readwrite').objectStore('state');
                store.get('pack').onsuccess = ({ target }) => {
                  store.put({ ...target.result, bytes: new Uint8Array(3) }, 'pack').onsuccess = done;
                };
              };
              opening.onerror = failed;
            })
            """);
        await AnswerWithAsync(page, SharedCases.Packs["main"]);
        await page.ReloadAsync();
        await scanning.Officer.ReadyAsync();
        await Assertions.Expect(page.Locator("#stranded-words")).ToContainTextAsync("unendorsed-key");

        // The server is itself again: nothing is left to decide.
        await page.UnrouteAllAsync();
        await page.EvaluateAsync(Renew);
        await Assertions.Expect(page.Locator("#stranded")).ToBeHiddenAsync();

        await AnswerWithAsync(page, SharedCases.Packs["main"]);
        await page.EvaluateAsync(Renew);
        await Assertions.Expect(page.Locator("#stranded")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await page.EvaluateAsync(Renew);
        await Assertions.Expect(page.Locator("#stranded")).ToBeHiddenAsync();
        await scanning.GoOfflineAsync();
        await scanning.ScanAsync("valid", live: false);
    }

    [BrowserFact]
    public async Task A_device_whose_pack_is_ahead_of_all_others_begins_anew_when_that_lasts()
    {
        await using var own = await browsers.StartHostAsync();
        await using var scanning = await Scanning.StartAsync(browsers, given: own);
        var page = scanning.Page;
        using var nobody = own.As(null);
        var older = await nobody.GetByteArrayAsync("/api/v1/verifier-pack");
        await scanning.RevokeAsync();
        await page.RunAndWaitForResponseAsync(() => page.EvaluateAsync(Renew), response => response.Url.EndsWith("/verifier-pack", StringComparison.Ordinal));

        await page.RouteAsync("**/api/v1/verifier-pack", route => route.FulfillAsync(new() { ContentType = VerifierPack.MediaType, BodyBytes = older }));
        await page.EvaluateAsync(Renew);
        await Assertions.Expect(page.Locator("#pack")).ToContainTextAsync("older-pack");
        await Assertions.Expect(page.Locator("#stranded")).ToBeHiddenAsync();

        await page.Clock.SetFixedTimeAsync(DateTime.UtcNow.AddMinutes(11));
        await page.EvaluateAsync(Renew);
        await Assertions.Expect(page.Locator("#stranded-words")).ToContainTextAsync("older-pack");
        await page.Locator("#begin-anew").ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Begin anew" }).ClickAsync();
        await Assertions.Expect(page.Locator("#stranded")).ToBeHiddenAsync();
    }

    /// <summary>Has a server of another anchor answer.</summary>
    private static async Task AnswerWithAsync(IPage page, VerifierPack other)
    {
        var bytes = SharedCases.Bytes(SharedCases.Opening("first: sound")["bytes"]!);
        await page.RouteAsync("**/api/v1/verifier-pack", route => route.FulfillAsync(new() { ContentType = VerifierPack.MediaType, BodyBytes = bytes }));
        await page.RouteAsync("**/api/v1/keys", route => route.FulfillAsync(
            new() { ContentType = "application/json", Body = $$"""{"keys":[],"anchor":"{{other.Anchor.Thumbprint}}"}""" }));
    }
}
