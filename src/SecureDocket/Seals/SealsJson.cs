using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Seals;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(Seal))]
[JsonSerializable(typeof(SealedLookRow))]
internal sealed partial class SealsJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static SealsJson Rows { get; } = new(RowJson.Options());
}
