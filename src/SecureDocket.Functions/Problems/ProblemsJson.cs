using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Problems;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ProblemsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static ProblemsJson Answers { get; } = new(ApiJson.Options());
}
