using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SecureDocket.HouseCheck;
using Xunit;

namespace SecureDocket.Infrastructure.Tests.House;

/// <summary>Edges that are planted in a small house break its build, and say where they belong.</summary>
public sealed class HouseAnalyzerTests
{
    private const string Rooms = """
        # A house.
        Other
          0 Attic

        House
          0 . Cellar
          1 Kitchen Study
          2 Attic

        Glass pure
          0 .
        """;

    private const string Pot = "namespace House; public class Pot { public int Lid => 1; public static void Boil() { } }";

    [Fact]
    public async Task A_room_may_use_its_own_and_lower_ones() => Assert.Empty(await FaultsOf(
        "House", ("Cellar/Pot.cs", Pot), ("Attic/Cook.cs", "namespace House; class Cook { Pot pot = new(); int Lid => pot.Lid; Cook? next; }")));

    [Theory]
    [InlineData("class Cook { Pot? pot; }", "Pot")]
    [InlineData("class Cook { static void Run() => Pot.Boil(); }", "Pot", "Boil")]
    [InlineData("class Cook { static int Run() { var pot = Shelf.Any; return pot.Lid; } }", "Pot", "Lid")]
    [InlineData("class Cook { object Run() => typeof(System.Collections.Generic.List<Pot>); }", "Pot")]
    public async Task An_upward_use_names_file_symbol_and_the_rooms_that_may(string code, params string[] symbols) => Assert.Equal(
        symbols.Select(symbol =>
            $"SD0010 Cellar/Cook.cs uses {symbol} of Kitchen (level 1), and Cellar is on level 0. Rooms that may use Kitchen: Attic."),
        await FaultsOf(
            "House",
            ("Kitchen/Pot.cs", Pot),
            ("Elsewhere.g.cs", "namespace House; static class Shelf { public static Pot Any => new(); }"),
            ("Cellar/Cook.cs", $"namespace House; {code}")));

    [Fact]
    public async Task Rooms_of_one_level_do_not_know_each_other_so_no_two_can_need_each_other() => Assert.Equal(
        [
            "SD0010 Kitchen/Cook.cs uses Desk of Study (level 1), and Kitchen is on level 1. Rooms that may use Study: Attic.",
            "SD0010 Study/Desk.cs uses Cook of Kitchen (level 1), and Study is on level 1. Rooms that may use Kitchen: Attic.",
        ],
        await FaultsOf(
            "House", ("Kitchen/Cook.cs", "namespace House; class Cook { Desk? desk; }"), ("Study/Desk.cs", "namespace House; class Desk { Cook? cook; }")));

    [Fact]
    public async Task Usings_and_comments_do_not_count() => Assert.Empty(await FaultsOf(
        "House",
        ("Attic/Roof.cs", "namespace House.Attic; public class Roof;"),
        ("Cellar/Cook.cs", "using House.Attic; using Top = House.Attic.Roof; namespace House; /// <summary><see cref=\"Roof\"/></summary>\nclass Cook;")));

    [Fact]
    public async Task A_folder_that_is_no_room_is_named_with_the_rooms_that_there_are() => Assert.Equal(
        ["SD0011 Shed/Spade.cs is in no room of eng/house-check/rooms.txt. Put the file into one of these, or give the folder a level: ., Cellar, Kitchen, Study, Attic."],
        await FaultsOf("House", ("Shed/Spade.cs", "namespace House; class Spade;")));

    [Theory]
    [InlineData("System.Threading.Tasks.Task Run() => null!;", "System.Threading.Tasks.Task")]
    [InlineData("async System.Threading.Tasks.ValueTask<int> Run() => 1;", "System.Threading.Tasks.ValueTask")]
    [InlineData("object Run() => System.DateTimeOffset.UtcNow;", "System.DateTimeOffset.UtcNow")]
    [InlineData("object Run() => System.TimeProvider.System;", "System.TimeProvider")]
    [InlineData("object Run() => System.Guid.NewGuid();", "System.Guid.NewGuid")]
    [InlineData("object Run() => System.Random.Shared.Next();", "System.Random")]
    [InlineData("object Run() => System.IO.File.ReadAllText(\"x\");", "System.IO.File")]
    [InlineData("object Run() => System.Security.Cryptography.RandomNumberGenerator.GetBytes(1);", "System.Security.Cryptography.RandomNumberGenerator")]
    public async Task A_pure_project_knows_no_waiting_clock_randomness_or_files(string code, string impure) => Assert.Equal(
        [$"SD0012 Pane.cs uses {impure}, and Glass is pure. Move what needs it to SecureDocket."],
        await FaultsOf("Glass", ("Pane.cs", $"class Pane {{ {code} }}")));

    [Fact]
    public async Task A_project_that_the_file_does_not_list_is_named() => Assert.Equal(
        ["SD0013 eng/house-check/rooms.txt does not list the rooms of Tent"], await FaultsOf("Tent", ("Pole.cs", "class Pole;")));

    [Theory]
    [InlineData("House\n  low Cellar", "rooms.txt: 'low Cellar' does not begin with a level.")]
    [InlineData("House\n  0 Cellar\n  1 Cellar", "rooms.txt: House lists the room Cellar twice.")]
    public void A_faulty_list_is_one_sentence(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<FormatException>(() => HouseCheck.House.Read(text, "House")).Message);

    private static async Task<IEnumerable<string>> FaultsOf(string project, params (string Path, string Code)[] files)
    {
        const string Root = "/house/";
        var compilation = CSharpCompilation.Create(
            project,
            files.Select(file => CSharpSyntaxTree.ParseText(file.Code, path: Root + file.Path)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(fault => fault.Severity == DiagnosticSeverity.Error));
        var options = new AnalyzerOptions([new RoomsFile()], new Project(project, Root));
        var faults = await compilation.WithAnalyzers([new HouseAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
        return faults.OrderBy(fault => fault.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(fault => fault.Location.SourceSpan)
            .Select(fault => $"{fault.Id} {fault.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    private sealed class RoomsFile : AdditionalText
    {
        public override string Path => "/eng/house-check/rooms.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(Rooms);
    }

    private sealed class Project(string name, string folder) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(name, folder);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(string name, string folder) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
            {
                value = key == "build_property.ProjectDir" ? folder : key == "build_property.MSBuildProjectName" ? name : null;
                return value is not null;
            }
        }
    }
}
