using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureDocket.Functions.Contract;

/// <summary>The contract, <c>docs/openapi.yaml</c>, embedded in the assembly and read once.</summary>
public sealed class ContractDocument
{
    private static readonly JsonSerializerOptions s_written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly HashSet<string> s_methods = ["get", "put", "post", "delete", "patch"];

    private readonly Lazy<JsonObject> _json = new(Read);
    private readonly Lazy<ContractFile> _file;

    /// <summary>Creates the document; it is read when first used.</summary>
    public ContractDocument() => _file = new(() => new(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(Json, s_written), "application/json"));

    /// <summary>The document.</summary>
    public JsonObject Json => _json.Value;

    /// <summary>The document as served.</summary>
    internal ContractFile File => _file.Value;

    /// <summary>Every operation, in the document's order.</summary>
    internal IEnumerable<ContractOperation> Operations =>
        from path in Json["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        where s_methods.Contains(method.Key)
        select new ContractOperation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject());

    /// <summary>Follows a reference; returns the node itself when it is not a reference.</summary>
    internal JsonObject Resolve(JsonNode node)
    {
        var json = node.AsObject();
        if (json["$ref"]?.GetValue<string>() is not { } reference)
        {
            return json;
        }

        return Resolve(reference.Split('/').Skip(1).Aggregate((JsonNode)Json, (found, step) => found[step]!));
    }

    private static JsonObject Read()
    {
        using var text = new StreamReader(typeof(ContractDocument).Assembly.GetManifestResourceStream("Contract/openapi.yaml")!);
        return YamlReading.Read(text);
    }
}

/// <summary>One operation of the contract.</summary>
/// <param name="Method">The HTTP method, in upper case.</param>
/// <param name="Path">The path, with its parameters in braces.</param>
/// <param name="Json">Its definition.</param>
internal sealed record ContractOperation(string Method, string Path, JsonObject Json)
{
    /// <summary>Its ID, which is also the function's name.</summary>
    public string Id => Json["operationId"]!.GetValue<string>();
}
