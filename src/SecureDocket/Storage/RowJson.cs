using System.Text.Json;
using System.Text.Json.Serialization;
using SecureDocket.Times;

namespace SecureDocket.Storage;

/// <summary>The JSON format of rows: compact, camelCase, enums by name, absent members omitted.</summary>
/// <remarks>
/// Each room declares a context with the types of its rows and creates it with these options, since generated contexts cannot share
/// attributes.
/// </remarks>
internal static class RowJson
{
    /// <summary>Creates new options, since a context takes ownership of its options.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new LocalDateConverter(), new LocalTimeConverter(), new JsonStringEnumConverter() },
    };
}
