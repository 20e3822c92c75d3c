using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Http;

/// <summary>How answers are written: camelCase, absent members left out, letters of every script as they are, which is safe where nosniff forbids taking JSON for a page.</summary>
/// <remarks>Each room declares a context with the types of its answers and creates it with these options, since a generated context cannot share its attributes.</remarks>
internal static class ApiJson
{
    /// <summary>Fresh options: a context takes possession of those that it is given.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
