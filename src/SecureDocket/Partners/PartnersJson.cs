using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Partners;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(Partner))]
[JsonSerializable(typeof(PartnerChange))]
[JsonSerializable(typeof(PartnerDay))]
internal sealed partial class PartnersJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static PartnersJson Rows { get; } = new(RowJson.Options());
}
