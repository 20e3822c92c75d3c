using System.Text.Json.Serialization;

namespace SecureDocket.Functions.CheckIns;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(AttendanceView))]
[JsonSerializable(typeof(CheckInScheduleView))]
[JsonSerializable(typeof(CheckInView))]
[JsonSerializable(typeof(CheckInsView))]
[JsonSerializable(typeof(OfficeDayView))]
[JsonSerializable(typeof(OfficeWorkView))]
internal sealed partial class CheckInsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static CheckInsJson Answers { get; } = new(ApiJson.Options());
}
