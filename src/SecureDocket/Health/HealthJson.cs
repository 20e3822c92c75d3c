using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Health;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(LagMark))]
[JsonSerializable(typeof(TimerMark))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static HealthJson Rows { get; } = new(RowJson.Options());
}
