using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Encryption;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(ShardRow))]
internal sealed partial class EncryptionJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static EncryptionJson Rows { get; } = new(RowJson.Options());
}
