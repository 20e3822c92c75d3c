using Microsoft.Playwright;
using SecureDocket.Functions.Portal;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Portal;

/// <summary>The ways through the portal of people without a phone, without a mouse, without script or without our colors.</summary>
[Collection(PortalCollectionDefinition.Name)]
public sealed class WaysInTests(BrowserFixture browser)
{
    [BrowserTheory]
    [InlineData("en", "sign-in-codes")]
    [InlineData("ar", "sign-in-codes")]
    [InlineData("es", "kiosk-code")]
    public async Task A_code_from_paper_or_from_an_officer_leads_in_without_a_phone(string language, string kind)
    {
        var host = await browser.HostAsync();
        var person = await TestCardholder.CreateAsync(host, language, hasPhone: false);
        var codes = await person.PaperCodesAsync(kind);
        await using var screen = await PortalScreen.OpenAsync(browser, host, language);
        await screen.BeginAsync(person);
        await screen.EnterCodeAsync(codes[^1].ToLowerInvariant());

        await screen.IsAtAsync(PortalText.Home);
        await screen.FollowAsync(PortalText.Settings);
        await screen.SaysAsync(PortalText.NoPhone);
    }

    [BrowserFact]
    public async Task A_keyboard_is_enough_and_shows_where_it_is()
    {
        const string language = "ar";
        var host = await browser.HostAsync();
        await PortalWorld.OpenOfficeAsync(host, "CHI", "Chicago Field Office");
        var person = await TestCardholder.CreateAsync(host, language);
        await using var screen = await PortalScreen.OpenAsync(browser, host, language);
        var keys = screen.Page.Keyboard;

        await TabToAsync(screen, screen.Link(PortalText.SkipToContent));
        await keys.PressAsync("Enter");
        await TabToAsync(screen, screen.Field(PortalText.CardNumber), most: 1);
        await keys.TypeAsync(person.CardNumber);
        await TabToAsync(screen, screen.Field(PortalText.Pin), most: 1);
        await keys.TypeAsync(person.Pin);
        await keys.PressAsync("Enter");
        await screen.IsAtAsync(PortalText.EnterCode);
        await TabToAsync(screen, screen.Field(PortalText.Code));
        await keys.TypeAsync(await person.TextedCodeAsync());
        await TabToAsync(screen, screen.Button(PortalText.SignIn), most: 1);
        await keys.PressAsync("Space");
        await screen.IsAtAsync(PortalText.Home);

        await TabToAsync(screen, screen.Link(PortalText.BookCheckIn));
        await keys.PressAsync("Enter");
        await screen.SaysAsync(PortalText.ChooseOffice);
        await TabToAsync(screen, screen.Page.GetByRole(AriaRole.Link, new() { Name = "Chicago Field Office" }));
        await keys.PressAsync("Enter");
        await screen.SaysAsync(PortalText.ChooseDay);
        await TabToAsync(screen, screen.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link).Nth(2));
        await keys.PressAsync("Enter");
        await screen.SaysAsync(PortalText.ChooseTime);
        await TabToAsync(screen, screen.Page.GetByRole(AriaRole.Radio).First);
        await keys.PressAsync("Space");
        await keys.PressAsync("ArrowDown");
        await TabToAsync(screen, screen.Button(PortalText.BookThis), most: 1);
        await keys.PressAsync("Enter");
        await screen.TellsAsync(PortalText.Booked);

