using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>What the checks say, told whole.</summary>
internal static class Holds
{
    public static void NoFault(IEnumerable<string> faults)
    {
        var all = faults.Distinct().ToList();
        Assert.True(all.Count == 0, $"{all.Count} faults:{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
