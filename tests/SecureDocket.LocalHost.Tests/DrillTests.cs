using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The pages of <c>docs/operations/drills</c> do what they say, against the program with a storage of its own.</summary>
[Collection(nameof(PageRun))]
public sealed class DrillTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private const int LeastExpectations = 4;
    private const int ShortestExpectation = 4;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    // It takes the host and its tables away: tests/SecureDocket.Recovery.Tests run its command line.
    private const string OnItsOwn = "tables-rebuilt-from-journal";

    // The first takes a person away whom others count, and the last puts everybody's cards out of force.
    private static readonly string[] s_last = ["person-erased", "key-compromise"];

    private readonly string _data = ProgramRun.DataFolder();

    [DrillFact]
    public async Task Every_page_does_what_it_says()
    {
        await using var run = ProgramRun.Start(_data, ["--storage", azurite.NewAccount()]);
        await run.ReadyAsync();
        List<string> failures = [];
        foreach (var page in Pages().Where(page => page.Name != OnItsOwn).OrderBy(page => Array.IndexOf(s_last, page.Name)).ThenBy(page => page.Name, StringComparer.Ordinal))
        {
            failures.AddRange(await FailuresOfAsync(page, $"http://localhost:{run.Port}"));
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void Every_page_has_the_outline_and_something_to_hold_it_to()
    {
        var pages = Pages();
        Assert.NotEmpty(pages);
        foreach (var page in pages.Where(page => page.Name != OnItsOwn))
        {
            Assert.Equal([page.Name, .. DrillPage.Outline], [page.Name, .. page.Headings]);
            Assert.True(page.Expectations.Count >= LeastExpectations, $"{page.Name} expects too little of its commands.");
            Assert.All(page.Blocks, block => Assert.True(DrillPage.Expects(block), $"{page.Name}: nothing is expected of:\n{block}"));
            Assert.All(page.Expectations, expected => Assert.True(expected.Length >= ShortestExpectation, $"{page.Name}: '{expected}' may be anywhere."));
        }
    }

    [Fact]
    public void Every_page_is_in_the_index()
    {
        var index = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.All(Pages(), page => Assert.Contains($"({page.Name}.md)", index, StringComparison.Ordinal));
    }

    [DrillFact]
    public async Task An_expectation_is_held_to_what_came_just_before_it()
    {
        var failure = Assert.Single(await FailuresOfAsync(Page("echo first\n# => first\necho second; echo \"$HOST\"\n# => second\n# => //nowhere\n# => first"), "http://nowhere"));
        Assert.Contains("'first'", failure, StringComparison.Ordinal);
        Assert.Single(await FailuresOfAsync(Page("echo this\n# => that"), "http://nowhere"));
    }

    [DrillFact]
    public async Task A_command_that_fails_fails_the_page()
    {
        Assert.NotEmpty(await FailuresOfAsync(Page("echo this\n# => this\nfalse"), "http://nowhere"));
        Assert.NotEmpty(await FailuresOfAsync(Page("false | true\necho this\n# => this"), "http://nowhere"));
        Assert.NotEmpty(await FailuresOfAsync(Page("echo this\nexit 0\n# => this"), "http://nowhere"));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static string Folder => Path.Combine(Repository.Root, "docs", "operations", "drills");

    private static List<DrillPage> Pages() => [.. Directory.GetFiles(Folder, "*.md")
        .Where(path => Path.GetFileName(path) != "README.md")
        .Select(path => DrillPage.Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))];

    private static DrillPage Page(string commands) => DrillPage.Read("sample", $"```bash\n{commands}\n```\n");

    private Task<IReadOnlyList<string>> FailuresOfAsync(DrillPage page, string host) =>
        PageRun.FailuresOfAsync(page, page.Script, Repository.Root, Path.Combine(_data, $"{page.Name}.sh"), host, s_limit);
}
