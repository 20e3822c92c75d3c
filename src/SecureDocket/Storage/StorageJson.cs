using System.Text.Json.Serialization;

namespace SecureDocket.Storage;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(IdempotencyRow))]
[JsonSerializable(typeof(LookupHint))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    /// <summary>The types, to read and write with.</summary>
    public static StorageJson Rows { get; } = new(RowJson.Options());
}
