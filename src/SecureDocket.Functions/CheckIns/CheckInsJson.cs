using System.Text.Json.Serialization;

namespace SecureDocket.Functions.CheckIns;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(AttendanceView))]
[JsonSerializable(typeof(CheckInScheduleView))]
[JsonSerializable(typeof(CheckInView))]
[JsonSerializable(typeof(CheckInsView))]
internal sealed partial class CheckInsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static CheckInsJson Answers { get; } = new(ApiJson.Options());
}
