using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>
/// The Bicep compiler: one process for all checks, asked by JSON-RPC over its standard streams. It needs no network, and ends when its
/// input does. It keeps what it has read, so a file that changes must be under another path.
/// </summary>
internal sealed class Compiler : IDisposable
{
    private static readonly Lazy<Compiler> s_here = new(() => Start(Path!, Version));
    private readonly Lock _turn = new();
    private readonly Process _process;

    private Compiler(Process process) => _process = process;

    /// <summary>Where the compiler is: in its package, or else on the PATH. Null where there is none.</summary>
    public static string? Path { get; } = Find();

    /// <summary>The version that the checks are written for.</summary>
    public static string Version => Metadata("BicepVersion")!;

    /// <summary>The compiler of this test process.</summary>
    public static Compiler Here => s_here.Value;

    /// <summary>Starts a compiler.</summary>
    /// <exception cref="InvalidOperationException">It is none, or one of another version; the message says which and what to do.</exception>
    public static Compiler Start(string path, string version)
    {
        try
        {
            var compiler = new Compiler(Process.Start(new ProcessStartInfo(path, ["jsonrpc", "--stdio"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
            var found = compiler.Ask("bicep/version", []).GetProperty("version").GetString();
            if (found == version)
            {
                return compiler;
            }

            compiler.Dispose();
            throw new InvalidOperationException($"{path} is Bicep {found}; install {version}, the version in Directory.Packages.props.");
        }
        catch (Exception e) when (e is IOException or Win32Exception)
        {
            throw new InvalidOperationException($"{path} does not answer as Bicep {version} does: {e.Message}", e);
        }
    }

    /// <summary>All errors and warnings that the compiler and its linter find in a parameter file and in what it uses.</summary>
    /// <param name="parameters">The path of a .bicepparam file, one folder below the main file's.</param>
    /// <returns>One sentence each, with file and line.</returns>
    public IReadOnlyList<string> Diagnose(string parameters)
    {
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(parameters, "..", ".."));
        return
        [
            .. from found in Ask("bicep/compileParams", new() { ["path"] = parameters, ["parameterOverrides"] = new JsonObject() }).GetProperty("diagnostics").EnumerateArray()
               let code = found.GetProperty("code").GetString()
               where found.GetProperty("level").GetString() != "Info" // The editor's hints, which may change with the day.
               where code != "BCP104" // That a module has faults, which are told themselves.
               let file = System.IO.Path.GetRelativePath(root, found.GetProperty("source").GetString()!).Replace('\\', '/')
               let line = found.GetProperty("range").GetProperty("start").GetProperty("line").GetInt32() + 1
               select $"{file}:{line}: {found.GetProperty("message").GetString()} ({code})",
        ];
    }

    /// <summary>The deployment that a parameter file makes.</summary>
    /// <exception cref="InvalidOperationException">It does not compile; the message says where and why.</exception>
    public Deployment Evaluate(string parameters)
    {
        // Azure would say these; any values do, as long as every case has the same.
        var azure = new JsonObject
        {
            ["tenantId"] = "22222222-2222-2222-2222-222222222222",
            ["subscriptionId"] = "11111111-1111-1111-1111-111111111111",
            ["location"] = "eastus2",
            ["deploymentName"] = "main",
        };
        try
        {
            return new(Ask("bicep/getSnapshot", new() { ["path"] = parameters, ["metadata"] = azure }).GetProperty("snapshot").GetString()!);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, Diagnose(parameters).DefaultIfEmpty(e.Message)), e);
        }
    }

    /// <summary>The files that a parameter file uses, itself among them.</summary>
    public IReadOnlyList<string> References(string parameters) =>
        [.. Ask("bicep/getFileReferences", new() { ["path"] = parameters }).GetProperty("filePaths").EnumerateArray().Select(path => path.GetString()!)];

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string? Find()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "bicep.exe" : "bicep"));
        return onPath.Prepend(Metadata("BicepPath") ?? "").FirstOrDefault(File.Exists);
    }

    private static string? Metadata(string key) =>
        typeof(Compiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == key)?.Value;

    private JsonElement Ask(string method, JsonObject question)
    {
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = new JsonArray(question) }.ToJsonString());
        lock (_turn)
        {
            var input = _process.StandardInput.BaseStream;
            input.Write([.. Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"), .. body]);
            input.Flush();
            var answer = JsonDocument.Parse(ReadBody(_process.StandardOutput.BaseStream)).RootElement;
            return answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException(answer.GetProperty("error").GetProperty("message").GetString());
        }
    }

    private static byte[] ReadBody(Stream output)
    {
        var length = 0;
        for (var line = ReadLine(output); line.Length > 0; line = ReadLine(output))
        {
            if (line.Split(':') is ["Content-Length", var number])
            {
                length = int.Parse(number, CultureInfo.InvariantCulture);
            }
        }

        var body = new byte[length];
        output.ReadExactly(body);
        return body;
    }

    private static string ReadLine(Stream output)
    {
        var line = new StringBuilder();
        for (var next = output.ReadByte(); next != '\n'; next = output.ReadByte())
        {
            line.Append(next >= 0 ? (char)next : throw new EndOfStreamException("it ended without an answer."));
        }

        return line.ToString().TrimEnd('\r');
    }
}

/// <summary>A test that needs the Bicep compiler, skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute() => Skip = Compiler.Path is null ? $"There is no Bicep compiler for this system in the build and none on the PATH: install bicep {Compiler.Version}." : null!;
}
