using System.Text.Json;
using System.Text.Json.Serialization;
using SecureDocket.Times;

namespace SecureDocket.Storage;

/// <summary>How rows are written: compact JSON, camelCase, enums by name, absent members left out.</summary>
/// <remarks>Each room declares a context with the types of its rows and creates it with these options, since a generated context cannot share its attributes.</remarks>
internal static class RowJson
{
    /// <summary>Fresh options: a context takes possession of those that it is given.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new LocalDateConverter(), new LocalTimeConverter(), new JsonStringEnumConverter() },
    };
}
