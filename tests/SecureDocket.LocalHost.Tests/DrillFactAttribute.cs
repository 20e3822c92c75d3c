using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>A test that runs commands as an operator types them, skipped where their tools are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DrillFactAttribute : FactAttribute
{
    private static readonly string[] s_tools = ["bash", "curl", "jq"];

    public DrillFactAttribute()
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
