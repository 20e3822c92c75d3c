using System.Diagnostics;
using System.Text.RegularExpressions;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The program with an Azurite of its own: first start, end by Ctrl+C, second start.</summary>
public sealed class ProgramLifeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly string _data = ProgramRun.DataFolder();

    [InterruptFact]
    public async Task It_loads_the_roster_once_and_leaves_nothing_running()
    {
        // The fixture has seen to the installation.
        Assert.NotEqual(0, azurite.Azurite.TablePort);

        await using (var first = ProgramRun.Start(_data, ["--azurite-port", "0"]))
        {
            await first.ReadyAsync();
            Assert.Contains("Enrolling the 24 invented people of the pilot roster", first.Output, StringComparison.Ordinal);
            Assert.Contains("Loaded: 24 cardholders, 22 cards.", first.Output, StringComparison.Ordinal);
            Assert.Contains("Pending", first.Output, StringComparison.Ordinal);
            Assert.Contains("Denied", first.Output, StringComparison.Ordinal);
            await AssertPageAsync(first);
            await AssertInterruptEndsAsync(first);
        }

        await using var second = ProgramRun.Start(_data, ["--azurite-port", "0"]);
        await second.ReadyAsync();
        Assert.Contains("The pilot roster is loaded: 24 cardholders, 22 cards.", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Load", second.Output, StringComparison.Ordinal);
        await AssertPageAsync(second);
        await AssertInterruptEndsAsync(second);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task AssertPageAsync(ProgramRun run)
    {
        var page = await run.Client.GetStringAsync("/dev");
        Assert.Equal(22, Regex.Count(page, "src=\"/dev/cards/[0-9A-Z-]+/front\\.svg"));
        Assert.Contains("24 invented people, 22 cards", page, StringComparison.Ordinal);
    }

    private static async Task AssertInterruptEndsAsync(ProgramRun run)
    {
        var children = ProgramRun.ChildrenOf(run.ProcessId);
        Assert.NotEmpty(children);
        run.Interrupt();
        Assert.Equal(0, await run.ExitAsync());
        Assert.Equal("", run.Error);
        Assert.All(children, child => Assert.Throws<ArgumentException>(() => Process.GetProcessById(child)));
    }
}
