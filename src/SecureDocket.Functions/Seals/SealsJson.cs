using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Seals;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(SealReportView))]
[JsonSerializable(typeof(SealView))]
[JsonSerializable(typeof(SealsView))]
internal sealed partial class SealsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static SealsJson Answers { get; } = new(ApiJson.Options());
}
