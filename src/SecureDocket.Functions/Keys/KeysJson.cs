using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Keys;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(JwkSet))]
[JsonSerializable(typeof(KeyCardsView))]
internal sealed partial class KeysJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static KeysJson Answers { get; } = new(ApiJson.Options());
}
