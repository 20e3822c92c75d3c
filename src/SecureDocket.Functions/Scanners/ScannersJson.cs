using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Scanners;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(ScannerLeaveView))]
[JsonSerializable(typeof(ScannerView))]
[JsonSerializable(typeof(ScannersView))]
internal sealed partial class ScannersJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static ScannersJson Answers { get; } = new(ApiJson.Options());
}
