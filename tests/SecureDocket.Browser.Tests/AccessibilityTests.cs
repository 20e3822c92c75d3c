using Xunit;
using Xunit.Sdk;

namespace SecureDocket.Browser.Tests;

/// <summary>The checks of a page find the faults that they are for.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    private const string Good = "<p>Text</p>";

    [BrowserTheory]
    [InlineData(Good, "", null)]
    [InlineData("<img src='data:,'>", "", "image-alt")]
    [InlineData(Good, "p { color: #ccc; background: #fff }", "color-contrast")]
    [InlineData(Good, "@media (prefers-color-scheme: dark) { p { color: #ccc; background: #fff } }", "color-contrast")]
    [InlineData("<button style='width: 8px; height: 8px; padding: 0' aria-label='One'></button><button style='width: 8px; height: 8px; padding: 0' aria-label='Two'></button>", "", "target-size")]
    public async Task A_fault_of_the_rules_is_found(string content, string style, string? fault)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync($"<!doctype html><html lang=en><title>Page</title><style>{style}</style><main><h1>Page</h1>{content}</main></html>");

        var refused = await Record.ExceptionAsync(() => Accessibility.HasNoViolationsAsync(page));

        Assert.Equal(fault is not null, refused is TrueException);
        Assert.Contains(fault ?? "", refused?.Message ?? "", StringComparison.Ordinal);
    }

    [BrowserTheory]
    [InlineData("<p>Text</p>", null)]
    [InlineData("<p style='width: 350px'>Text</p>", "on 320 pixels")]
    [InlineData("<p style='width: calc(40rem - 350px)'>Text</p>", "with text of 200%")]
    [InlineData("<button>One</button><button style='margin-left: -20px'>Two</button>", "overlap")]
    public async Task A_page_that_does_not_fit_is_found(string content, string? fault)
    {
        await using var context = await browser.NewContextAsync(OfficerPage.Phone());
        var page = await context.NewPageAsync();
        await page.SetContentAsync($"<!doctype html><html lang=en><title>Page</title><main><h1>Page</h1>{content}</main></html>");

        var refused = await Record.ExceptionAsync(() => Accessibility.FitsAsync(page));

        Assert.Equal(fault is not null, refused is TrueException);
        Assert.Contains(fault ?? "", refused?.Message ?? "", StringComparison.Ordinal);
    }
}
