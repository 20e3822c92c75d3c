using System.Text.Json.Serialization;

namespace SecureDocket.Functions.StatusLists;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(StatusListsView))]
internal sealed partial class StatusListsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static StatusListsJson Answers { get; } = new(ApiJson.Options());
}
