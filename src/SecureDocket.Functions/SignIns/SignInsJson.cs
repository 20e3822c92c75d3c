using System.Text.Json.Serialization;

namespace SecureDocket.Functions.SignIns;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(PaperCodesView))]
internal sealed partial class SignInsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static SignInsJson Answers { get; } = new(ApiJson.Options());
}
