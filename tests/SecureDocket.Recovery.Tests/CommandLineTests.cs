using Microsoft.Extensions.Configuration;
using SecureDocket.Encryption;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Recovery.Tests;

/// <summary>The program, over storage as it is.</summary>
public sealed class CommandLineTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task A_system_is_archived_lost_and_rebuilt()
    {
        var secret = Convert.ToBase64String(new byte[32]);
        var settings = new Dictionary<string, string?> { ["SecureDocket:LookupSecret"] = secret };
        var (lost, fresh) = (azurite.NewAccount(), azurite.NewAccount());
        await using var first = await TestHost.StartAsync(azurite, settings: settings, account: lost);
        var life = new Life(first);
        await life.LiveAsync();
        await first.RunTimerAsync("CopyDocketKeys");
        await first.RunTimerAsync("ArchiveJournal");
        var verdicts = await life.VerdictsAsync(life.Credentials);

        Assert.Equal(0, await RunAsync(lost, secret, null, "check"));
        Assert.Contains("Dockets        4", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(lost, secret, null, "compare"));
        Assert.Contains("Missing        0", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(fresh, secret, lost, "rebuild", "--stopped", "now", "--archive", "OLD"));
        Assert.Contains("Broken         0", _output.ToString(), StringComparison.Ordinal);

        await using var second = await TestHost.StartAsync(azurite, services => services.Share(first), settings, fresh);
        Assert.Equal(verdicts, await new Life(second).VerdictsAsync(life.Credentials));

        // What it told nobody: names, numbers, dates of birth.
        foreach (var secretWord in (string[])["Zarechny", "Заречный", "1990", "+1713555", secret])
            Assert.DoesNotContain(secretWord, $"{_output}{_error}", StringComparison.Ordinal);

        Assert.Equal(65, await RunAsync(fresh, secret, lost, "rebuild", "--stopped", "now", "--archive", "OLD"));
        Assert.Equal(65, await RunAsync(lost, secret, null, "rebuild", "--stopped", "now"));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(64, "destroy")]
    [InlineData(64, "rebuild")]
    [InlineData(64, "rebuild", "--stopped", "yesterday")]
    [InlineData(64, "rebuild", "--stopped", "2999-01-01T00:00:00Z")]
    [InlineData(64, "check", "--archive")]
    [InlineData(64, "compare", "--stopped", "now")]
    [InlineData(64, "check", "--archive", "NOWHERE")]
    [InlineData(64, "check", "--all", "x")]
    [InlineData(0, "--help")]
    public async Task What_is_asked_wrongly_is_said(int code, params string[] args)
    {
        Assert.Equal(code, await RunAsync("UseDevelopmentStorage=true", Convert.ToBase64String(new byte[32]), null, args));
        Assert.NotEqual("", $"{_output}{_error}");
    }

    [Fact]
    public async Task Settings_that_are_missing_are_named()
    {
        Assert.Equal(64, await CommandLine.RunAsync(
            ["check"], new ConfigurationBuilder().Build(), _output, _error, TimeProvider.System, new InMemoryShardKeyVault(InMemoryShardKeyVault.SharedSeed), default));
        foreach (var setting in new[] { "Table", "Blob", "Journal" })
            Assert.Contains($"SecureDocket:Storage:{setting}Endpoint", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_call_says_where_the_archive_is_no_setting_has_to()
    {
        Assert.Equal(64, await CommandLine.RunAsync(
            ["check", "--archive", "https://journal-secondary.blob.core.windows.net"], new ConfigurationBuilder().Build(), _output, _error, TimeProvider.System, new InMemoryShardKeyVault(InMemoryShardKeyVault.SharedSeed), default));
        Assert.Contains("SecureDocket:Storage:BlobEndpoint", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("JournalEndpoint", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "SecureDocket:Vault:Uri")]
    [InlineData("", "SecureDocket:Vault:HeldKeys")]
    [InlineData("c2hvcnQ=", "SecureDocket:Vault:HeldKeys")]
    [InlineData("none", "SecureDocket:Vault:HeldKeys")]
    public async Task A_rebuild_is_told_what_unwraps(string? held, string setting)
    {
        Assert.Equal(64, await RunAsync("UseDevelopmentStorage=true", Convert.ToBase64String(new byte[32]), null, null, held, ["rebuild", "--stopped", "now"]));
        Assert.Contains(setting, _error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> RunAsync(string storage, string secret, string? archive, params string[] args) =>
        RunAsync(storage, secret, archive, new InMemoryShardKeyVault(InMemoryShardKeyVault.SharedSeed), null, args);

    private Task<int> RunAsync(string storage, string secret, string? archive, IShardKeyVault? vault, string? held, string[] args) => CommandLine.RunAsync(
        args,
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SecureDocket:Storage:ConnectionString"] = storage,
            ["SecureDocket:LookupSecret"] = secret,
            ["SecureDocket:Cards:Issuer"] = "https://securedocket.example",
            ["SecureDocket:Vault:HeldKeys"] = held,
            ["OLD"] = archive,
        }).Build(),
        _output,
        _error,
        TimeProvider.System,
        vault,
        default);
}
