using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Sandbox;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(SandboxCardsView))]
internal sealed partial class SandboxJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static SandboxJson Answers { get; } = new(ApiJson.Options());
}
