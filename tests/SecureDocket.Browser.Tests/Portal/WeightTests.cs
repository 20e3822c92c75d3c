using Microsoft.Playwright;
using SecureDocket.Functions.Portal;
using SecureDocket.Testing;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Browser.Tests.Portal;

/// <summary>What a phone has to fetch for a first look, with nothing in its cache.</summary>
[Collection(PortalCollectionDefinition.Name)]
public sealed class WeightTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int MostBytes = 100 * 1000;
    private const int MostRequests = 10;

    [BrowserTheory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("ar")]
    [InlineData("pa")]
    public async Task The_first_view_takes_at_most_100_KB_in_10_requests_and_so_does_home(string language)
    {
        var host = await browser.HostAsync();
        var person = await TestCardholder.CreateAsync(host, language);
        await PortalWorld.SetHearingAsync(person);
        await using var screen = await PortalScreen.OpenAsync(browser, host, language);
        await WeighAsync(screen);

        await screen.SignInAsync(person);
        var session = await screen.Page.Context.StorageStateAsync();
        await using var cold = await PortalScreen.OpenAsync(browser, host, language, "/home", new() { StorageState = session });
        await cold.IsAtAsync(PortalText.Home);
        await WeighAsync(cold);
    }

    private async Task WeighAsync(PortalScreen screen)
    {
        await screen.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var bytes = 0L;
        var requests = 0;
        foreach (var answer in screen.Answers)
        {
            var sizes = await answer.Request.SizesAsync();
            bytes += sizes.ResponseHeadersSize + sizes.ResponseBodySize;
            requests++;
        }

        output.WriteLine($"{screen.Address} in {screen.T.Tag}: {bytes} bytes with headers in {requests} requests");
        Assert.InRange(bytes, 1, MostBytes);
        Assert.InRange(requests, 1, MostRequests);
    }
}
