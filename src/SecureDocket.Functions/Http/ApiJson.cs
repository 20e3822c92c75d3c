using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Http;

/// <summary>The JSON format of responses: camelCase, null members omitted, and letters of all scripts unescaped. That is safe because nosniff keeps browsers from treating JSON as a page.</summary>
/// <remarks>Each room declares a context with its response types and creates it with these options, because generated contexts cannot share attributes.</remarks>
internal static class ApiJson
{
    /// <summary>New options, because each context takes ownership of its options.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
