using Microsoft.Playwright;
using Xunit;

namespace SecureDocket.Browser.Tests;

[Collection(DeskCollectionDefinition.Name)]
public sealed class HostPageTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task A_page_of_the_running_host_opens()
    {
        var host = await browser.HostAsync();
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 320, Height = 640 }, Locale = "es" });
        var page = await context.NewPageAsync();

        var answer = await page.GotoAsync(new Uri(host.Address, "/dev/outbox").AbsoluteUri);

        Assert.Equal(200, answer!.Status);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        Assert.Equal((320, "es"), (await page.EvaluateAsync<int>("innerWidth"), await page.EvaluateAsync<string>("navigator.language")));
    }

    [BrowserFact]
    public async Task A_context_without_network_reaches_no_host()
    {
        var host = await browser.HostAsync();
        await using var context = await browser.NewContextAsync(new() { Offline = true });
        var page = await context.NewPageAsync();

        var failure = await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync(new Uri(host.Address, "/dev/outbox").AbsoluteUri));

        Assert.Contains("ERR_INTERNET_DISCONNECTED", failure.Message, StringComparison.Ordinal);
    }
}
