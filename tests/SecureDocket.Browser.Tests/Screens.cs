using Microsoft.Playwright;
using SecureDocket.Testing;

namespace SecureDocket.Browser.Tests;

/// <summary>The pictures in <c>docs/screens</c>, which tests take of their pages when the environment variable SECUREDOCKET_SCREENS is set.</summary>
internal static class Screens
{
    private static readonly string? s_folder =
        Environment.GetEnvironmentVariable("SECUREDOCKET_SCREENS") is { Length: > 0 } ? Path.Combine(Repository.Root, "docs", "screens") : null;

    /// <summary>Keeps what the screen shows.</summary>
    public static async Task KeepAsync(IPage page, string name)
    {
        if (s_folder is not null)
        {
            Directory.CreateDirectory(s_folder);
            await page.ScreenshotAsync(new() { Path = Path.Combine(s_folder, name + ".jpg"), Type = ScreenshotType.Jpeg, Quality = 70, Animations = ScreenshotAnimations.Disabled });
        }
    }
}
