using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Cards;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(CardView))]
[JsonSerializable(typeof(RevocationView))]
internal sealed partial class CardsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static CardsJson Answers { get; } = new(ApiJson.Options());
}
