using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(Disclosure))]
[JsonSerializable(typeof(DisposedRow))]
[JsonSerializable(typeof(OpeningsRow))]
internal sealed partial class DisclosuresJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static DisclosuresJson Rows { get; } = new(RowJson.Options());
}
