using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Partners;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(PartnerUsageView))]
[JsonSerializable(typeof(PartnerView))]
[JsonSerializable(typeof(PartnersView))]
internal sealed partial class PartnersJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static PartnersJson Answers { get; } = new(ApiJson.Options());
}
