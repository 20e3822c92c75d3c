using System.Globalization;
using SecureDocket.LocalHost.Development;

namespace SecureDocket.LocalHost.Pages;

/// <summary>What a browser shows while the host starts again; it opens <c>/dev</c> when the host is ready.</summary>
/// <remarks>It is complete in itself, because nothing answers while it is shown.</remarks>
internal static class StartingPage
{
    private const string Template = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Starting again – Secure Docket Card</title>
        <style>body { font: 16px/1.5 system-ui, sans-serif; color: #10243b; background: #eef2f6; max-width: 40rem; margin: 0 auto; padding: 1.5rem; }</style>
        <h1>Starting again …</h1>
        <p role="status">{{what}} The <a href="/dev">start page</a> opens by itself when the host is ready.</p>
        <script>
          async function look() {
            const clock = await fetch('/dev/clock').then(answer => answer.json()).catch(() => null);
            if (clock?.ready && clock.run > {{run}}) location = '/dev'; else setTimeout(look, 1000);
          }
          look();
        </script>
        </html>
        """;

    /// <summary>Renders the page.</summary>
    /// <param name="start">How the host starts.</param>
    /// <param name="run">Which life of the host ends.</param>
    public static string Render(NewStart start, int run) => Template
        .Replace("{{what}}", start == NewStart.Drop ? "The clock goes back to now, and the roster is enrolled again, which takes about half a minute." : "The clock goes back to now, and all data is kept.", StringComparison.Ordinal)
        .Replace("{{run}}", run.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
