using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary><c>docs/tour.md</c> does what it says, against the program with a storage of its own.</summary>
[Collection(nameof(PageRun))]
public sealed class TourTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private const string FromSource = "dotnet run --project src/SecureDocket.Verifier --";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(6);
    private static readonly DrillPage s_tour = DrillPage.Read("tour", File.ReadAllText(Path.Combine(Repository.Root, "docs", "tour.md")));

    private readonly string _data = ProgramRun.DataFolder();

    [DrillFact]
    public async Task The_tour_does_what_it_says()
    {
        await using var run = ProgramRun.Start(_data, ["--storage", azurite.NewAccount()]);
        await run.ReadyAsync();

        // The tour reads the samples and writes into .local: here that is not the folder of whoever runs the tests.
        var folder = Directory.CreateDirectory(Path.Combine(_data, "tour")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, ".local"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "samples"), Path.Combine(Repository.Root, "samples"));
        Assert.Empty(await PageRun.FailuresOfAsync(s_tour, Script, folder, Path.Combine(_data, "tour.sh"), $"http://localhost:{run.Port}", s_limit));
    }

    [Fact]
    public void Every_block_of_the_tour_is_checked() => Assert.All(s_tour.Blocks, block => Assert.True(DrillPage.Expects(block), $"Nothing is expected of:\n{block}"));

    public void Dispose() => Directory.Delete(_data, recursive: true);

    // A build inside of a test run could meet the one that runs the tests.
    private static string Script(string mark)
    {
        var script = s_tour.Script(mark);
        Assert.Contains(FromSource, script, StringComparison.Ordinal);
        return script.Replace(FromSource, $"dotnet '{Path.Combine(AppContext.BaseDirectory, "secure-docket-verifier.dll")}'", StringComparison.Ordinal);
    }
}
