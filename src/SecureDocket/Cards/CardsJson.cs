using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(IssuedCardRow))]
[JsonSerializable(typeof(RevocationsRow))]
internal sealed partial class CardsJson : JsonSerializerContext
{
    /// <summary>The types, to read and write with.</summary>
    public static CardsJson Rows { get; } = new(RowJson.Options());
}
