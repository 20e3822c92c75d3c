using System.Diagnostics;
using System.Text.Json;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Documents;

/// <summary>Opens PDFs in pdf.js, which repairs what it can, and says what it saw.</summary>
internal static class PdfReader
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "SecureDocket.Tests", "Documents", "pdfjs");
    private static readonly string s_library = Path.Combine(Repository.Root, "artifacts", "pdfjs", "node_modules", "pdfjs-dist", "legacy", "build", "pdf.mjs");

    /// <summary>What the reader saw of each file, in their order.</summary>
    public static async Task<IReadOnlyList<Sight>> OpenAsync(IEnumerable<byte[]> files)
    {
        var folder = Directory.CreateTempSubdirectory("pdf-");
        try
        {
            List<string> paths = [];
            foreach (var file in files)
            {
                paths.Add(Path.Combine(folder.FullName, $"{paths.Count}.pdf"));
                await File.WriteAllBytesAsync(paths[^1], file);
            }

            return await RunAsync(paths);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Sight>> RunAsync(List<string> paths)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(s_folder, "open.mjs"), s_library])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(string.Concat(paths.Select(path => path + "\n")));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal("", await error);
        var sights = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Sight>(line, JsonSerializerOptions.Web)!).ToList();
        Assert.Equal(paths, sights.Select(sight => sight.Path));
        return sights;
    }

    /// <summary>What the reader saw of one file.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Pages">The number of its pages.</param>
    /// <param name="Text">The text of its pages.</param>
    /// <param name="Repaired">What was repaired, or kept the reader from opening it.</param>
    /// <param name="Active">What does more than show pages.</param>
    internal sealed record Sight(string Path, int Pages, string Text, string[] Repaired, string[] Active);
}
