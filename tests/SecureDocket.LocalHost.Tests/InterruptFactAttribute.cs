using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>A test that sends Ctrl+C, skipped where there are no signals or they are switched off for all children.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InterruptFactAttribute : FactAttribute
{
    private const string Status = "/proc/self/status";
    private const long InterruptBit = 1 << 1;

    public InterruptFactAttribute()
    {
        if (OperatingSystem.IsWindows() || !File.Exists("/bin/ps") && !File.Exists("/usr/bin/ps"))
        {
            Skip = "There are no signals or no `ps` here.";
        }
        else if (File.Exists(Status)
            && File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
            && (Convert.ToInt64(ignored[7..].Trim(), 16) & InterruptBit) != 0)
        {
            Skip = "This session ignores SIGINT (a background job of a shell without job control), and so would the program.";
        }
    }
}
