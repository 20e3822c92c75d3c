using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Cardholders;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(CardholderVersion))]
[JsonSerializable(typeof(CardholderView))]
[JsonSerializable(typeof(ClearanceReviewsView))]
[JsonSerializable(typeof(ImportLineView))]
[JsonSerializable(typeof(ImportSummary))]
internal sealed partial class CardholdersJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static CardholdersJson Answers { get; } = new(ApiJson.Options());
}
