using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Testing;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>The system's own infrastructure: its texts, and what it makes in every case, compiled once.</summary>
internal static class Infrastructure
{
    public const string Everything = "everything";

    private static readonly Lazy<IReadOnlyDictionary<string, Deployment>> s_deployments = new(EvaluateAll);

    public static string Folder { get; } = Path.Combine(Repository.Root, "infra");

    /// <summary>The texts of all files, by their paths below the folder.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'), path => File.ReadAllText(path).ReplaceLineEndings("\n"));

    public static IReadOnlyList<string> Stages { get; } = ["dev", "pilot", "production"];

    /// <summary>The three stages with the least that an operator must decide, and a case with every option.</summary>
    public static IReadOnlyList<string> Cases { get; } = [.. Stages, Everything];

    public static IReadOnlyDictionary<string, Deployment> Deployments => s_deployments.Value;

    /// <summary>The deployment that has every option.</summary>
    public static Deployment Whole => Deployments[Everything];

    /// <summary>The path of a case's parameter file.</summary>
    /// <param name="name">The case.</param>
    /// <param name="folder">The infrastructure's folder; this repository's where it is null.</param>
    public static string Parameters(string name, string? folder = null) => Path.Combine(folder ?? Folder, "environments", $"{name}.bicepparam");

    private static Dictionary<string, Deployment> EvaluateAll() => Cases.ToDictionary(name => name, name => Compiler.Here.Evaluate(Parameters(name)));
}
