using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Cards;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(CardView))]
[JsonSerializable(typeof(RevocationView))]
internal sealed partial class CardsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static CardsJson Answers { get; } = new(ApiJson.Options());
}
