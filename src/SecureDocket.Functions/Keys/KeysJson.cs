using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Keys;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(JwkSet))]
[JsonSerializable(typeof(KeyCardsView))]
internal sealed partial class KeysJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static KeysJson Answers { get; } = new(ApiJson.Options());
}
