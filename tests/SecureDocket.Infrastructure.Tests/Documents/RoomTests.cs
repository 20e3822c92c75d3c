using System.Text.RegularExpressions;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests.Documents;

/// <summary><c>docs/architecture.md</c> shows the rooms of <c>eng/house-check/rooms.txt</c>, and says what each of them holds.</summary>
public sealed partial class RoomTests
{
    private const string Begin = "<!-- rooms -->\n";
    private const string End = "<!-- /rooms -->";

    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
    private static readonly IReadOnlyList<Project> s_projects = Read(File.ReadAllText(Path.Combine(Repository.Root, "eng", "house-check", "rooms.txt")));

    /// <summary>After a change of rooms that is meant, put the expected text between the two marks of the page.</summary>
    [Fact]
    public void The_tables_are_those_of_the_file()
    {
        var from = s_page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Assert.Equal(Tables(s_projects), s_page[from..s_page.IndexOf(End, StringComparison.Ordinal)]);
    }

    [Fact]
    public void Every_room_is_described_once_and_no_other()
    {
        Assert.NotEmpty(s_projects);
        Assert.All(s_projects, project =>
        {
            var rooms = project.Levels.SelectMany(level => level.Rooms).Select(Shown).Order(StringComparer.Ordinal);
            Assert.Equal([project.Name, .. rooms], [project.Name, .. Described(project.Name).Order(StringComparer.Ordinal)]);
        });
    }

    [Fact]
    public void The_rooms_of_a_file_become_tables() => Assert.Equal(
        "\n**Some.Project** (pure)\n\n| level | rooms |\n|---|---|\n| 0 | (root), Times |\n| 1 | Cards |\n\n**Another**\n\n| level | rooms |\n|---|---|\n| 0 | (root) |\n\n",
        Tables(Read("# A comment\n\nSome.Project pure\n  0 . Times\n  1 Cards\n\nAnother\n  0 .\n")));

    private static string Tables(IEnumerable<Project> projects) => "\n" + string.Concat(projects.Select(Table));

    private static string Table(Project project)
    {
        var levels = project.Levels.Select(level => $"| {level.Number} | {string.Join(", ", level.Rooms.Select(Shown))} |\n");
        return $"**{project.Name}**{(project.IsPure ? " (pure)" : "")}\n\n| level | rooms |\n|---|---|\n{string.Concat(levels)}\n";
    }

    private static List<Project> Read(string rooms)
    {
        List<Project> projects = [];
        foreach (var line in rooms.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line[0] == ' ')
            {
                projects[^1].Levels.Add(new Level(words[0], words[1..]));
            }
            else
            {
                projects.Add(new Project(words[0], words[1..] is ["pure"], []));
            }
        }

        return projects;
    }

    /// <summary>The rooms with a description below the project's heading, as <c>- **Room** — what it holds</c>.</summary>
    private static IEnumerable<string> Described(string project) =>
        Section().Matches(s_page).Where(section => section.Groups["project"].Value == project)
            .SelectMany(section => Description().Matches(section.Groups["text"].Value)).Select(match => match.Groups["room"].Value);

    private static string Shown(string room) => room == "." ? "(root)" : room;

    [GeneratedRegex(@"^### (?<project>\S+)\n(?<text>.*?)(?=^##|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^- \*\*(?<room>[^*]+)\*\* — \S", RegexOptions.Multiline)]
    private static partial Regex Description();

    private sealed record Project(string Name, bool IsPure, List<Level> Levels);

    private sealed record Level(string Number, IReadOnlyList<string> Rooms);
}
