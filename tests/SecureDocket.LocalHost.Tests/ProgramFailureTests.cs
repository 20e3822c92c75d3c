using System.Net;
using System.Net.Sockets;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>What the program cannot do, it says in one sentence on the error stream, and ends with 1, or with 64 for wrong usage.</summary>
public sealed class ProgramFailureTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly string _data = ProgramRun.DataFolder();

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using TcpListener occupant = new(IPAddress.Loopback, 0);
        occupant.Start();
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;
        await AssertFailsAsync($"Port {port} is in use; stop the program that listens there, or choose another port with --port.", ["--port", $"{port}", "--storage", azurite.ConnectionString]);
    }

    [Fact]
    public async Task A_port_that_is_none() =>
        await AssertFailsAsync("'0' is not a port; give --port a number from 1 to 65535. --help says how to call this.", ["--port", "0"], code: 64);

    [Fact]
    public async Task No_node_on_the_path()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_data, "empty")).FullName;
        await AssertFailsAsync("There is no `node` on the PATH; install Node.js 20 or later (it runs Azurite, the storage emulator) and try again.", ["--azurite-port", "0"], empty);
    }

    [Fact]
    public async Task A_port_of_azurite_that_is_taken()
    {
        using TcpListener occupant = new(IPAddress.Loopback, 0);
        occupant.Start();
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;
        await AssertFailsAsync(
            $"Port {port} is already in use; stop the program that listens there, or choose another port for Azurite with --azurite-port.",
            ["--azurite-port", $"{Math.Min(port, 65533)}"]);
    }

    [Fact]
    public async Task Storage_that_cannot_be_reached()
    {
        var nowhere = azurite.ConnectionString.Replace($":{azurite.Azurite.TablePort}/", $":{ProgramRun.FreePort()}/", StringComparison.Ordinal);
        await AssertFailsAsync("Storage did not respond (storage); check that it is running, or omit --storage to use Azurite.", ["--storage", nowhere]);
    }

    [Fact]
    public async Task Storage_that_is_no_connection_string() => await AssertFailsAsync(
        "The value of --storage is not a storage connection string; give a complete one, or omit --storage to use Azurite. --help says how to call this.", ["--storage", "nonsense"], code: 64);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private async Task AssertFailsAsync(string sentence, string[] arguments, string? path = null, int code = 1)
    {
        await using var run = ProgramRun.Start(_data, arguments, path);
        Assert.Equal(code, await run.ExitAsync());
        Assert.Equal(sentence + Environment.NewLine, run.Error);
    }
}
