using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost;

/// <summary>A running Azurite, the emulator of Azure's storage services (blobs, queues, tables), on the loopback address.</summary>
/// <remarks>
/// Azurite reads a pipe from this process and exits when the pipe closes. It therefore saves its data and exits however this
/// process ends: by disposal, exit, Ctrl+C, or a kill that runs no code here.
/// </remarks>
public sealed partial class Azurite : IAsyncDisposable
{
    /// <summary>The emulator's well-known account.</summary>
    public const string Account = "devstoreaccount1";

    // Publicly known: every emulator uses this key, and it gives access to nothing else.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Runs before Azurite's own code. A killed parent leaves broken pipes, and writing to them must not stop Azurite from saving.
    // Before Azurite listens for SIGTERM there is nothing to save, so it exits at once; afterwards it gets fifteen seconds to
    // finish requests and save.
    private const string LeaveWithParent = """
        for (const pipe of [process.stdout, process.stderr]) pipe.on('error', () => {});
        process.stdin.on('end', () => {
          if (!process.emit('SIGTERM')) process.exit();
          setTimeout(() => process.exit(), 15000).unref();
        });
        process.stdin.resume().unref();
        """;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConnectPoll = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _ports = [];
    private string? _error;
    private int _disposed;

    private Azurite(Process process) => _process = process;

    /// <summary>The TCP port of the blob service.</summary>
    public int BlobPort => _ports["Blob"];

    /// <summary>The TCP port of the queue service.</summary>
    public int QueuePort => _ports["Queue"];

    /// <summary>The TCP port of the table service.</summary>
    public int TablePort => _ports["Table"];

    /// <summary>The ID of Azurite's process.</summary>
    public int ProcessId { get; private init; }

    /// <summary>The full connection string of all three services, with the emulator's well-known account and key.</summary>
    public string ConnectionString => ConnectionStringOf(Account);

    /// <summary>The full connection string of one of <see cref="AzuriteOptions.Accounts"/>; all have the well-known key.</summary>
    public string ConnectionStringOf(string account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};"
        + $"BlobEndpoint=http://127.0.0.1:{BlobPort}/{account};"
        + $"QueueEndpoint=http://127.0.0.1:{QueuePort}/{account};"
        + $"TableEndpoint=http://127.0.0.1:{TablePort}/{account};";

    /// <summary>Installs Azurite if necessary, starts it and waits until all three services accept connections.</summary>
    /// <param name="options">Where and how it runs.</param>
    /// <param name="cancellationToken">Cancels the start; nothing is left running.</param>
    /// <returns>The running Azurite; dispose of it to stop it.</returns>
    /// <exception cref="LocalHostException">
    /// Node.js is missing or too old, the installation failed, a port is in use, or Azurite exited or did not respond.
    /// </exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var port in (int[])[options.BlobPort, options.QueuePort, options.TablePort])
        {
            if (port != 0 && await IsListeningAsync(port, cancellationToken))
            {
                throw PortInUse(port);
            }
        }

        var entry = await AzuriteInstallation.EnsureAsync(options, cancellationToken);
        var azurite = Launch(entry, options);
        try
        {
            await azurite.WaitUntilReadyAsync(options.StartTimeout, cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>The refusal to start where another program listens.</summary>
    internal static LocalHostException PortInUse(int port) =>
        new($"Port {port} is already in use; stop the program that listens there, or choose another port for Azurite with --azurite-port.");

    /// <summary>Checks whether something accepts connections at a port of the loopback address.</summary>
    /// <param name="port">The TCP port, 1 to 65535.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>True when a connection was accepted within two seconds.</returns>
    public static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        using TcpClient client = new(AddressFamily.InterNetwork);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ConnectTimeout);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            return true;
        }
        catch (Exception refused) when (refused is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits until Azurite ends.</summary>
    /// <param name="cancellationToken">Cancels the wait, not Azurite.</param>
    /// <returns>The exit code of its process.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Stops Azurite: asks it to save and exit, and kills it with all its children after twenty seconds.</summary>
    /// <returns>A task that completes when the process has exited.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            _process.StandardInput.Close();
            using CancellationTokenSource deadline = new(LeaveTimeout);
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (Exception stays) when (stays is OperationCanceledException or IOException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(LeaveTimeout);
        }
        finally
        {
            _process.Dispose();
        }
    }

    [GeneratedRegex(@"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(?<port>[0-9]+)")]
    private static partial Regex Listening();

    private static Azurite Launch(string entry, AzuriteOptions options)
    {
        string[] place = ["--inMemoryPersistence"];
        if (options.DataFolder is { } folder)
        {
            Directory.CreateDirectory(folder);
            place = ["--location", Path.GetFullPath(folder)];
        }

        ProcessStartInfo start = new("node",
        [
            "--import", $"data:text/javascript;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(LeaveWithParent))}", entry, "--silent", "--disableTelemetry", "--skipApiVersionCheck",
            "--blobHost", "127.0.0.1", "--blobPort", Text(options.BlobPort),
            "--queueHost", "127.0.0.1", "--queuePort", Text(options.QueuePort),
            "--tableHost", "127.0.0.1", "--tablePort", Text(options.TablePort),
            .. place,
        ])
        {
            WorkingDirectory = Path.GetDirectoryName(entry),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["AZURITE_ACCOUNTS"] = string.Join(';', options.Accounts.Select(account => $"{account}:{Key}")) },
        };
        Process process = new() { StartInfo = start, EnableRaisingEvents = true };
        process.Start();
        Azurite azurite = new(process) { ProcessId = process.Id };
        process.OutputDataReceived += (_, line) => azurite.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => azurite.Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return azurite;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private string? Error
    {
        get
        {
            lock (_lock)
            {
                return _error;
            }
        }
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_lock)
        {
            _error ??= line.Contains("error", StringComparison.OrdinalIgnoreCase) ? line.Trim() : null;
            if (Listening().Match(line) is { Success: true } match)
            {
                // Reads the reported ports, not the requested ones: port 0 is replaced only when the service is bound.
                _ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
                if (_ports.Count == 3)
                {
                    _listening.TrySetResult();
                }
            }
        }
    }

    private async Task WaitUntilReadyAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            await Task.WhenAny(_listening.Task, _process.WaitForExitAsync(deadline.Token)).WaitAsync(deadline.Token);
            if (!_listening.Task.IsCompleted && !deadline.IsCancellationRequested)
            {
                throw new LocalHostException(
                    $"Azurite ended with code {_process.ExitCode} before it was ready ({Error ?? "no reason given"}); free the port or repair the folder named there and try again.");
            }

            deadline.Token.ThrowIfCancellationRequested();
            foreach (var port in (int[])[BlobPort, QueuePort, TablePort])
            {
                while (!await IsListeningAsync(port, deadline.Token))
                {
                    await Task.Delay(ConnectPoll, deadline.Token);
                }
            }
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LocalHostException(
                $"Azurite did not respond within {timeout.TotalSeconds:0} seconds; stop other heavy work or allow more time, and try again.", slow);
        }
    }
}
