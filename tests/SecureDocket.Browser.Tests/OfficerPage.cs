using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;
using SecureDocket.LocalHost.Development;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests;

/// <summary>A page for officers in a profile of its own. Whatever its console or its policy complains of, and any request to another origin, fails the test at the end.</summary>
internal sealed class OfficerPage : IAsyncDisposable
{
    private static readonly string? s_pictures = Environment.GetEnvironmentVariable("SECUREDOCKET_SCREENS") is { Length: > 0 } ? Path.Combine(Repository.Root, "docs", "screens") : null;

    // What a page shows when a value was missing.
    private static readonly string[] s_slips = ["null", "undefined", "NaN", "Invalid Date", "[object", "{{"];

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly List<string> _expected = [];
    private readonly IBrowserContext _context;

    private OfficerPage(IBrowserContext context, IPage page, TestHost host)
    {
        _context = context;
        Page = page;
        Host = host;
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    public TestHost Host { get; }

    /// <summary>
    /// Opens a page in the moment in which the issuer sends its officer back to it: the page takes the tokens itself. That it finds the
    /// issuer, and that its buttons lead there and back, is <c>SignInTests</c>' to tell, and two pages less for everybody else to wait for.
    /// </summary>
    /// <param name="context">The profile.</param>
    /// <param name="host">The host.</param>
    /// <param name="path">The page's path.</param>
    /// <param name="officer">Who signs in: the role, a slash, and who of those with it.</param>
    public static async Task<OfficerPage> OpenSignedInAsync(IBrowserContext context, TestHost host, string path, string officer)
    {
        // What the page would have kept when it left for the issuer (RFC 7636, section 4.1).
        var (verifier, state, nonce) = (RandomNumberGenerator.GetHexString(64), RandomNumberGenerator.GetHexString(32), RandomNumberGenerator.GetHexString(32));
        using var issuer = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        var provider = await issuer.GetFromJsonAsync<JsonObject>("/dev/openid-configuration");
        var question = QueryHelpers.AddQueryString("/dev/authorize", new Dictionary<string, string?>
        {
            ["client_id"] = DevelopmentSignIn.ClientId,
            ["redirect_uri"] = new Uri(host.Address, path).AbsoluteUri,
            ["response_type"] = "code",
            ["scope"] = DevelopmentSignIn.Scope,
            ["state"] = state,
            ["nonce"] = nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        });
        using var chosen = new FormUrlEncodedContent([new("officer", officer)]);
        using var answer = await issuer.PostAsync(question, chosen);
        var flight = new JsonObject { ["verifier"] = verifier, ["state"] = state, ["nonce"] = nonce, ["provider"] = provider };
        await context.AddInitScriptAsync(
            $"if (new URLSearchParams(location.search).get('state') === '{state}') sessionStorage.setItem('secure-docket-sign-in', JSON.stringify({flight.ToJsonString()}));");
        var opened = await OpenAsync(context, host, answer.Headers.Location!.PathAndQuery);
        await opened.ReadyAsync();
        Assert.NotNull(await opened.Page.EvaluateAsync<string?>("sessionStorage.getItem('secure-docket-officer')"));
        return opened;
    }

    /// <summary>Opens a page, on a screen as of a phone.</summary>
    public static async Task<OfficerPage> OpenAsync(IBrowserContext context, TestHost host, string path)
    {
        var opened = new OfficerPage(context, await context.NewPageAsync(), host);
        context.Request += (_, request) => opened.Judge(request.Url);
        opened.Watch(opened.Page);
        await opened.Page.AddInitScriptAsync("addEventListener('securitypolicyviolation', event => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));");
        await opened.GoToAsync(path);
        return opened;
    }

    /// <summary>A phone's screen, in a language.</summary>
    public static BrowserNewContextOptions Phone(string locale = "en-US") => new()
    {
        ViewportSize = new() { Width = 390, Height = 844 },
        Locale = locale,
        TimezoneId = "America/Chicago",
        ReducedMotion = ReducedMotion.Reduce,
    };

    public Task GoToAsync(string path) => Page.GotoAsync(new Uri(Host.Address, path).AbsoluteUri);

    /// <summary>Signs an invented officer in, over the issuer's page.</summary>
    public async Task SignInAsync(string name, string button = "Sign in")
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await ReadyAsync();
    }

    /// <summary>Waits until the page has done what it does on opening.</summary>
    public Task ReadyAsync() => Assertions.Expect(Page.Locator("html[data-ready=yes]")).ToBeAttachedAsync();

    /// <summary>What the browser reports when it is told to report it: it is no fault of the page.</summary>
    public void Expect(string part) => _expected.Add(part);

    /// <summary>Holds the page, as it stands, to WCAG 2.2 AA as far as a program can tell, at its width and without sideways scrolling; and pictures it when asked to.</summary>
    /// <param name="picture">The picture's name; null for none.</param>
    /// <param name="inEnglishToo">Whether another test holds the same state to all rules in English, so that here they are asked for on demand.</param>
    public async Task LooksWellAsync(string? picture = null, bool inEnglishToo = false)
    {
        if (!inEnglishToo || Chromium.IsLong)
            await Accessibility.ObeysBestPracticeAsync(Page);
        await FitsAsync();
        if (s_pictures is not null && picture is not null)
        {
            Directory.CreateDirectory(s_pictures);
            await Page.ScreenshotAsync(new() { Path = Path.Combine(s_pictures, picture + ".jpg"), Type = ScreenshotType.Jpeg, Quality = 60, Animations = ScreenshotAnimations.Disabled });
        }
    }

    /// <summary>With the text twice as large (WCAG 2.2, 1.4.4) and in the dark, the colors and sizes are others, and nothing else is.</summary>
    public async Task LooksWellTwiceAsLargeAsync()
    {
        await Page.SetViewportSizeAsync(640, 900);
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
        await (Chromium.IsLong ? Accessibility.ObeysBestPracticeAsync(Page) : Accessibility.LooksAsync(Page));
        await FitsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        var complaints = _complaints.Where(complaint => !_expected.Any(part => complaint.Contains(part, StringComparison.Ordinal))).ToList();
        Assert.Empty(complaints);
    }

    private async Task FitsAsync()
    {
        var text = await Page.Locator("body").InnerTextAsync();
        Assert.All(s_slips, slip => Assert.DoesNotContain(slip, text, StringComparison.Ordinal));
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than its screen.");
    }

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    private void Judge(string address)
    {
        var uri = new Uri(address);
        if (uri.Scheme is "http" or "https" && uri.Authority != Host.Address.Authority)
        {
            _complaints.Enqueue($"A request to another origin: {address}");
        }
    }
}
