using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(StatusChangeRow))]
[JsonSerializable(typeof(StatusIndexRow))]
internal sealed partial class StatusListsJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static StatusListsJson Rows { get; } = new(RowJson.Options());
}
