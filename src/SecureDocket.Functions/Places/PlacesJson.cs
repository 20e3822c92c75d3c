using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Places;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(CourtView))]
[JsonSerializable(typeof(OfficeView))]
[JsonSerializable(typeof(SiteView))]
[JsonSerializable(typeof(SlotsView))]
internal sealed partial class PlacesJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static PlacesJson Answers { get; } = new(ApiJson.Options());
}
