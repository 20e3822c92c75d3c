using System.Text.Json.Nodes;
using SecureDocket.Credentials;
using SecureDocket.Testing;

namespace SecureDocket.Verifier.Tests;

/// <summary>The cases of <c>tests/cases/verdicts.json</c>, which every verifier is held against.</summary>
internal static class SharedCases
{
    private static readonly JsonNode s_file = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "cases", "verdicts.json")))!;

    public static IReadOnlyList<JsonNode> Verdicts { get; } = [.. s_file["verdicts"]!.AsArray().Select(node => node!)];

    public static IReadOnlyList<JsonNode> Openings { get; } = [.. s_file["openings"]!.AsArray().Select(node => node!)];

    /// <summary>One opening, by its name.</summary>
    public static JsonNode Opening(string name) => Openings.Single(opening => opening["name"]!.GetValue<string>() == name);

    /// <summary>The packs that cards are judged by.</summary>
    public static IReadOnlyDictionary<string, VerifierPack> Packs { get; } = s_file["packs"]!.AsObject().ToDictionary(
        pack => pack.Key,
        pack => VerifierPack.ReadFirst(Bytes(pack.Value!["bytes"]!), Text(pack.Value["anchor"])!, Time(pack.Value["at"])).Pack
            ?? throw new InvalidOperationException($"The pack '{pack.Key}' is refused."));

    public static string? Text(JsonNode? node) => node?.GetValue<string>();

    public static byte[] Bytes(JsonNode node) => Convert.FromBase64String(node.GetValue<string>());

    public static DateTimeOffset Time(JsonNode? node) => node!.GetValue<DateTimeOffset>();
}
