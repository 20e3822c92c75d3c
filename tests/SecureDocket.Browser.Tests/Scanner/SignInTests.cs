using Microsoft.Playwright;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>An officer signs in, out, and is told in plain words what went wrong.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class SignInTests(BrowserFixture browser)
{
    [BrowserTheory]
    [InlineData("/verify")]
    [InlineData("/enroll")]
    [InlineData("/inbox")]
    [InlineData("/desk")]
    public async Task An_officer_signs_in_and_out(string path)
    {
        var host = await browser.HostAsync();
        await host.RunTimerAsync("PublishStatusLists");
        await using var officer = await OfficerPage.OpenAsync(await browser.NewContextAsync(OfficerPage.Phone()), host, path);
        await officer.ReadyAsync();
        await officer.LooksWellAsync($"{path[1..]}-welcome");

        // A clock that is slow by hours does not matter: the server has told the time.
        await officer.Page.Clock.SetFixedTimeAsync(DateTime.UtcNow.AddHours(-2));
        await officer.SignInAsync("Priya Raman");

        await Assertions.Expect(officer.Page.GetByText("Signed in: Priya Raman")).ToBeVisibleAsync();
        Assert.Equal(path, new Uri(officer.Page.Url).PathAndQuery);
        await officer.LooksWellAsync();

        // Signing out in one tab ends the other's session too.
        var other = await officer.Context.NewPageAsync();
        await other.GotoAsync(new Uri(host.Address, "/verify/").AbsoluteUri);
        await Assertions.Expect(other.Locator("html[data-ready=yes]")).ToBeAttachedAsync();
        Assert.Equal("/verify", new Uri(other.Url).PathAndQuery);
        await other.EvaluateAsync("new BroadcastChannel('secure-docket-sign-out').postMessage('')");
        await Assertions.Expect(officer.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        Assert.Equal(0, await officer.Page.EvaluateAsync<int>("sessionStorage.length"));

        if (path == "/verify")
        {
            // Whom the API would refuse gets no leave to scan.
            await officer.SignInAsync("Ruth Alvarado");
            await Assertions.Expect(officer.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Your role does not allow this");
            await Assertions.Expect(officer.Page.Locator("#start")).ToBeHiddenAsync();
        }
        else
        {
            await officer.SignInAsync("Priya Raman");
            await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
            await Assertions.Expect(officer.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        }
    }

    [BrowserFact]
    public async Task A_clock_that_is_wrong_is_named_where_nothing_has_told_the_time()
    {
        await using var officer = await OfficerPage.OpenAsync(await browser.NewContextAsync(OfficerPage.Phone()), await browser.HostAsync(), "/enroll");
        await officer.ReadyAsync();
        officer.Expect("ERR_FAILED");
        await officer.Page.RouteAsync("**/health/live", route => route.AbortAsync());
        await officer.Page.Clock.SetFixedTimeAsync(DateTime.UtcNow.AddHours(-2));

        await officer.SignInAsync("Priya Raman");

        await Assertions.Expect(officer.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Set this device’s clock");
    }

    [BrowserFact]
    public async Task A_refusal_is_told_in_the_officers_language()
    {
        var host = await browser.HostAsync();
        await host.RunTimerAsync("PublishStatusLists");
        await using var officer = await OfficerPage.OpenAsync(await browser.NewContextAsync(OfficerPage.Phone("es-MX")), host, "/verify");
        await officer.ReadyAsync();

        await officer.SignInAsync("Nobody", "Iniciar sesión");

        await Assertions.Expect(officer.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("fue rechazada o cancelada");
        Assert.Equal("es", await officer.Page.EvaluateAsync<string>("document.documentElement.lang"));
        await officer.LooksWellAsync("verify-refused-es");
    }

    [BrowserTheory]
    [InlineData("/verify?code=stolen&state=another")]
    [InlineData("/enroll?code=stolen&state=another")]
    public async Task A_code_that_this_tab_did_not_ask_for_signs_nobody_in(string path)
    {
        var host = await browser.HostAsync();
        await host.RunTimerAsync("PublishStatusLists");
        await using var officer = await OfficerPage.OpenAsync(await browser.NewContextAsync(OfficerPage.Phone()), host, path);
        await officer.ReadyAsync();

        await Assertions.Expect(officer.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("no longer good");
        Assert.DoesNotContain("stolen", officer.Page.Url, StringComparison.Ordinal);
        Assert.Equal(0, await officer.Page.EvaluateAsync<int>("sessionStorage.length"));
    }
}
