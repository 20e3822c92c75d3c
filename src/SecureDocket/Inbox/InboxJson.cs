using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Inbox;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(InboxItem))]
internal sealed partial class InboxJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static InboxJson Rows { get; } = new(RowJson.Options());
}
