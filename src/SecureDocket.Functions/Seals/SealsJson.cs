using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Seals;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(SealReportView))]
[JsonSerializable(typeof(SealView))]
[JsonSerializable(typeof(SealsView))]
internal sealed partial class SealsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static SealsJson Answers { get; } = new(ApiJson.Options());
}