        await TabToAsync(screen, screen.Button(PortalText.SignOut));
        await keys.PressAsync("Enter");
        await screen.TellsAsync(PortalText.SignedOut);
        await TabToAsync(screen, screen.Page.Locator("summary"));
        await keys.PressAsync("Enter");
        await TabToAsync(screen, screen.Page.GetByRole(AriaRole.Link, new() { Name = "Kreyòl ayisyen" }));
    }

    [BrowserFact]
    public async Task Everything_works_without_script()
    {
        const string language = "es";
        var host = await browser.HostAsync();
        await PortalWorld.OpenOfficeAsync(host, "CHI", "Chicago Field Office");
        await PortalWorld.OpenOfficeAsync(host, "ROC", "Rockford Field Office");
        var person = await TestCardholder.CreateAsync(host, language);
        await PortalWorld.AddPaperAsync(person, "Notice of hearing", TestPdf.Of(1));
        await using var screen = await PortalScreen.OpenAsync(browser, host, language, options: new() { JavaScriptEnabled = false });
        await screen.SignInAsync(person);
        var days = screen.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link);

        await screen.FollowAsync(PortalText.BookCheckIn);
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Rockford Field Office" }).ClickAsync();
        await days.Nth(1).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Radio).Nth(1).CheckAsync();
        await screen.PressAsync(PortalText.BookThis);
        await screen.TellsAsync(PortalText.Booked);
        await screen.PressAsync(PortalText.WillCome);
        await screen.SaysAsync(PortalText.SaidWillCome);
        await screen.FollowAsync(PortalText.Move);
        await screen.FollowAsync(PortalText.LaterDays);
        await days.Nth(0).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Radio).Nth(1).CheckAsync();
        await screen.PressAsync(PortalText.MoveToThis);
        await screen.TellsAsync(PortalText.Moved);
        await screen.FollowAsync(PortalText.Cancel);
        await screen.PressAsync(PortalText.CancelYes);
        await screen.TellsAsync(PortalText.WasCancelled);

        await screen.FollowAsync(PortalText.Papers);
        var download = await screen.Page.RunAndWaitForDownloadAsync(() => screen.Page.GetByRole(AriaRole.Link, new() { Name = screen.T[PortalText.Download] }).ClickAsync());
        Assert.EndsWith(".pdf", download.SuggestedFilename, StringComparison.Ordinal);
        await screen.FollowAsync(PortalText.Settings);
        await screen.Field(PortalText.TierDetailed).CheckAsync();
        await screen.PressAsync(PortalText.Save);
        await screen.TellsAsync(PortalText.Saved);
        await screen.FollowAsync(PortalText.LostCard);
        await screen.Field(PortalText.ItIsLost).CheckAsync();
        await screen.PressAsync(PortalText.ReportIt);
        await screen.TellsAsync(PortalText.Reported);
        await screen.PressAsync(PortalText.SignOut);
        await screen.TellsAsync(PortalText.SignedOut);
    }

    [BrowserFact]
    public async Task The_end_of_a_session_is_announced_and_what_was_typed_is_there_again()
    {
        var host = await browser.HostAsync();
        var person = await TestCardholder.CreateAsync(host);
        await using var screen = await PortalScreen.OpenAsync(browser, host);
        await screen.Page.Clock.InstallAsync();
        await screen.SignInAsync(person);
        await screen.FollowAsync(PortalText.Settings);
        await screen.Field(PortalText.NewPhone).FillAsync("404 555 0147");
        var notice = screen.Page.Locator("#session-ends");
        await screen.Page.Clock.FastForwardAsync("12:30");
        await Assertions.Expect(notice).ToBeHiddenAsync();
        await screen.Page.Clock.FastForwardAsync("00:40");
        await Assertions.Expect(notice).ToBeInViewportAsync();

        // It lies above what the person was doing, wherever they are on the page.
        await Accessibility.HasNoViolationsAsync(screen.Page);
        await Screens.KeepAsync(screen.Page, "portal-session-ends-en");

        // Whoever wants to stay does.
        host.Clock.Advance(TimeSpan.FromMinutes(14));
        await screen.PressAsync(PortalText.StaySignedIn);
        await Assertions.Expect(notice).ToBeHiddenAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(14));
        await screen.Page.Clock.FastForwardAsync("13:10");
        await Assertions.Expect(notice).ToBeVisibleAsync();

        // Whoever does not is asked to sign in, and is then where they were, with what they typed.
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await screen.Page.Clock.FastForwardAsync("05:00");
        await screen.TellsAsync(PortalText.SignInFirst);
        await screen.BeginAsync(person);
        await screen.EnterCodeAsync(await person.TextedCodeAsync(2));
        await screen.IsAtAsync(PortalText.Settings);
        await Assertions.Expect(screen.Field(PortalText.NewPhone)).ToHaveValueAsync("404 555 0147");
        await screen.PressAsync(PortalText.SignOut);
        await screen.TellsAsync(PortalText.SignedOut);
        Assert.Equal(0, await screen.Page.EvaluateAsync<int>("sessionStorage.length"));
    }

    [BrowserFact]
    public async Task A_persons_own_colors_leave_everything_to_be_seen()
    {
        var host = await browser.HostAsync();
        var person = await TestCardholder.CreateAsync(host);
        await PortalWorld.SetHearingAsync(person);
        await using var screen = await PortalScreen.OpenAsync(browser, host, options: new() { ForcedColors = ForcedColors.Active });
        Assert.True(await screen.Page.EvaluateAsync<bool>("matchMedia('(forced-colors: active)').matches"));
        await OutlinedAsync(screen);
        await screen.SignInAsync(person);
        await OutlinedAsync(screen);
        await screen.FollowAsync(PortalText.Settings);
        await OutlinedAsync(screen);
        await screen.PressAsync(PortalText.Save);
        await screen.TellsAsync(PortalText.Saved);
        await OutlinedAsync(screen);
    }

    // Backgrounds are gone then: what can be pressed, filled in or has just been told needs a border of another color than the page.
    private static async Task OutlinedAsync(PortalScreen screen) => Assert.Empty(await screen.Page.EvaluateAsync<string[]>("""
        () => {
          const paper = getComputedStyle(document.body).backgroundColor;
          return [...document.querySelectorAll('button, .button, input:not([type=hidden]):not([type=radio]), select, .notice')].filter(each => {
            const style = getComputedStyle(each);
            return !(parseFloat(style.borderInlineStartWidth) >= 1 && style.borderInlineStartColor !== paper);
          }).map(each => each.outerHTML.slice(0, 200));
        }
        """));

    // Presses Tab until it gets there; wherever it stops on the way, there is an outline to be seen on the screen.
    private static async Task TabToAsync(PortalScreen screen, ILocator wanted, int most = 40)
    {
        for (var pressed = 0; pressed < most; pressed++)
        {
            await screen.Page.Keyboard.PressAsync("Tab");
            var focus = await screen.Page.EvaluateAsync<string?>("""
                () => {
                  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
                  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.left >= -1 && box.right <= innerWidth + 1 && box.top >= -1 && box.bottom <= innerHeight + 1;
                  return at === document.body || seen ? null : at.outerHTML;
                }
                """);
            Assert.True(focus is null, $"The focus does not show on {screen.Page.Url}: {focus}");
            if (await wanted.EvaluateAsync<bool>("each => each === document.activeElement"))
                return;
        }

        Assert.Fail($"{most} times Tab do not lead to {wanted} on {screen.Page.Url}.");
    }
}
