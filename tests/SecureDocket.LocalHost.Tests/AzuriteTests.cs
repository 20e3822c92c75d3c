using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using SecureDocket.LocalHost.Files;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

public sealed class AzuriteTests(AzuriteFixture shared) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azurite-").FullName;

    [Fact]
    public async Task It_answers_at_its_ports_until_it_is_disposed_of()
    {
        var azurite = await StartAsync();
        int[] ports = [azurite.BlobPort, azurite.QueuePort, azurite.TablePort];
        Assert.Equal(3, ports.Distinct().Count());
        foreach (var port in ports)
        {
            Assert.True(await Azurite.IsListeningAsync(port, CancellationToken.None));
            Assert.Contains($"http://127.0.0.1:{port}/devstoreaccount1", azurite.ConnectionString, StringComparison.Ordinal);
        }

        await azurite.DisposeAsync();
        await azurite.DisposeAsync();

        foreach (var port in ports)
        {
            Assert.False(await Azurite.IsListeningAsync(port, CancellationToken.None));
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(azurite.ProcessId));
    }

    [Fact]
    public async Task What_was_stored_in_a_folder_is_there_after_a_restart()
    {
        await using (var first = await StartAsync(_folder))
        {
            TableClient table = new(first.ConnectionString, "kept");
            await table.CreateIfNotExistsAsync();
            await table.AddEntityAsync(new TableEntity("p", "r") { ["Number"] = 7 });
        }

        await using var second = await StartAsync(_folder);
        var row = await new TableClient(second.ConnectionString, "kept").GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal(7, row.Value.GetInt32("Number"));
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        using TcpListener occupant = new(IPAddress.Loopback, 0);
        occupant.Start();
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<LocalHostException>(
            () => Azurite.StartAsync(Options() with { TablePort = port }, CancellationToken.None));

        Assert.Contains($"Port {port} is already in use", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_azurite_that_ends_early_is_told_with_its_reason()
    {
        // A blob database that is a folder cannot be opened.
        Directory.CreateDirectory(Path.Combine(_folder, "__azurite_db_blob__.json"));

        var failure = await Assert.ThrowsAsync<LocalHostException>(() => StartAsync(_folder));

        Assert.Contains("before it was ready", failure.Message, StringComparison.Ordinal);
        Assert.Contains("EISDIR", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_by_name()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        var failure = await Assert.ThrowsAsync<LocalHostException>(
            () => Azurite.StartAsync(new() { InstallFolder = Path.Combine(file, "azurite") }, CancellationToken.None));

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_start_ends_as_cancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Azurite.StartAsync(Options(), new CancellationToken(canceled: true)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The fixture has installed it already, so that a start takes a second or two.
    private AzuriteOptions Options(string? dataFolder = null)
    {
        Assert.NotEqual(0, shared.Azurite.TablePort);
        return new() { InstallFolder = AzuriteFixture.InstallFolder, DataFolder = dataFolder };
    }

    private Task<Azurite> StartAsync(string? dataFolder = null) => Azurite.StartAsync(Options(dataFolder), CancellationToken.None);
}
