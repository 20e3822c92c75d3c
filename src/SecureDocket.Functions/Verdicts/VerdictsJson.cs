using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Verdicts;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(ComparisonView))]
[JsonSerializable(typeof(ScansView))]
[JsonSerializable(typeof(VerificationView))]
internal sealed partial class VerdictsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static VerdictsJson Answers { get; } = new(ApiJson.Options());
}
