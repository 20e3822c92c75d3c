namespace SecureDocket.Testing;

/// <summary>Where this clone is.</summary>
public static class Repository
{
    /// <summary>The folder of the solution file.</summary>
    public static string Root { get; } = Find();

    private static string Find()
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
