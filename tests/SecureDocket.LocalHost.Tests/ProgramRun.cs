using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using SecureDocket.Testing;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The program as a child process, as <c>dotnet run</c> starts it.</summary>
internal sealed class ProgramRun : IAsyncDisposable
{
    // A bound for a program that hangs, not a measure: the machine may have other work.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramRun(Process process, int port)
    {
        _process = process;
        Port = port;
        Client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}"), Timeout = s_limit };
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public HttpClient Client { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>Starts the program on a free port, unless the arguments name one.</summary>
    public static ProgramRun Start(string data, string[] arguments, string? path = null)
    {
        var port = arguments.Contains("--port") ? int.Parse(arguments[Array.IndexOf(arguments, "--port") + 1], CultureInfo.InvariantCulture) : FreePort();
        ProcessStartInfo start = new(
            "dotnet",
            [
                typeof(LocalApp).Assembly.Location, "--data", data, .. arguments.Contains("--port") ? [] : new[] { "--port", port.ToString(CultureInfo.InvariantCulture) }, .. arguments,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        Process process = new() { StartInfo = start, EnableRaisingEvents = true };
        ProgramRun run = new(process, port);
        process.OutputDataReceived += (_, line) => run.Hear(run._output, line.Data);
        process.ErrorDataReceived += (_, line) => run.Hear(run._error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return run;
    }

    /// <summary>A data folder that finds Azurite installed.</summary>
    public static string DataFolder()
    {
        var folder = Directory.CreateTempSubdirectory("secure-docket-").FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, "azurite"), AzuriteFixture.InstallFolder);
        return folder;
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The processes that a process has started and that still run.</summary>
    public static List<int> ChildrenOf(int parent)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-eo", "pid=,ppid="]) { RedirectStandardOutput = true })!;
        var lines = ps.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => Regex.Matches(line, "[0-9]+").Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture)).ToArray())
            .Where(ids => ids[1] == parent).Select(ids => ids[0])];
    }

    /// <summary>Waits for the line that says where the page is.</summary>
    public async Task ReadyAsync()
    {
        await Task.WhenAny(_ready.Task, _process.WaitForExitAsync()).WaitAsync(s_limit);
        if (!_ready.Task.IsCompleted)
        {
            throw new InvalidOperationException($"The program ended with {_process.ExitCode}: {Output}{Error}");
        }
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using CancellationTokenSource deadline = new(s_limit);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>Ctrl+C.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await ExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(StringBuilder to, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (to)
        {
            to.AppendLine(line);
        }

        if (line.StartsWith("Ready after", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
