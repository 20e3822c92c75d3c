using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Sandbox;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(SandboxCardsView))]
internal sealed partial class SandboxJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static SandboxJson Answers { get; } = new(ApiJson.Options());
}
