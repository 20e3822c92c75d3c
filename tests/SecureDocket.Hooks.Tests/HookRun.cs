using System.Diagnostics;
using SecureDocket.Testing;

namespace SecureDocket.Hooks.Tests;

/// <summary>One run of a hook of azd, as azd runs it, with programs in Azure's place.</summary>
internal sealed class HookRun : IDisposable
{
    // Says what was asked of it, and answers as it was told to; what it was not told about fails as a network does.
    private const string Program = """
        #!/bin/sh
        called="${0##*/} $*"; body=$(cat)
        echo "$called" >> "$HOOK_FOLDER/calls"
        [ -z "$body" ] || printf '%s\n' "$body" >> "$HOOK_FOLDER/bodies"
        for answer in "$HOOK_FOLDER"/answers/*; do
          [ -f "$answer/when" ] || continue
          read -r words < "$answer/when"; read -r status < "$answer/status"
          case "$called $body" in *"$words"*) cat "$answer/out"; cat "$answer/err" >&2; exit "$status";; esac
        done
        echo "ERROR: no connection" >&2; exit 1
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("secure-docket-hook-").FullName;
    private readonly Dictionary<string, string> _settings = [];
    private string? _path = Environment.GetEnvironmentVariable("PATH");
    private int _answers;

    public HookRun()
    {
        foreach (var name in new[] { "az", "azd", "dotnet" })
        {
            var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName, name);
            File.WriteAllText(path, Program + "\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        On("azd env set", "");
    }

    /// <summary>Every call in order, as it was typed.</summary>
    public IReadOnlyList<string> Calls => Lines("calls");

    /// <summary>What calls were given by standard input.</summary>
    public IReadOnlyList<string> Bodies => Lines("bodies");

    /// <summary>A value of the azd environment.</summary>
    public HookRun With(string name, string value)
    {
        _settings[name] = value;
        return this;
    }

    /// <summary>What a call that contains these words, or brings them by standard input, answers; the first that fits does.</summary>
    public HookRun On(string words, string answer, int status = 0)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "answers", $"{_answers++:D3}")).FullName;
        File.WriteAllText(Path.Combine(folder, "when"), words + "\n");
        File.WriteAllText(Path.Combine(folder, "out"), status == 0 ? answer : "");
        File.WriteAllText(Path.Combine(folder, "err"), status == 0 ? "" : answer);
        File.WriteAllText(Path.Combine(folder, "status"), $"{status}\n");
        return this;
    }

    /// <summary>Takes a program away, and with it every other one of this machine that might be in its place.</summary>
    public HookRun Without(string program)
    {
        File.Delete(Path.Combine(_folder, "bin", program));
        File.CreateSymbolicLink(Path.Combine(_folder, "bin", "cat"), "/bin/cat");
        _path = "";
        return this;
    }

    /// <summary>Runs a hook to its end.</summary>
    /// <returns>Its exit code, and all that it said.</returns>
    public Task<(int Code, string Said)> RunAsync(string hook) => RunProgramAsync($"infra/hooks/{hook}.mjs");

    /// <summary>Runs a program of the repository to its end, as a hook is run.</summary>
    /// <param name="program">Its path in the repository.</param>
    /// <returns>Its exit code, and all that it said.</returns>
    public async Task<(int Code, string Said)> RunProgramAsync(string program)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.Root, program)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("SECUREDOCKET_", StringComparison.Ordinal) || name.StartsWith("AZURE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = Path.Combine(_folder, "bin") + Path.PathSeparator + _path;
        start.Environment["HOOK_FOLDER"] = _folder;
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Lines(string file) => File.Exists(Path.Combine(_folder, file)) ? File.ReadAllLines(Path.Combine(_folder, file)) : [];
}
