using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(IssuedCardRow))]
[JsonSerializable(typeof(RevocationsRow))]
internal sealed partial class CardsJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static CardsJson Rows { get; } = new(RowJson.Options());
}
