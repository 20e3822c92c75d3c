using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Searches;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(FoundPeopleView))]
internal sealed partial class SearchesJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static SearchesJson Answers { get; } = new(ApiJson.Options());
}
