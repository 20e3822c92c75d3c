using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(CourtDayRow))]
[JsonSerializable(typeof(QuarantinedHearing))]
internal sealed partial class HearingsJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static HearingsJson Rows { get; } = new(RowJson.Options());
}
