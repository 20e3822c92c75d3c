using System.Text.Json.Nodes;

namespace SecureDocket.LocalHost.Tests;

/// <summary>What waits in a queue, as its files tell.</summary>
internal static class LocalQueueFiles
{
    public static List<string> Texts(string dataFolder, string queue) => Path.Combine(dataFolder, "queues", queue) is var folder && Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => (string)JsonNode.Parse(File.ReadAllText(file))!["Text"]!)]
        : [];
}
