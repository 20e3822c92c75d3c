using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Verdicts;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(ComparisonView))]
[JsonSerializable(typeof(ScansView))]
[JsonSerializable(typeof(VerificationView))]
internal sealed partial class VerdictsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static VerdictsJson Answers { get; } = new(ApiJson.Options());
}
