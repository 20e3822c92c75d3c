using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace SecureDocket.Worker.Tests;

/// <summary>The built Functions app as a process of its own, started with the arguments that Azure starts it with.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly Task<string> _output;

    private WorkerProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        _output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>The folder of the built app, with its functions.metadata and worker.config.json.</summary>
    public static string Folder { get; } = typeof(WorkerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "WorkerFolder").Value!;

    /// <summary>Starts a worker that looks for its host at an address.</summary>
    /// <param name="host">The host's address.</param>
    /// <param name="settings">Its settings, as environment variables; nothing is inherited under their prefix.</param>
    /// <param name="folder">The app's folder; null for what was built.</param>
    public static WorkerProcess Start(Uri host, IReadOnlyDictionary<string, string> settings, string? folder = null)
    {
        folder ??= Folder;
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "worker.config.json")))!["description"]!;
        var start = new ProcessStartInfo(config["defaultExecutablePath"]!.GetValue<string>())
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])
        [
            Path.Combine(folder, config["defaultWorkerPath"]!.GetValue<string>()),
            "--functions-uri", host.AbsoluteUri, "--functions-worker-id", Guid.NewGuid().ToString(),
            "--functions-request-id", Guid.NewGuid().ToString(), "--functions-grpc-max-message-length", int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("SecureDocket", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Waits until the worker has ended.</summary>
    /// <returns>Its exit code, and the lines that it wrote to its standard error.</returns>
    public async Task<(int ExitCode, IReadOnlyList<string> Error)> EndAsync(CancellationToken end)
    {
        await _process.WaitForExitAsync(end);
        return (_process.ExitCode, (await _error).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await Task.WhenAll(_error, _output);
        _process.Dispose();
    }
}
