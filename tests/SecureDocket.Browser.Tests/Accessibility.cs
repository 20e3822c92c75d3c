using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Xunit;

namespace SecureDocket.Browser.Tests;

/// <summary>Holds a page, in the state that it is in, to WCAG 2.2 AA as far as a program can tell.</summary>
internal static class Accessibility
{
    private static readonly string[] s_wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    // In ASCII a character of it is one byte to the browser and not two, all half a million of them. The last value is what is given back.
    private static readonly string s_axe = string.Concat(new BundledAxeScriptProvider().GetScript().Select(each => char.IsAscii(each) ? each.ToString() : $"\\u{(int)each:x4}")) + ";0";

    // The package's own call opens another page to gather the results of frames, which takes longer than the rules; no page here has a frame.
    private const string Run = """
        async only => (await axe.run(document, { runOnly: only, resultTypes: ['violations'] })).violations
          .map(fault => `${fault.id}: ${fault.help}: ${fault.nodes.map(node => node.html).join(' | ')}`)
        """;

    // What can be pressed, and text, must be on the screen and on nothing else that can be pressed.
    private const string Layout = """
        () => {
          const faults = [];
          const wide = document.documentElement.scrollWidth;
          if (wide > innerWidth) faults.push(`${wide} pixels wide on a screen of ${innerWidth}`);
          const shown = [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary, h1, h2, h3, p, label')]
            .filter(each => !each.matches('.skip, .hidden') && each.checkVisibility() && each.getClientRects().length > 0)
            .map(each => ({ each, box: each.getBoundingClientRect(), press: each.matches('a, button, input, select, summary') }));
          for (const { each, box } of shown)
            if (box.left < -0.5 || box.right > innerWidth + 0.5 || (each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0 && getComputedStyle(each).overflowX !== 'visible' && !each.matches('input, select')))
              faults.push('cut: ' + each.outerHTML.slice(0, 120));
          const pressed = shown.filter(one => one.press);
          for (let a = 0; a < pressed.length; a++)
            for (let b = a + 1; b < pressed.length; b++) {
              const [one, other] = [pressed[a], pressed[b]];
              if (!one.each.contains(other.each) && !other.each.contains(one.each)
                && Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 1
                && Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > 1)
                faults.push('overlap: ' + one.each.outerHTML.slice(0, 120) + ' and ' + other.each.outerHTML.slice(0, 120));
            }
          return faults;
        }
        """;

    /// <summary>No violation that axe-core finds, in light and in dark.</summary>
    public static async Task HasNoViolationsAsync(IPage page)
    {
        // In the dark the colors are others, and nothing else is.
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ObeysAsync(page, "rule", ["color-contrast"]);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await ObeysAsync(page, "tag", s_wcag);
    }

    /// <summary>No violation of the rules that colors and sizes alone can break.</summary>
    public static Task LooksAsync(IPage page) => ObeysAsync(page, "rule", ["color-contrast", "target-size"]);

    /// <summary>No violation of WCAG 2.2 AA, nor of what axe-core calls best practice.</summary>
    public static Task ObeysBestPracticeAsync(IPage page) => ObeysAsync(page, "tag", [.. s_wcag, "best-practice"]);

    private static async Task ObeysAsync(IPage page, string type, string[] values)
    {
        if (await page.EvaluateAsync<bool>("typeof axe === 'undefined'"))
            await page.EvaluateAsync(s_axe);
        var faults = await page.EvaluateAsync<string[]>(Run, new { type, values });
        Assert.True(faults.Length == 0, $"{page.Url}:\n{string.Join("\n", faults)}");
    }

    /// <summary>Nothing is cut or overlaps, and nothing scrolls sideways: as wide as it is, on 320 pixels (1.4.10, also a window of 640 at 200 %), and with text twice as large (1.4.4).</summary>
    public static async Task FitsAsync(IPage page)
    {
        var usual = page.ViewportSize!;
        await FitsAsync(page, usual.Width, "100%");
        await FitsAsync(page, 320, "100%");
        await FitsAsync(page, 640, "200%");
        await page.EvaluateAsync("document.documentElement.removeAttribute('style')");
        await page.SetViewportSizeAsync(usual.Width, usual.Height);
    }

    private static async Task FitsAsync(IPage page, int width, string text)
    {
        await page.SetViewportSizeAsync(width, 844);
        await page.EvaluateAsync("size => { document.documentElement.style.fontSize = size; }", text);
        var faults = await page.EvaluateAsync<string[]>(Layout);
        Assert.True(faults.Length == 0, $"{page.Url} on {width} pixels with text of {text}:\n{string.Join("\n", faults)}");
    }
}
