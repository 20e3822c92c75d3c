using System.Diagnostics;

namespace SecureDocket.LocalHost.Tests;

/// <summary>Runs the commands of a page in one shell and compares their output with its expectations.</summary>
/// <remarks>Tests that use it are one collection, so that no two hosts start at once.</remarks>
internal static class PageRun
{
    /// <summary>Runs a page; empty when it did what it says.</summary>
    /// <param name="page">The page.</param>
    /// <param name="script">Its commands, given the mark of <see cref="DrillPage.Script"/>.</param>
    /// <param name="folder">Where the commands run.</param>
    /// <param name="file">Where to write the script.</param>
    /// <param name="host">The value of the variable <c>HOST</c>.</param>
    /// <param name="limit">When to give up.</param>
    public static async Task<IReadOnlyList<string>> FailuresOfAsync(
        DrillPage page, Func<string, string> script, string folder, string file, string host, TimeSpan limit)
    {
        var mark = $"mark-{Guid.NewGuid():n}";
        await File.WriteAllTextAsync(file, script(mark));
        using var bash = Process.Start(new ProcessStartInfo("bash", [file])
        {
            WorkingDirectory = folder,
            Environment = { ["HOST"] = host },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        bash.StandardInput.Close();
        using CancellationTokenSource deadline = new(limit);
        var output = bash.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = bash.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await bash.WaitForExitAsync(deadline.Token);
            var notMet = page.NotMet(await output, mark).Select(expected => $"{page.Name}: no '{expected}' where it is expected.");
            return bash.ExitCode == 0 ? [.. notMet] : [$"{page.Name}: ended with {bash.ExitCode}: {Tail(await output)} {Tail(await error)}", .. notMet];
        }
        catch (OperationCanceledException)
        {
            bash.Kill(entireProcessTree: true);
            return [$"{page.Name}: took longer than {limit}."];
        }
    }

    private static string Tail(string text) => text.Length <= 800 ? text : text[^800..];
}
