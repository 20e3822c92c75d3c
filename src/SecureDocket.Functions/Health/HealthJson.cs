using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Health;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(LivenessView))]
[JsonSerializable(typeof(ReadinessView))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static HealthJson Answers { get; } = new(ApiJson.Options());
}
