using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Closures;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(ClosedDatesView))]
[JsonSerializable(typeof(ClosurePreviewView))]
[JsonSerializable(typeof(ClosureView))]
[JsonSerializable(typeof(ClosuresView))]
internal sealed partial class ClosuresJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static ClosuresJson Answers { get; } = new(ApiJson.Options());
}
