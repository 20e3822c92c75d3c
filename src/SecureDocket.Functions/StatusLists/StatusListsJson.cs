using System.Text.Json.Serialization;

namespace SecureDocket.Functions.StatusLists;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(StatusListsView))]
internal sealed partial class StatusListsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static StatusListsJson Answers { get; } = new(ApiJson.Options());
}
