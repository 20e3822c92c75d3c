using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Retention;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(RetentionRule))]
[JsonSerializable(typeof(RetentionReport))]
[JsonSerializable(typeof(DueDockets))]
internal sealed partial class RetentionJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static RetentionJson Rows { get; } = new(RowJson.Options());
}
