using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SecureDocket.HouseCheck;

/// <summary>Reports every use of a room by one that stands on the same level or below, and what a pure project must not use.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HouseAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_backEdge = Rule(
        "SD0010", "A room uses one that it must not know", "{0} uses {1} of {2} (level {3}), and {4} is on level {5}. Rooms that may use {2}: {6}.");

    private static readonly DiagnosticDescriptor s_noRoom = Rule(
        "SD0011", "A folder is no room", "{0} is in no room of eng/house-check/rooms.txt. Put the file into one of these, or give the folder a level: {1}.");

    private static readonly DiagnosticDescriptor s_impure = Rule(
        "SD0012", "A pure project uses I/O, a clock or randomness", "{0} uses {1}, and {2} is pure. Move what needs it to SecureDocket.");

    private static readonly DiagnosticDescriptor s_noHouse = new(
        "SD0013", "A project has no rooms", "eng/house-check/rooms.txt does not list the rooms of {0}", "Architecture", DiagnosticSeverity.Error,
        isEnabledByDefault: true, customTags: WellKnownDiagnosticTags.CompilationEnd);

    // What would bring a clock, randomness, waiting or I/O into a project that has none.
    private static readonly ImmutableHashSet<string> s_impureTypes = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.TimeProvider", "NodaTime.IClock", "NodaTime.SystemClock", "System.Random",
        "System.Security.Cryptography.RandomNumberGenerator", "System.Net.Http.HttpClient", "System.IO.File", "System.IO.Directory", "System.Environment");

    private static readonly ImmutableHashSet<string> s_impureMembers = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.DateTime.UtcNow", "System.DateTime.Now", "System.DateTime.Today", "System.DateTimeOffset.UtcNow", "System.DateTimeOffset.Now", "System.Guid.NewGuid");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_backEdge, s_noRoom, s_impure, s_noHouse];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Architecture", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static void Start(CompilationStartAnalysisContext context)
    {
        var build = context.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (!build.TryGetValue("build_property.ProjectDir", out var folder) || !build.TryGetValue("build_property.MSBuildProjectName", out var project))
        {
            throw new InvalidOperationException("The project does not show its name and folder to the compiler.");
        }

        if (Rooms(context.Options, project, context.CancellationToken) is not { } house)
        {
            context.RegisterCompilationEndAction(end => end.ReportDiagnostic(Diagnostic.Create(s_noHouse, Location.None, project)));
            return;
        }

        ConcurrentDictionary<SyntaxTree, string?> paths = new();
        string? PathOf(SyntaxTree tree) => paths.GetOrAdd(tree, each => PathIn(folder, each.FilePath));
        context.RegisterSemanticModelAction(file =>
        {
            if (PathOf(file.SemanticModel.SyntaxTree) is { } path)
            {
                Check(file, house, project, path, PathOf);
            }
        });
    }

    private static House? Rooms(AnalyzerOptions options, string project, CancellationToken cancellationToken) =>
        options.AdditionalFiles.FirstOrDefault(file => Path.GetFileName(file.Path) == "rooms.txt")?.GetText(cancellationToken) is { } rooms
            ? House.Read(rooms.ToString(), project)
            : null;

    /// <summary>A file's path from the project's folder; null for what a build generates, and for what another project lends.</summary>
    private static string? PathIn(string folder, string file)
    {
        var (root, full) = (folder.Replace('\\', '/').TrimEnd('/') + "/", file.Replace('\\', '/'));
        return full.StartsWith(root, StringComparison.Ordinal) && !full.EndsWith(".g.cs", StringComparison.Ordinal) ? full.Substring(root.Length) : null;
    }

    private static void Check(SemanticModelAnalysisContext context, House house, string project, string path, Func<SyntaxTree, string?> pathOf)
    {
        var room = House.RoomOf(path);
        var root = context.SemanticModel.SyntaxTree.GetRoot(context.CancellationToken);
        if (house.LevelOf(room) is not { } level)
        {
            context.ReportDiagnostic(Diagnostic.Create(s_noRoom, root.GetLocation(), path, string.Join(", ", house.Rooms.Select(each => each.Key))));
            return;
        }

        HashSet<string> reported = new(StringComparer.Ordinal);
        foreach (var name in root.DescendantNodes(node => node is not UsingDirectiveSyntax).OfType<SimpleNameSyntax>())
        {
            if (context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is not { } symbol || symbol is INamespaceSymbol)
            {
                continue;
            }

            foreach (var used in symbol.DeclaringSyntaxReferences.Select(each => pathOf(each.SyntaxTree)).OfType<string>().Select(House.RoomOf).Distinct())
            {
                if (house.LevelOf(used) is { } other && !house.Allows(room, used) && reported.Add($"{used}|{symbol.Name}"))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        s_backEdge, name.GetLocation(), path, symbol.Name, RoomName(used), other, RoomName(room), level, string.Join(", ", house.Above(used).DefaultIfEmpty("none but itself"))));
                }
            }

            if (house.IsPure && ImpureName(symbol) is { } impure && reported.Add(impure))
            {
                context.ReportDiagnostic(Diagnostic.Create(s_impure, name.GetLocation(), path, impure, project));
            }
        }
    }

    private static string RoomName(string room) => room == House.Root ? "the root" : room;

    private static string? ImpureName(ISymbol symbol)
    {
        var type = (symbol as INamedTypeSymbol ?? symbol.ContainingType)?.OriginalDefinition;
        var name = type is null ? null : $"{type.ContainingNamespace}.{type.Name}";
        return name is not null && s_impureTypes.Contains(name) ? name
            : symbol is not INamedTypeSymbol && s_impureMembers.Contains($"{name}.{symbol.Name}") ? $"{name}.{symbol.Name}"
            : null;
    }
}
