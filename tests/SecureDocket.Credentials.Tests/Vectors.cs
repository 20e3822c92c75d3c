using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>Public test vectors, kept beside the repository.</summary>
internal static class Vectors
{
    public static string? Folder { get; } = Find();

    public static JsonNode Read(params string[] path) => JsonNode.Parse(File.ReadAllText(Path.Combine([Folder!, .. path])))!;

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SecureDocket.Functions.sln")))
            {
                var vectors = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "vectors"));
                return Directory.Exists(vectors) ? vectors : null;
            }
        }

        return null;
    }
}

/// <summary>A test that needs the vectors, skipped where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorFactAttribute : FactAttribute
{
    public VectorFactAttribute() => Skip = Vectors.Folder is null ? "The public test vectors (../shared/vectors) are not here." : null!;
}
