using System.ComponentModel;
using System.Diagnostics;

namespace SecureDocket.LocalHost;

/// <summary>Runs a command-line tool to completion with a time limit, and captures its output.</summary>
internal static class ToolProcess
{
    /// <summary>The result of a tool.</summary>
    /// <param name="ExitCode">The process's exit code; 0 is success.</param>
    /// <param name="Output">Its standard output.</param>
    /// <param name="Error">Its standard error.</param>
    public sealed record Outcome(int ExitCode, string Output, string Error);

    /// <summary>Runs the tool; null when it is not on the PATH.</summary>
    /// <exception cref="TimeoutException">It ran longer than <paramref name="timeout"/> and was killed.</exception>
    public static async Task<Outcome?> RunAsync(
        string tool, IEnumerable<string> arguments, string workingFolder, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(tool, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{tool} was still running after {timeout.TotalSeconds:0} s.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
