using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>A test of the alerts' pages, skipped while there is not one of them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PagesFactAttribute : FactAttribute
{
    /// <summary>Where the pages are.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "operations", "alerts");

    public PagesFactAttribute() => Skip = Directory.Exists(Folder) ? null! : $"There are no pages yet for: {string.Join(", ", AlertCheck.Names(Infrastructure.Whole))}.";
}
