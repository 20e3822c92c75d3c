using SecureDocket.Testing;

namespace SecureDocket.Tests.Photos;

/// <summary>Files of the repository that these tests read.</summary>
internal static class Files
{
    public static string Roster(string name) => Path.Combine(Repository.Root, "samples", "pilot-roster", name);

    public static byte[] Fixture(string name) =>
        File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "SecureDocket.Tests", "Photos", "fixtures", name));
}
