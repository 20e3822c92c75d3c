using System.Text.Json.Serialization;

namespace SecureDocket.Functions.SignIns;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(PaperCodesView))]
internal sealed partial class SignInsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static SignInsJson Answers { get; } = new(ApiJson.Options());
}
