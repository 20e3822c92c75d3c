using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Scanners;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(Scanner))]
internal sealed partial class ScannersJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static ScannersJson Rows { get; } = new(RowJson.Options());
}
