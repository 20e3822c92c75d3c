using Microsoft.Playwright;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>The banner says what is the matter: with the code, with the card, or with its bearer.</summary>
[Collection(ScannerCollectionDefinition.Name)]
public sealed class BannerTests(BrowserFixture browsers)
{
    private static readonly (string Code, string Kind)[] s_foreign =
    [
        ("https://elsewhere.example/something", "link"),
        ("HC1:6BFOXN%TSMAHN-HWWK2RL99TEZP3Z9M52O651WG%MPG*ICG5QKM0658WAULO8NASA3", "health"),
        ("shc:/567629095243206034602924374044603122295953265460346029254077280433602870286471674522", "health"),
        ("interop-no-face.txt", "credential"),
        ("interop-pixelpass-text-keys.txt", "credential"),
        ("WIFI:T:WPA;S:Shelter;P:invented;;", "text"),
    ];

    [BrowserFact]
    public async Task A_code_that_is_no_cards_is_neither_valid_nor_forged()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        await IsForeignAsync(scanning, s_foreign, "This is not a Secure Docket Card", inEnglishToo: false);
    }

    [BrowserFact]
    public async Task A_code_that_is_no_cards_is_told_in_Spanish_too()
    {
        await using var scanning = await Scanning.StartAsync(browsers, "es-MX");
        await IsForeignAsync(scanning, [("HTTPS://ELSEWHERE.EXAMPLE/SOMETHING", "link")], "Esto no es una Secure Docket Card", inEnglishToo: true);
    }

    /// <summary>Holds one after the other before the camera of one page: what the last one has left there must not tell of the next.</summary>
    private static async Task IsForeignAsync(Scanning scanning, (string Code, string Kind)[] codes, string banner, bool inEnglishToo)
    {
        var (page, sent, pictured) = (scanning.Page, 0, false);
        page.Request += (_, request) => sent += request.Url.EndsWith("/api/v1/verifications", StringComparison.Ordinal) ? 1 : 0;
        foreach (var (code, kind) in codes)
        {
            scanning.Camera.Show(code.EndsWith(".txt", StringComparison.Ordinal)
                ? (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "cases", "credentials", code))).Trim()
                : code);

            await scanning.ScanAsync("foreign", live: false);

            await Assertions.Expect(scanning.Verdict).ToHaveTextAsync(banner);
            await Assertions.Expect(page.Locator($"[data-foreign={kind}]")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("#spoken")).ToContainTextAsync(banner);
            await Assertions.Expect(page.Locator(".verdict.valid, .verdict.invalid")).ToHaveCountAsync(0);
            Assert.Equal(0, sent);
            await scanning.Officer.LooksWellAsync(inEnglishToo || pictured ? null : "verify-foreign", inEnglishToo);
            pictured = true;
            await page.Locator("#next").ClickAsync();
            await Assertions.Expect(page.Locator("#spoken")).Not.ToContainTextAsync(banner);
        }
    }

    [BrowserTheory]
    [InlineData("en-US", "Not the same person", "Same person", "Not this person’s card", "call the issuer", "Valid")]
    [InlineData("es-MX", "No es la misma persona", "La misma persona", "No es la tarjeta de esta persona", "llame al emisor", "Válida")]
    public async Task Not_the_same_person_takes_the_green_banner_away_and_says_what_to_do(string locale, string notSame, string same, string banner, string next, string valid)
    {
        await using var scanning = await Scanning.StartAsync(browsers, locale);
        await scanning.ScanAsync("valid", live: true);

        await scanning.Page.GetByRole(AriaRole.Button, new() { Name = notSame }).ClickAsync();

        await Assertions.Expect(scanning.Verdict).ToHaveTextAsync(banner);
        await Assertions.Expect(scanning.Verdict).ToBeInViewportAsync();
        await Assertions.Expect(scanning.Page.Locator(".verdict.valid")).ToHaveCountAsync(0);
        await Assertions.Expect(scanning.Page.Locator("#not-bearer")).ToContainTextAsync(next);
        await Assertions.Expect(scanning.Page.Locator("#not-bearer")).ToContainTextAsync(valid);
        await Assertions.Expect(scanning.Page.Locator("#spoken")).ToContainTextAsync(banner);
        await scanning.Officer.LooksWellAsync(locale == "en-US" ? "verify-not-same" : null, inEnglishToo: locale != "en-US");

        // Pressed by mistake: the other answer brings the card's own banner back.
        await scanning.Page.GetByRole(AriaRole.Button, new() { Name = same, Exact = true }).ClickAsync();
        await Assertions.Expect(scanning.Verdict).ToHaveTextAsync(valid);
        await scanning.Officer.LooksWellTwiceAsLargeAsync();
    }

    [BrowserFact]
    public async Task A_finding_that_the_server_does_not_take_still_takes_the_green_banner_away()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        scanning.Officer.Expect("the server responded with a status of 500");
        await scanning.Page.RouteAsync("**/comparison", route => route.FulfillAsync(new() { Status = 500, ContentType = "application/problem+json", Body = "{}" }));
        await scanning.ScanAsync("valid", live: true);

        await scanning.Page.GetByRole(AriaRole.Button, new() { Name = "Not the same person" }).ClickAsync();

        await Assertions.Expect(scanning.Page.Locator("#comparison")).ToContainTextAsync("Not recorded");
        await Assertions.Expect(scanning.Verdict).ToHaveTextAsync("Not this person’s card");
        await Assertions.Expect(scanning.Page.Locator("[data-answer=not-same-person]")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [BrowserFact]
    public async Task Whoever_has_a_network_is_not_told_to_get_one()
    {
        // A card of another issuer: no key of ours has signed it.
        await using var other = await browsers.StartHostAsync();
        string foreign;
        await using (var elsewhere = await Scanning.StartAsync(browsers, given: other))
            foreign = elsewhere.Card["credential"]!.GetValue<string>();
        await using var scanning = await Scanning.StartAsync(browsers, text: foreign);
        scanning.Officer.Expect("Failed to load resource: net::ERR_INTERNET_DISCONNECTED");
        scanning.Officer.Expect("ERR_FAILED");
        var reason = scanning.Page.Locator("[data-reason=unknown-key]");

        await scanning.ScanAsync("invalid", live: true);
        await Assertions.Expect(reason).ToContainTextAsync("does not come from this issuer");
        await scanning.Page.Locator("#next").ClickAsync();

        await scanning.Page.RouteAsync("**/api/v1/verifications", route => route.AbortAsync());
        await scanning.ScanAsync("invalid", live: false);
        await Assertions.Expect(reason).ToContainTextAsync("the live record has not answered");
        await Assertions.Expect(scanning.Page.Locator("#result")).Not.ToContainTextAsync("network");
        await scanning.Page.Locator("#next").ClickAsync();

        await scanning.GoOfflineAsync();
        await scanning.ScanAsync("invalid", live: false);
        await Assertions.Expect(reason).ToContainTextAsync("with a network");
    }
}
