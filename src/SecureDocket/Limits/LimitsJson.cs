using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Limits;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(AllowanceRow))]
internal sealed partial class LimitsJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static LimitsJson Rows { get; } = new(RowJson.Options());
}
