using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Public data that is kept beside the repository, where it is.</summary>
internal static class Shared
{
    /// <summary>The path of a folder or file, or null where it is absent.</summary>
    public static string? Find(params string[] path)
    {
        var full = Path.GetFullPath(Path.Combine([Repository.Root, "..", "shared", .. path]));
        return Path.Exists(full) ? full : null;
    }
}

/// <summary>A test that needs public data, skipped where it is not here.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    /// <param name="folder">Below <c>../shared</c>.</param>
    public SharedFactAttribute(string folder) => Skip = Shared.Find(folder) is null ? $"The public data in ../shared/{folder} is not here." : null!;
}

/// <summary>A theory that needs public data, skipped where it is not here.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    /// <param name="folder">Below <c>../shared</c>.</param>
    public SharedTheoryAttribute(string folder) => Skip = Shared.Find(folder) is null ? $"The public data in ../shared/{folder} is not here." : null!;
}
