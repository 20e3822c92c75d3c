using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(ChallengeRow))]
[JsonSerializable(typeof(PaperCodeRow))]
[JsonSerializable(typeof(PinRow))]
[JsonSerializable(typeof(PrintedCodesRow))]
[JsonSerializable(typeof(SessionRow))]
[JsonSerializable(typeof(TriesRow))]
internal sealed partial class SignInsJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static SignInsJson Rows { get; } = new(RowJson.Options());
}
