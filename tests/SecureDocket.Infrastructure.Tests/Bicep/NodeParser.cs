using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureDocket.Testing;

namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>
/// The grammar and the schema validator, which are JavaScript: one process of Node.js for all checks, asked by lines of JSON.
/// It ends with this process, when its input does.
/// </summary>
internal static class NodeParser
{
    private static readonly Lock Turn = new();
    private static readonly ConcurrentDictionary<string, Syntax> Known = new();
    private static readonly Lazy<Process> Node = new(Start);

    /// <summary>Parses a Bicep file.</summary>
    public static Syntax Parse(string text) =>
        Known.GetOrAdd(text, _ => Syntax.Read(Ask(new JsonObject { ["bicep"] = text }), text));

    /// <summary>Holds a value against a JSON schema.</summary>
    /// <returns>What is wrong, each with its place.</returns>
    public static IReadOnlyList<string> Validate(JsonNode schema, JsonNode? value) =>
        [.. Ask(new JsonObject { ["schema"] = schema.DeepClone(), ["value"] = value?.DeepClone() }).EnumerateArray().Select(fault => fault.GetString()!)];

    private static JsonElement Ask(JsonObject question)
    {
        lock (Turn)
        {
            var node = Node.Value;
            node.StandardInput.WriteLine(question.ToJsonString());
            node.StandardInput.Flush();
            var answer = node.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException($"The parser ended: {node.StandardError.ReadToEnd()}");
            return JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 1024 }).RootElement;
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            ArgumentList =
            {
                Path.Combine(Repository.Root, "tests", "SecureDocket.Infrastructure.Tests", "parser", "serve.mjs"),
                Path.Combine(Repository.Root, "artifacts", "infrastructure-parser"),
            },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start.");
    }
}
