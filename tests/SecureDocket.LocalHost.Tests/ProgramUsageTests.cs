using SecureDocket.LocalHost.Files;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>How the program is called: what is wrong is named and ends with 64, and <c>--help</c> says what is right.</summary>
public sealed class ProgramUsageTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("secure-docket-").FullName;

    public static TheoryData<string[], string> Faults => new()
    {
        { ["--prot=7071"], "Unknown option --prot; the options are --port, --storage, --data, --azurite-port." },
        { ["--prot", "7071"], "Unknown option --prot; the options are --port, --storage, --data, --azurite-port." },
        { ["-p", "7071"], "Unknown option -p; the options are --port, --storage, --data, --azurite-port." },
        { ["/port", "7071"], "Unknown argument /port; the options are --port, --storage, --data, --azurite-port." },
        { ["start"], "Unknown argument start; the options are --port, --storage, --data, --azurite-port." },
        { ["--storage"], "--storage lacks its value." },
        { ["--storage="], "--storage lacks its value." },
        { ["--storage", "--azurite-port", "0"], "--storage lacks its value." },
        { ["--azurite-port", "1", "--azurite-port=2"], "--azurite-port is given twice." },
        { ["--azurite-port", "65534"], "'65534' is not a port; give --azurite-port a number from 1 to 65533, or 0 for any free ports." },
        { ["--azurite-port", "many"], "'many' is not a port; give --azurite-port a number from 1 to 65533, or 0 for any free ports." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named(string[] arguments, string fault)
    {
        var failure = Assert.Throws<LocalHostException>(() => LocalArguments.Read(arguments, _ => null));
        Assert.Equal((64, $"{fault} --help says how to call this."), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task The_program_ends_with_64_and_has_made_nothing()
    {
        await using var run = ProgramRun.Start(_data, ["--azurite-port", "0", "start"]);

        Assert.Equal(64, await run.ExitAsync());
        Assert.Equal("Unknown argument start; the options are --port, --storage, --data, --azurite-port. --help says how to call this." + Environment.NewLine, run.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
    }

    [Fact]
    public async Task Help_names_every_option_and_starts_nothing()
    {
        await using var run = ProgramRun.Start(_data, ["--help"]);

        Assert.Equal(0, await run.ExitAsync());
        Assert.Equal("", run.Error);
        foreach (var word in (string[])["--port", "--data", "--azurite-port", "--storage", "--help", "SECUREDOCKET_AZURITEPORT", "64 wrong usage"])
        {
            Assert.Contains(word, run.Output, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
    }

    [Fact]
    public void The_environment_gives_what_the_command_line_lacks()
    {
        Dictionary<string, string> variables = new() { ["SECUREDOCKET_PORT"] = "7311", ["SECUREDOCKET_AZURITEPORT"] = "23300", ["SECUREDOCKET_DATA"] = "folder" };

        var read = LocalArguments.Read(["--port=7312", "--storage", "UseDevelopmentStorage=true"], variables.GetValueOrDefault);

        Assert.Equal(new LocalArguments(7312, "UseDevelopmentStorage=true", "folder", 23300), read);
        Assert.Equal(new LocalArguments(7071, null, null, 10000), LocalArguments.Read([], _ => null));
        variables["SECUREDOCKET_PORT"] = "first";
        Assert.StartsWith(
            "'first' is not a port; give SECUREDOCKET_PORT a number from 1 to 65535.",
            Assert.Throws<LocalHostException>(() => LocalArguments.Read([], variables.GetValueOrDefault)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
