using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Hearings;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(CourtHearingsView))]
[JsonSerializable(typeof(HearingChangeView))]
[JsonSerializable(typeof(HearingIdReleaseView))]
[JsonSerializable(typeof(HearingLineView))]
[JsonSerializable(typeof(HearingSummary))]
[JsonSerializable(typeof(HearingsView))]
[JsonSerializable(typeof(QuarantinedHearingsView))]
internal sealed partial class HearingsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static HearingsJson Answers { get; } = new(ApiJson.Options());
}
