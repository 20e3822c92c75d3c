using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Scanners;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(ScannerLeaveView))]
[JsonSerializable(typeof(ScannerView))]
[JsonSerializable(typeof(ScannersView))]
internal sealed partial class ScannersJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static ScannersJson Answers { get; } = new(ApiJson.Options());
}
