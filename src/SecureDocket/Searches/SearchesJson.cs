using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Searches;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(NameHint))]
[JsonSerializable(typeof(SearchEvent))]
internal sealed partial class SearchesJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static SearchesJson Rows { get; } = new(RowJson.Options());
}
