using SecureDocket.Testing;

namespace SecureDocket.Browser.Tests;

/// <summary>The machine's own Chromium; none is ever downloaded.</summary>
internal static class Chromium
{
    /// <summary>The executable on the PATH; null when there is none. The one without a window of its own comes first, because each page takes a third of the time there.</summary>
    public static string? Path { get; } = Find("chromium-headless-shell") ?? Find("chromium");

    /// <summary>Milliseconds after which a test has failed: a browser that hangs must not hold the others.</summary>
    public const int LongestTest = 240_000;

    /// <summary>Whether the environment variable SECUREDOCKET_LONG asks for what takes too long for each change.</summary>
    public static bool IsLong { get; } = LongRun.IsOn;

    /// <summary>Why a test cannot run here; null when it can.</summary>
    public static string? Missing => Path is null ? "Not on the PATH: chromium." : null;

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}

/// <summary>A test in a real browser, skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : Xunit.FactAttribute
{
    public BrowserFactAttribute() => (Skip, Timeout) = (Chromium.Missing, Chromium.LongestTest);
}

/// <summary>A test in a real browser for several cases, skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : Xunit.TheoryAttribute
{
    public BrowserTheoryAttribute() => (Skip, Timeout) = (Chromium.Missing, Chromium.LongestTest);
}
