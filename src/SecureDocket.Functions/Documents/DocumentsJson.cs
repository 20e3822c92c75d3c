using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Documents;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(DocumentView))]
[JsonSerializable(typeof(DocumentsView))]
[JsonSerializable(typeof(DownloadReportView))]
internal sealed partial class DocumentsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static DocumentsJson Answers { get; } = new(ApiJson.Options());
}
