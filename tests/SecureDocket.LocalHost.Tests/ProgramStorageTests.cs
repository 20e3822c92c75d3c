using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The program's folder and emulator: nobody else takes them, and an emulator that ends is started again.</summary>
public sealed class ProgramStorageTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly string _data = ProgramRun.DataFolder();

    [InterruptFact]
    public async Task A_folder_has_one_host_until_that_ends_however_it_ends()
    {
        await using (var first = ProgramRun.Start(_data, ["--storage", azurite.NewAccount()]))
        {
            await first.ReadyAsync();
            await using var second = ProgramRun.Start(_data, ["--storage", azurite.NewAccount()]);
            Assert.Equal(1, await second.ExitAsync());
            Assert.Equal(
                $"Another local host uses the folder {_data}: http://localhost:{first.Port}/dev (process {first.ProcessId}); stop it, or choose another folder with --data.{Environment.NewLine}",
                second.Error);
            using var alive = await first.Client.GetAsync("/health/live");
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);

            // Its end is a kill, after which no code of it runs.
        }

        await using var third = ProgramRun.Start(_data, ["--storage", azurite.NewAccount()]);
        await third.ReadyAsync();
    }

    [Fact]
    public async Task The_emulators_port_may_belong_to_a_web_server_or_to_another_host()
    {
        using TcpListener occupant = new(IPAddress.Loopback, 0);
        occupant.Start();
        var taken = ((IPEndPoint)occupant.LocalEndpoint).Port;
        var answering = AnswerAsync(occupant);
        Assert.Equal(PortUse.OtherProgram, await AzuriteProbe.LookAsync(taken, CancellationToken.None));
        occupant.Stop();
        await answering;

        Assert.Equal(PortUse.Free, await AzuriteProbe.LookAsync(ProgramRun.FreePort(), CancellationToken.None));
        Assert.Equal(PortUse.Azurite, await AzuriteProbe.LookAsync(azurite.Azurite.BlobPort, CancellationToken.None));
        Assert.Equal(PortUse.Azurite, await AzuriteProbe.LookAsync(azurite.Azurite.TablePort, CancellationToken.None));
        await using var ofHost = await Azurite.StartAsync(
            new() { InstallFolder = AzuriteFixture.InstallFolder, Accounts = [Azurite.Account, AzuriteProbe.HostAccount] }, CancellationToken.None);
        Assert.Equal(PortUse.AzuriteOfHost, await AzuriteProbe.LookAsync(ofHost.BlobPort, CancellationToken.None));

        await using var run = ProgramRun.Start(_data, ["--azurite-port", $"{ofHost.BlobPort}"]);
        Assert.Equal(1, await run.ExitAsync());
        Assert.Equal(
            $"Port {ofHost.BlobPort} belongs to the Azurite of another local host; stop that host, or choose another port for Azurite with --azurite-port.{Environment.NewLine}", run.Error);
    }

    [InterruptFact]
    public async Task An_emulator_that_ends_is_started_again_a_few_times_and_each_end_is_said_once()
    {
        await using var run = ProgramRun.Start(_data, ["--azurite-port", "0"]);
        await run.ReadyAsync();
        for (var end = 1; end <= AzuriteKeeper.Restarts; end++)
        {
            await EndEmulatorAsync(run);
            await WaitForAsync(() => Regex.Count(run.Error, "Azurite is running again") == end);
            Assert.Contains($"has ended (code 137). What it was just about to save may be lost. Restarting it ({end} of 3)", run.Error, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, await ReadAsync(run));
        }

        await EndEmulatorAsync(run);
        await WaitForAsync(() => run.Error.Contains("has ended again (code 137) and is not restarted any more", StringComparison.Ordinal));
        for (var time = 0; time < 5; time++)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadAsync(run));
        }

        Assert.Equal(4, Regex.Count(run.Error, "the storage emulator, has ended"));
        Assert.DoesNotContain("   at SecureDocket", run.Output + run.Error, StringComparison.Ordinal);
        Assert.All((string[])["tables", "blobs"], dependency => Assert.True(Regex.Count(run.Output, $"The cause: {dependency} does not respond") <= 1));
        run.Interrupt();
        Assert.Equal(0, await run.ExitAsync());
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task EndEmulatorAsync(ProgramRun run)
    {
        var emulator = Process.GetProcessById(Assert.Single(ProgramRun.ChildrenOf(run.ProcessId)));
        emulator.Kill();
        await emulator.WaitForExitAsync().WaitAsync(s_limit);
    }

    private async Task<HttpStatusCode> ReadAsync(ProgramRun run)
    {
        var person = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "pilot-roster.json")))![0]!["CardholderId"]!.GetValue<string>();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{person}");
        request.Headers.Authorization = new("Bearer", await run.Client.GetStringAsync("/dev/tokens/Enrollment.Officer"));
        using var answer = await run.Client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(s_limit);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("HTTP/1.1 404 Not Found\r\nServer: other\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or IOException)
        {
            // The test has stopped the listener.
        }
    }
}
