using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureDocket.Functions.Contract;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Contract;

/// <summary>The contract, <c>docs/openapi.yaml</c>.</summary>
internal static class ApiContract
{
    private static readonly HashSet<string> s_methods = ["get", "put", "post", "delete", "patch"];

    /// <summary>The whole document.</summary>
    public static JsonObject Document { get; } = Read(Path.Combine(Repository.Root, "docs", "openapi.yaml"));

    public static SchemaCheck Schemas { get; } = new(Document);

    /// <summary>Every operation of the API, and those for probes.</summary>
    public static IReadOnlyList<Operation> Operations { get; } = [.. Find().Where(operation => !operation.IsPage)];

    /// <summary>Every operation for people.</summary>
    public static IReadOnlyList<Operation> Pages { get; } = [.. Find().Where(operation => operation.IsPage)];

    /// <summary>A document in YAML.</summary>
    public static JsonObject Read(string path)
    {
        using var text = File.OpenText(path);
        return YamlReading.Read(text);
    }

    /// <summary>The operation that a request is for; null for an address that is none of ours.</summary>
    public static Operation? OperationOf(HttpMethod method, string path) => Operations
        .Where(operation => operation.Method == method.Method && operation.Takes(path))
        .OrderBy(operation => operation.Path.Count(character => character == '{'))
        .FirstOrDefault();

    private static IEnumerable<Operation> Find() =>
        from path in Document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        where s_methods.Contains(method.Key)
        select new Operation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject());

    /// <summary>Every way in which an answer is not what the document says; empty when it is.</summary>
    public static List<string> Faults(Operation operation, Reply reply)
    {
        if (operation.Json["responses"]![$"{reply.Status}"] is not { } documented)
        {
            return [$"{operation.Id} does not document {reply.Status}."];
        }

        var response = Schemas.Resolve(documented);
        List<string> faults = [];
        foreach (var (name, header) in response["headers"]?.AsObject() ?? [])
        {
            if (Schemas.Resolve(header!)["required"]?.GetValue<bool>() == true && !reply.Headers.Contains(name))
            {
                faults.Add($"{operation.Id} {reply.Status} comes without {name}.");
            }
        }

        if (response["content"] is null && reply.Text.Length == 0)
        {
            return faults;
        }

        if (response["content"]?[reply.MediaType ?? ""]?["schema"] is not { } schema)
        {
            return [.. faults, $"{operation.Id} {reply.Status} does not document {reply.MediaType}."];
        }

        var values = reply.MediaType switch
        {
            "application/json" or "application/problem+json" => [JsonNode.Parse(reply.Text)],
            "application/x-ndjson" => reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)).ToList(),
            _ => [],
        };
        return [.. faults, .. values.SelectMany(value => Schemas.Faults(value, schema)).Select(fault => $"{operation.Id} {reply.Status}: {fault}")];
    }
}

/// <summary>One operation of the contract.</summary>
internal sealed record Operation(string Method, string Path, JsonObject Json)
{
    private readonly Regex _address = new($"^{Regex.Replace(Regex.Escape(Path), @"\\\{[A-Za-z]+}", "[^/]+")}$");

    public string Id => Json["operationId"]!.GetValue<string>();

    /// <summary>Whether it is for people.</summary>
    public bool IsPage => Json["tags"]!.AsArray().Any(tag => tag!.GetValue<string>() == "Pages");

    public IReadOnlyList<string> Roles => [.. Json["x-roles"]!.AsArray().Select(role => role!.GetValue<string>())];

    /// <summary>Whether a call without a token is let in.</summary>
    public bool IsPublic => (Json["security"] ?? ApiContract.Document["security"])!.AsArray().Any(way => way!.AsObject().Count == 0);

    /// <summary>Whether probes ask it, and no callers.</summary>
    public bool IsProbe => Path.StartsWith("/health/", StringComparison.Ordinal);

    public IReadOnlyDictionary<string, JsonObject> Responses =>
        Json["responses"]!.AsObject().ToDictionary(response => response.Key, response => ApiContract.Schemas.Resolve(response.Value!));

    /// <summary>What it is asked with, beside a body.</summary>
    public IReadOnlyList<JsonObject> Parameters => [.. (Json["parameters"]?.AsArray() ?? []).Select(parameter => ApiContract.Schemas.Resolve(parameter!))];

    public bool Takes(string path) => _address.IsMatch(path);
}
