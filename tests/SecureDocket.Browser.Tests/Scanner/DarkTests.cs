using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>By night the banners are as clear as by day.</summary>
[Collection(ScannerCollectionDefinition.Name)]
public sealed class DarkTests(BrowserFixture browsers)
{
    private static readonly string[] s_banners = ["valid", "invalid", "undetermined", "foreign"];

    [BrowserFact]
    public async Task Banners_are_as_easy_to_tell_apart_in_the_dark_as_in_the_light()
    {
        var host = await browsers.HostAsync();
        await using var officer = await OfficerPage.OpenAsync(await browsers.NewContextAsync(OfficerPage.Phone()), host, "/verify");
        await officer.ReadyAsync();
        var light = await ColorsAsync(officer.Page, ColorScheme.Light);
        var dark = await ColorsAsync(officer.Page, ColorScheme.Dark);

        Assert.All(light.Concat(dark), color => Assert.True(ContrastToWhite(color) >= 4.5, $"{string.Join(' ', color)} to white"));
        for (var one = 0; one < s_banners.Length; one++)
        {
            for (var other = 0; other < one; other++)
                Assert.True(Apart(dark[one], dark[other]) >= Apart(light[one], light[other]), $"{s_banners[one]} and {s_banners[other]}");
        }
    }

    [BrowserTheory]
    [InlineData("valid", "dark-valid")]
    [InlineData("invalid", "dark-invalid")]
    [InlineData("foreign", "dark-foreign")]
    public async Task The_scanner_keeps_all_rules_in_the_dark(string verdict, string picture)
    {
        await using var scanning = await Scanning.StartAsync(browsers, text: verdict == "foreign" ? "https://elsewhere.example/" : null);
        if (verdict == "invalid")
            await scanning.RevokeAsync();
        await scanning.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await scanning.Officer.LooksWellAsync();

        await scanning.ScanAsync(verdict, live: verdict != "foreign");

        await scanning.Officer.LooksWellAsync($"verify-{picture}");
    }

    private static async Task<double[][]> ColorsAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        var colors = await page.EvaluateAsync<string[]>("""
            names => names.map(name => {
              const banner = document.createElement('h2');
              banner.className = `verdict ${name}`;
              document.body.append(banner);
              const { backgroundColor, color } = getComputedStyle(banner);
              banner.remove();
              if (color !== 'rgb(255, 255, 255)') throw new Error(color);
              return backgroundColor;
            })
            """, s_banners);
        return [.. colors.Select(color => Regex.Matches(color, @"\d+").Select(part => double.Parse(part.Value, CultureInfo.InvariantCulture)).ToArray())];
    }

    private static double Apart(double[] one, double[] other) => Math.Sqrt(one.Zip(other).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));

    // WCAG 2.2, relative luminance.
    private static double ContrastToWhite(double[] color)
    {
        var parts = color.Select(part => part / 255).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return 1.05 / (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05);
    }
}
