using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Partners;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(PartnerUsageView))]
[JsonSerializable(typeof(PartnerView))]
[JsonSerializable(typeof(PartnersView))]
internal sealed partial class PartnersJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static PartnersJson Answers { get; } = new(ApiJson.Options());
}
