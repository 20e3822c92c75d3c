using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Health;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(LivenessView))]
[JsonSerializable(typeof(ReadinessView))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static HealthJson Answers { get; } = new(ApiJson.Options());
}
