using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureDocket.Functions.Contract;

/// <summary>The contract, <c>docs/openapi.yaml</c>, carried in the assembly and read once.</summary>
public sealed class ContractDocument
{
    private static readonly JsonSerializerOptions s_written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly HashSet<string> s_methods = ["get", "put", "post", "delete", "patch"];

    private readonly Lazy<JsonObject> _json = new(Read);
    private readonly Lazy<ContractFile> _file;

    /// <summary>Reads nothing yet.</summary>
    public ContractDocument() => _file = new(() => new(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(Json, s_written), "application/json"));

    /// <summary>The document.</summary>
    public JsonObject Json => _json.Value;

    /// <summary>The document as it is served.</summary>
    internal ContractFile File => _file.Value;

    /// <summary>Every operation, in the document's order.</summary>
    internal IEnumerable<ContractOperation> Operations =>
        from path in Json["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        where s_methods.Contains(method.Key)
        select new ContractOperation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject());

    /// <summary>What a reference leads to; the node itself when it is none.</summary>
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
/// <param name="Method">In upper case.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Json">What is said of it.</param>
internal sealed record ContractOperation(string Method, string Path, JsonObject Json)
{
    /// <summary>Its id, also the function's name.</summary>
    public string Id => Json["operationId"]!.GetValue<string>();
}
