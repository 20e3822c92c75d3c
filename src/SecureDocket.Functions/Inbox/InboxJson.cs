using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Inbox;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(InboxView))]
[JsonSerializable(typeof(InboxItemView))]
[JsonSerializable(typeof(OpenedItemView))]
[JsonSerializable(typeof(AnswerPreviewView))]
internal sealed partial class InboxJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static InboxJson Answers { get; } = new(ApiJson.Options());
}
