using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecureDocket.LocalHost.Http;

/// <summary>How the development endpoints write JSON: readable in a shell, in every script.</summary>
internal static class DevJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
