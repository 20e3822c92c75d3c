namespace SecureDocket.Tests.Photos;

/// <summary>Files of the repository, found from where the tests run.</summary>
internal static class Files
{
    private static readonly string s_root = FindRoot();

    public static string Roster(string name) => Path.Combine(s_root, "samples", "pilot-roster", name);

    public static byte[] Fixture(string name) =>
        File.ReadAllBytes(Path.Combine(s_root, "tests", "SecureDocket.Tests", "Photos", "fixtures", name));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SecureDocket.Functions.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
