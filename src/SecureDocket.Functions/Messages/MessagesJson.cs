using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Messages;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(TextPreviewView))]
internal sealed partial class MessagesJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static MessagesJson Answers { get; } = new(ApiJson.Options());
}
