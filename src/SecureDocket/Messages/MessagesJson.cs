using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Messages;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(PhoneState))]
[JsonSerializable(typeof(QuarantineRow))]
[JsonSerializable(typeof(SenderRow))]
internal sealed partial class MessagesJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static MessagesJson Rows { get; } = new(RowJson.Options());
}
