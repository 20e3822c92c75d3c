using Microsoft.Playwright;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>The device's clock is wrong: a good card is judged by the server's time, and the officer is told of the clock.</summary>
[Collection(ScannerCollectionDefinition.Name)]
public sealed class ClockTests(BrowserFixture browsers)
{
    private const string FailedRequest = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED";

    // What the page's clock shows, ahead of the machine's by as many days as the profile says.
    private const string MovedClock = """
        {
          const Real = Date;
          const moved = () => Real.now() + Number(localStorage.getItem('days-ahead')) * 86400000;
          globalThis.Date = class extends Real {
            constructor(...given) { given.length > 0 ? super(...given) : super(moved()); }
            static now() { return moved(); }
          };
        }
        """;

    private const string SilentServer = """
        {
          const sound = Headers.prototype.get;
          Headers.prototype.get = function (name) { return name.toLowerCase() === 'date' ? null : sound.call(this, name); };
        }
        """;

    [BrowserTheory]
    [InlineData(365, "en-US", "365 days ahead", "")]
    [InlineData(-365, "en-US", "365 days behind", "")]
    [InlineData(-365, "es-MX", "atrasado 365 días", "")]
    [InlineData(365, "en-US", "365 days ahead", SilentServer)]
    [InlineData(-365, "en-US", "365 days behind", SilentServer)]
    public async Task A_good_card_is_valid_on_a_device_a_year_off(int days, string locale, string told, string server)
    {
        await using var scanning = await Scanning.StartAsync(browsers, locale, before: ClockAt(days) + server);
        scanning.Officer.Expect(FailedRequest);
        var clock = scanning.Page.Locator("#clock");
        await Assertions.Expect(clock).ToContainTextAsync(told);

        await scanning.ScanAsync("valid", live: true);
        await scanning.Officer.LooksWellAsync(inEnglishToo: locale != "en-US" || server.Length > 0);
        await scanning.Page.Locator("#next").ClickAsync();
        await scanning.GoOfflineAsync();
        await scanning.ScanAsync("valid", live: false);

        await Assertions.Expect(clock).ToContainTextAsync(told);
        await scanning.Page.Locator("#next").ClickAsync();
        await scanning.Officer.Context.SetOfflineAsync(false);
        await Assertions.Expect(scanning.Page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "0");
        await Assertions.Expect(scanning.Page.Locator("#refused")).ToBeHiddenAsync();
        var look = Assert.Single(await scanning.DisclosuresAsync("offlineVerification"));
        Assert.InRange(look["at"]!.GetValue<DateTimeOffset>(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [BrowserTheory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task A_clock_that_is_set_right_without_a_network_is_believed(int days)
    {
        await using var scanning = await Scanning.StartAsync(browsers, before: ClockAt(days));
        scanning.Officer.Expect(FailedRequest);
        await scanning.GoOfflineAsync();

        await scanning.Page.EvaluateAsync("localStorage.setItem('days-ahead', '0')");
        await scanning.ScanAsync("valid", live: false);

        await Assertions.Expect(scanning.Page.Locator("#clock")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_clock_that_is_set_back_without_a_network_calls_no_card_valid_and_is_named()
    {
        await using var scanning = await Scanning.StartAsync(browsers, before: ClockAt(0));
        scanning.Officer.Expect(FailedRequest);
        await Assertions.Expect(scanning.Page.Locator("#clock")).ToBeHiddenAsync();
        await scanning.GoOfflineAsync();

        await scanning.Page.EvaluateAsync("localStorage.setItem('days-ahead', '-365')");
        await scanning.ScanAsync("undetermined", live: false);

        await Assertions.Expect(scanning.Page.Locator("#clock")).ToContainTextAsync("set back, by 365 days or more");
        await Assertions.Expect(scanning.Page.Locator("[data-reason=clock-behind]")).ToContainTextAsync("Set the clock");
        await scanning.Officer.LooksWellAsync();

        // The look is dated anew once the server has told the time.
        await scanning.Page.Locator("#next").ClickAsync();
        await scanning.Officer.Context.SetOfflineAsync(false);
        await Assertions.Expect(scanning.Page.Locator("#clock")).ToContainTextAsync("365 days behind");
        await Assertions.Expect(scanning.Page.Locator("#upload")).ToBeVisibleAsync();
        await scanning.Page.Locator("#upload").ClickAsync();
        await Assertions.Expect(scanning.Page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "0");
        await Assertions.Expect(scanning.Page.Locator("#refused")).ToBeHiddenAsync();
        var look = Assert.Single(await scanning.DisclosuresAsync("offlineVerification"));
        Assert.InRange(look["at"]!.GetValue<DateTimeOffset>(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    private static string ClockAt(int days) => $"localStorage.getItem('days-ahead') ?? localStorage.setItem('days-ahead', '{days}');{MovedClock}";
}
