using System.Text.Json.Serialization;

namespace SecureDocket.Storage;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(IdempotencyRow))]
[JsonSerializable(typeof(KeyOnly))]
[JsonSerializable(typeof(LookupHint))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static StorageJson Rows { get; } = new(RowJson.Options());
}
