using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(OfficeDayRow))]
[JsonSerializable(typeof(OfficeWorkRow))]
[JsonSerializable(typeof(SeatRow))]
[JsonSerializable(typeof(SeenPeople))]
[JsonSerializable(typeof(SeenDay))]
internal sealed partial class CheckInsJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static CheckInsJson Rows { get; } = new(RowJson.Options());
}
