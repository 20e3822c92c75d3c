using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Keys;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(RewrapMark))]
internal sealed partial class KeysJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static KeysJson Rows { get; } = new(RowJson.Options());
}
