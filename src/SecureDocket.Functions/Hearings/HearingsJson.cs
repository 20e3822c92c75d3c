using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Hearings;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(CourtHearingsView))]
[JsonSerializable(typeof(HearingChangeView))]
[JsonSerializable(typeof(HearingIdReleaseView))]
[JsonSerializable(typeof(HearingLineView))]
[JsonSerializable(typeof(HearingSummary))]
[JsonSerializable(typeof(HearingsView))]
[JsonSerializable(typeof(QuarantinedHearingsView))]
internal sealed partial class HearingsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static HearingsJson Answers { get; } = new(ApiJson.Options());
}
