using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using SecureDocket.Testing;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>A card, a camera that sees it, and an officer at the scanner.</summary>
internal sealed class Scanning : IAsyncDisposable
{
    private Scanning(TestHost host, JsonObject card, FakeCamera camera, OfficerPage officer)
    {
        Host = host;
        Card = card;
        Officer = officer;
        Camera = camera;
    }

    public TestHost Host { get; }

    /// <summary>The card as <c>GET /cards/{number}</c> shows it.</summary>
    public JsonObject Card { get; }

    public OfficerPage Officer { get; }

    public FakeCamera Camera { get; }

    public IPage Page => Officer.Page;

    public string Number => Card["cardNumber"]!.GetValue<string>();

    public ILocator Verdict => Page.Locator("#verdict");

    /// <param name="browsers">The browser and its camera.</param>
    /// <param name="locale">The browser's language.</param>
    /// <param name="given">The host; the collection's unless given.</param>
    /// <param name="text">What the camera sees; the card's code unless given.</param>
    /// <param name="before">What makes the browser another than Chromium is, before each page.</param>
    public static async Task<Scanning> StartAsync(BrowserFixture browsers, string locale = "en-US", TestHost? given = null, string? text = null, string? before = null)
    {
        var host = given ?? await browsers.HostAsync();
        var card = await IssueAsync(host);
        await host.RunTimerAsync("PublishStatusLists");

        // The first verification of a process takes longest, and the page waits four seconds for the live record.
        using (var first = host.As("Field.Officer"))
            (await first.PostAsync("/api/v1/verifications", TestHost.Json("""{"cardNumber":"000000000000"}"""))).EnsureSuccessStatusCode().Dispose();
        browsers.Camera.Show(text ?? card["credential"]!.GetValue<string>());
        var context = await browsers.NewContextAsync(OfficerPage.Phone(locale));
        return new(host, card, browsers.Camera, before is null
            ? await OfficerPage.OpenSignedInAsync(context, host, "/verify", "Field.Officer/1")
            : await OpenOddAsync(context, host, locale, before));
    }

    /// <summary>Waits until the page can open without a network.</summary>
    public Task KeptAsync() => Page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");

    /// <summary>Cuts the network, and opens the scanner without it.</summary>
    public async Task GoOfflineAsync()
    {
        await KeptAsync();
        await Officer.Context.SetOfflineAsync(true);
        await Page.ReloadAsync();
        await Officer.ReadyAsync();
        await Assertions.Expect(Page.Locator("#network.offline")).ToBeVisibleAsync();
    }

    /// <summary>Holds the card before the camera until there is a verdict.</summary>
    public async Task ScanAsync(string verdict, bool live)
    {
        await Page.Locator("#start").ClickAsync();
        await Assertions.Expect(Page.Locator($"#verdict[data-live={(live ? "yes" : "no")}]")).ToHaveAttributeAsync("data-verdict", verdict);
    }

    /// <summary>The looks at the docket that the scanner's officer had, as an auditor reads them.</summary>
    public async Task<IReadOnlyList<JsonObject>> DisclosuresAsync(string purpose)
    {
        using var auditor = Host.As("Docket.Auditor");
        var answer = await auditor.GetFromJsonAsync<JsonObject>($"/api/v1/cardholders/{Card["cardholderId"]!.GetValue<string>()}/disclosures");
        return [.. answer!["disclosures"]!.AsArray().Select(disclosure => disclosure!.AsObject()).Where(disclosure => disclosure["purpose"]!.GetValue<string>() == purpose)];
    }

    /// <summary>Takes the card out of force, and publishes that.</summary>
    public async Task RevokeAsync()
    {
        using var officer = Host.As("Enrollment.Officer");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cards/{Number}/revocation")
        {
            Content = TestHost.Json("""{"reason":"misused"}"""),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        (await officer.SendAsync(request)).EnsureSuccessStatusCode().Dispose();
        Host.Clock.Advance(TimeSpan.FromSeconds(2));
        await Host.RunTimerAsync("PublishStatusLists");
    }

    public ValueTask DisposeAsync() => Officer.DisposeAsync();

    /// <summary>In a browser that is not as others are, that an officer can sign in at all is a part of what is proven.</summary>
    private static async Task<OfficerPage> OpenOddAsync(IBrowserContext context, TestHost host, string locale, string before)
    {
        await context.AddInitScriptAsync(before);
        var officer = await OfficerPage.OpenAsync(context, host, "/verify");
        await officer.ReadyAsync();
        await officer.SignInAsync("Dana Whitfield", locale.StartsWith("es", StringComparison.Ordinal) ? "Iniciar sesión" : "Sign in");
        return officer;
    }

    private static async Task<JsonObject> IssueAsync(TestHost host)
    {
        using var officer = host.As("Enrollment.Officer");
        var person = TestPeople.Person();
        person["latinName"] = $"Miron {person["latinName"]}";
        var id = await TestPeople.PrepareAsync(officer, person);
        var face = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "tests", "SecureDocket.Tests", "Photos", "fixtures", "face.webp"));
        using var issue = TestPeople.IssueRequest(id, host.SiteId, Guid.NewGuid().ToString());
        issue.Content = TestHost.Json(new JsonObject { ["cardholderId"] = id, ["siteId"] = host.SiteId, ["thumbnail"] = Convert.ToBase64String(face) });
        using var issued = (await officer.SendAsync(issue)).EnsureSuccessStatusCode();
        var number = (await issued.Content.ReadFromJsonAsync<JsonObject>())!["cardNumber"]!.GetValue<string>();
        return (await officer.GetFromJsonAsync<JsonObject>($"/api/v1/cards/{number}"))!;
    }
}
