using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecureDocket.Functions.Portal;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Portal;

/// <summary>A cardholder's browser at the portal, on a phone. What its console or its policy complains of, and any request to another origin, fails the test at the end.</summary>
internal sealed class PortalScreen : IAsyncDisposable
{
    private static readonly PortalLanguages s_languages = new();

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly IBrowserContext _context;
    private readonly TestHost _host;

    private PortalScreen(IBrowserContext context, IPage page, TestHost host, PortalLanguage words)
    {
        (_context, Page, _host, T) = (context, page, host, words);
    }

    public IPage Page { get; }

    /// <summary>The words of the pages.</summary>
    public PortalLanguage T { get; }

    /// <summary>The path and query that the browser shows.</summary>
    public string Address => new Uri(Page.Url).PathAndQuery;

    /// <summary>Every answer that the browser had.</summary>
    public ConcurrentQueue<IResponse> Answers { get; } = new();

    /// <summary>Opens the portal in a profile of its own.</summary>
    public static async Task<PortalScreen> OpenAsync(BrowserFixture browser, TestHost host, string language = "en", string path = "/", BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.Locale = language;
        options.ViewportSize ??= new() { Width = 390, Height = 844 };
        options.ReducedMotion = ReducedMotion.Reduce;
        var context = await browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        var screen = new PortalScreen(context, page, host, s_languages.Find(language)!);
        context.Request += (_, request) => screen.Judge(request);
        context.Response += (_, answer) => screen.Answers.Enqueue(answer);
        page.Console += (_, message) =>
        {
            // A form that is shown again with what is wrong is an answer, not a failure.
            if (message.Type is "error" or "warning" && !message.Text.Contains("status of 422", StringComparison.Ordinal))
                screen._complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => screen._complaints.Enqueue(error);
        await page.AddInitScriptAsync("addEventListener('securitypolicyviolation', event => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI));");
        await screen.GoAsync(path);
        return screen;
    }

    public Task GoAsync(string path) => Page.GotoAsync(new Uri(_host.Address, path).AbsoluteUri);

    public ILocator Field(PortalText label) => Page.GetByLabel(T[label], new() { Exact = true });

    public ILocator Button(PortalText name) => Page.GetByRole(AriaRole.Button, new() { Name = T[name], Exact = true });

    public ILocator Link(PortalText name) => Page.GetByRole(AriaRole.Link, new() { Name = T[name], Exact = true });

    public Task PressAsync(PortalText button) => Button(button).ClickAsync();

    public Task FollowAsync(PortalText link) => Link(link).First.ClickAsync();

    /// <summary>The page has this heading.</summary>
    public Task IsAtAsync(PortalText heading) => Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(T[heading]);

    /// <summary>The page begins with what came of the last thing done.</summary>
    public Task TellsAsync(PortalText text) => Assertions.Expect(Page.GetByRole(AriaRole.Status)).ToHaveTextAsync(T[text]);

    /// <summary>The summary at the top says what is wrong and leads to the field; it has the focus, and the field says it too.</summary>
    public async Task RefusesAsync(PortalText text, string field)
    {
        var summary = Page.GetByRole(AriaRole.Alert);
        await Assertions.Expect(summary.GetByRole(AriaRole.Link, new() { Name = T[text] })).ToHaveAttributeAsync("href", $"#{field}");
        await Assertions.Expect(summary).ToBeFocusedAsync();
        await Assertions.Expect(Page.Locator($"#{field}")).ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(T[text])));
    }

    /// <summary>Somewhere the page says so.</summary>
    public Task SaysAsync(PortalText text) => SaysAsync(T[text]);

    /// <inheritdoc cref="SaysAsync(PortalText)"/>
    public Task SaysAsync(string text) => Assertions.Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync(text);

    /// <summary>The next date is nine o'clock in New York, and the person's eight o'clock stands below it, at most two thirds as large.</summary>
    public async Task HasOwnClockSmallAsync()
    {
        var (there, own) = (Page.Locator(".next .day time"), Page.Locator(".next .own"));
        await Assertions.Expect(there).ToContainTextAsync(new Regex("9:00.* E[SD]T"));
        await Assertions.Expect(own).ToContainTextAsync(new Regex("8:00.* C[SD]T"));
        Assert.True(await SizeAsync(own) <= await SizeAsync(there) * 2 / 3);
        Assert.True((await own.BoundingBoxAsync())!.Y > (await there.BoundingBoxAsync())!.Y);

        static Task<double> SizeAsync(ILocator element) => element.EvaluateAsync<double>("element => parseFloat(getComputedStyle(element).fontSize)");
    }

    /// <summary>Enters card number and PIN.</summary>
    public async Task BeginAsync(TestCardholder person)
    {
        await Field(PortalText.CardNumber).FillAsync(person.CardNumber);
        await Field(PortalText.Pin).FillAsync(person.Pin);
        await PressAsync(PortalText.Continue);
        await IsAtAsync(PortalText.EnterCode);
    }

    /// <summary>Enters a code.</summary>
    public async Task EnterCodeAsync(string code)
    {
        await Field(PortalText.Code).FillAsync(code);
        await PressAsync(PortalText.SignIn);
    }

    /// <summary>Signs in with a texted code.</summary>
    public async Task SignInAsync(TestCardholder person)
    {
        var before = person.CodesTexted;
        await BeginAsync(person);
        await EnterCodeAsync(await person.TextedCodeAsync(before + 1));
        await IsAtAsync(PortalText.Home);
    }

    /// <summary>
    /// Holds the page, as it stands, to WCAG in English and to narrow screens in each language, and pictures it where pictures
    /// are taken. Other languages differ in layout alone; all rules are asked of them on demand.
    /// </summary>
    /// <param name="picture">The picture's name; null for none.</param>
    /// <param name="inEach">Whether it is worth a picture in each language, not in English alone.</param>
    public async Task LooksWellAsync(string? picture = null, bool inEach = false)
    {
        if (T.Tag == "en" || Chromium.IsLong)
            await Accessibility.HasNoViolationsAsync(Page);
        await Accessibility.FitsAsync(Page);
        if (picture is not null && (inEach || T.Tag == "en"))
            await Screens.KeepAsync(Page, $"portal-{picture}-{T.Tag}");
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(_complaints);
    }

    private void Judge(IRequest request)
    {
        var uri = new Uri(request.Url);
        if (uri.Scheme is "http" or "https" && uri.Authority != _host.Address.Authority)
            _complaints.Enqueue($"A request to another origin: {request.Url}");
    }
}
