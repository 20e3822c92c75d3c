using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>Everything that needs Node.js asks for the same version of it: the one that the local host accepts.</summary>
public sealed class NodeVersionTests
{
    [Theory]
    [InlineData("README.md", "[Node.js](https://nodejs.org/) {0} or later")]
    [InlineData("CONTRIBUTING.md", "Node.js {0} or later")]
    [InlineData(".ci/run", "Node.js {0} or later")]
    [InlineData(".ci/run", "parseInt(process.versions.node) >= {0} ")]
    [InlineData("docs/operations/deploy.md", "Node.js {0}, each in that version or later")]
    [InlineData("src/SecureDocket.Functions/WebLibraries.targets", "Node.js {0} or later")]
    [InlineData("src/SecureDocket.LocalHost/azurite/package.json", "\"node\": \">={0}\"")]
    [InlineData("src/SecureDocket.Functions/Web/package.json", "\"node\": \">={0}\"")]
    [InlineData("eng/contract-lint/package.json", "\"node\": \">={0}\"")]
    [InlineData("tests/SecureDocket.Tests/Documents/pdfjs/package.json", "\"node\": \">={0}\"")]
    public void The_version_is_the_same(string file, string words) => Assert.Contains(
        words.Replace("{0}", $"{AzuriteInstallation.OldestNode}", StringComparison.Ordinal), File.ReadAllText(Path.Combine(Repository.Root, file)), StringComparison.Ordinal);

    [Fact]
    public void Every_manifest_of_npm_is_among_them() => Assert.Equal(
        4,
        Directory.EnumerateFiles(Repository.Root, "package.json", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint })
            .Count(path => !path.Contains("node_modules", StringComparison.Ordinal) && !path.Contains($"{Path.DirectorySeparatorChar}artifacts{Path.DirectorySeparatorChar}", StringComparison.Ordinal)));
}
