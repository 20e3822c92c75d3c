using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Retention;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(ErasureView))]
[JsonSerializable(typeof(HoldView))]
[JsonSerializable(typeof(RetentionReportsView))]
[JsonSerializable(typeof(RetentionReportView))]
[JsonSerializable(typeof(RetentionRulesView))]
[JsonSerializable(typeof(RetentionRuleView))]
internal sealed partial class RetentionJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static RetentionJson Answers { get; } = new(ApiJson.Options());
}
