using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Journals;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(DisclosuresView))]
[JsonSerializable(typeof(JournalView))]
internal sealed partial class JournalsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static JournalsJson Answers { get; } = new(ApiJson.Options());
}
