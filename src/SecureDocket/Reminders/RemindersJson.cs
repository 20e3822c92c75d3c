using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Reminders;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(DueRow))]
[JsonSerializable(typeof(Watermark))]
internal sealed partial class RemindersJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static RemindersJson Rows { get; } = new(RowJson.Options());
}
