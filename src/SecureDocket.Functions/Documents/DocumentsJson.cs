using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Documents;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(DocumentView))]
[JsonSerializable(typeof(DocumentsView))]
[JsonSerializable(typeof(DownloadReportView))]
internal sealed partial class DocumentsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static DocumentsJson Answers { get; } = new(ApiJson.Options());
}
