using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Signing;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(KeyRecord))]
internal sealed partial class SigningJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static SigningJson Rows { get; } = new(RowJson.Options());
}
