namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>One Bicep file.</summary>
/// <param name="path">Its path below the folder of the sources, with slashes.</param>
/// <param name="root">Its syntax tree.</param>
internal sealed class BicepFile(string path, Syntax root)
{
    private IReadOnlyList<Declaration>? _declarations;

    public string Path { get; } = path;

    public Syntax Root { get; } = root;

    /// <summary>What is not as the grammar wants it, with its line.</summary>
    public IReadOnlyList<string> Faults { get; } =
        [.. root.All().Where(node => node.Type == "ERROR" || node.IsMissing).Select(node => $"{path}:{node.Line}: does not parse at {Excerpt(node)}")];

    /// <summary>What it declares, in its order.</summary>
    public IReadOnlyList<Declaration> Declarations => _declarations ??= Faults.Count == 0 ? DeclarationReader.Read(Root) : [];

    /// <summary>At what it is deployed: <c>resourceGroup</c> where it says nothing else.</summary>
    public string TargetScope => Root.First("target_scope_assignment")?.First("string") is { } scope ? ExpressionReader.ReadText(scope) : "resourceGroup";

    public IEnumerable<T> Of<T>() where T : Declaration => Declarations.OfType<T>();

    /// <summary>The path of a file that this one names.</summary>
    public string Resolve(string relative) =>
        System.IO.Path.GetRelativePath("/", System.IO.Path.Combine("/", System.IO.Path.GetDirectoryName(Path) ?? "", relative)).Replace('\\', '/');

    private static string Excerpt(Syntax node) => node.Text.Length == 0 ? "a missing word" : $"'{node.Text.Split('\n')[0].Trim()}'";
}
