using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Cardholders;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(CardholderVersion))]
[JsonSerializable(typeof(CardholderView))]
[JsonSerializable(typeof(ClearanceReviewsView))]
[JsonSerializable(typeof(ImportLineView))]
[JsonSerializable(typeof(ImportSummary))]
internal sealed partial class CardholdersJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static CardholdersJson Answers { get; } = new(ApiJson.Options());
}
