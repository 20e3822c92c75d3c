using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Journals;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(DisclosuresView))]
[JsonSerializable(typeof(JournalView))]
internal sealed partial class JournalsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static JournalsJson Answers { get; } = new(ApiJson.Options());
}
