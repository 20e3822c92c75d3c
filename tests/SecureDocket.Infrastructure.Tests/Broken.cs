using SecureDocket.Infrastructure.Tests.Bicep;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Copies with faults.</summary>
internal static class Broken
{
    /// <summary>A text with the first of a part replaced, which must be there.</summary>
    public static string Text(string whole, string part, string other)
    {
        var at = whole.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, $"There is no {part} to break.");
        return whole[..at] + other + whole[(at + part.Length)..];
    }

    /// <summary>The deployment with every option, of infrastructure in which the first of each part is replaced.</summary>
    public static Deployment Deployment(params IEnumerable<(string Path, string Part, string Other)> changes) =>
        InCopy(changes, folder => Compiler.Here.Evaluate(Infrastructure.Parameters(Infrastructure.Everything, folder)));

    /// <summary>What the compiler finds in such infrastructure.</summary>
    /// <param name="name">The case whose parameter file is compiled.</param>
    /// <param name="changes">What is replaced; a file that is not there yet is made.</param>
    public static IReadOnlyList<string> Diagnosed(string name, params IEnumerable<(string Path, string Part, string Other)> changes) =>
        InCopy(changes, folder => Compiler.Here.Diagnose(Infrastructure.Parameters(name, folder)));

    private static T InCopy<T>(IEnumerable<(string Path, string Part, string Other)> changes, Func<string, T> ask)
    {
        var texts = new Dictionary<string, string>(Infrastructure.Texts);
        foreach (var (path, part, other) in changes)
        {
            texts[path] = Text(texts.GetValueOrDefault(path, ""), part, other);
        }

        var folder = Directory.CreateTempSubdirectory("secure-docket-infra-").FullName;
        try
        {
            foreach (var (path, text) in texts)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
                File.WriteAllText(Path.Combine(folder, path), text);
            }

            return ask(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
