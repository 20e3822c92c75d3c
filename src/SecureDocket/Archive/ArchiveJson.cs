using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(ArchiveHead))]
[JsonSerializable(typeof(ArchiveHeader))]
[JsonSerializable(typeof(ArchivedRow))]
[JsonSerializable(typeof(KeyCopyList))]
[JsonSerializable(typeof(KeyCopyMark))]
[JsonSerializable(typeof(RebuildMark))]
internal sealed partial class ArchiveJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static ArchiveJson Rows { get; } = new(RowJson.Options());
}
