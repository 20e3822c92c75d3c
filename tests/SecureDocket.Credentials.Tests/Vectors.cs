using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>Public test vectors, kept beside the repository.</summary>
internal static class Vectors
{
    /// <summary>The folder of the solution file.</summary>
    public static string Repository { get; } = FindRepository();

    public static string? Folder { get; } = Find();

    public static JsonNode Read(params string[] path) => JsonNode.Parse(File.ReadAllText(Path.Combine([Folder!, .. path])))!;

    private static string? Find()
    {
        var vectors = Path.GetFullPath(Path.Combine(Repository, "..", "shared", "vectors"));
        return Directory.Exists(vectors) ? vectors : null;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SecureDocket.Functions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no SecureDocket.Functions.sln above {AppContext.BaseDirectory}.");
    }
}

/// <summary>A test that needs the vectors, skipped where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorFactAttribute : FactAttribute
{
    public VectorFactAttribute() => Skip = Vectors.Folder is null ? "The public test vectors (../shared/vectors) are not here." : null!;
}
