using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Closures;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(ClosedDate))]
[JsonSerializable(typeof(OpenClosure))]
internal sealed partial class ClosuresJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static ClosuresJson Rows { get; } = new(RowJson.Options());
}
