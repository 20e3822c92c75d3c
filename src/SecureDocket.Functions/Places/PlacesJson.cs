using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Places;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(CourtsView))]
[JsonSerializable(typeof(CourtView))]
[JsonSerializable(typeof(OfficesView))]
[JsonSerializable(typeof(OfficeView))]
[JsonSerializable(typeof(SitesView))]
[JsonSerializable(typeof(SiteView))]
[JsonSerializable(typeof(SlotsView))]
internal sealed partial class PlacesJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static PlacesJson Answers { get; } = new(ApiJson.Options());
}
