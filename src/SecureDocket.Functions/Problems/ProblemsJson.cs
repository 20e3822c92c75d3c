using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Problems;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ProblemsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static ProblemsJson Answers { get; } = new(ApiJson.Options());
}
