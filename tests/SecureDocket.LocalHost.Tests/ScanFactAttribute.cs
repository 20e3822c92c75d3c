using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>A test that looks at a card as a person with a phone does, skipped where the tools for it are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ScanFactAttribute : FactAttribute
{
    private static readonly string[] s_tools = ["chromium", "zbarimg"];

    public ScanFactAttribute()
    {
        string[] missing = [.. s_tools.Where(tool => !IsOnPath(tool))];
        if (missing.Length > 0)
        {
            Skip = $"Not on the PATH: {string.Join(", ", missing)}.";
        }
    }

    private static bool IsOnPath(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
