using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Places;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(Court))]
[JsonSerializable(typeof(Office))]
[JsonSerializable(typeof(Site))]
internal sealed partial class PlacesJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static PlacesJson Rows { get; } = new(RowJson.Options());
}
