using System.Text.Json;

namespace SecureDocket.Infrastructure.Tests.Plans;

/// <summary>JSON as values.</summary>
internal static class JsonValues
{
    public static Value Read(string json) => Read(JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }).RootElement);

    public static Value Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new ObjectValue(json.EnumerateObject().ToDictionary(property => property.Name, property => Read(property.Value))),
        JsonValueKind.Array => new ListValue([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.String => Value.Of(json.GetString()),
        JsonValueKind.Number => Value.Of(json.GetInt64()),
        JsonValueKind.True => Value.Of(true),
        JsonValueKind.False => Value.Of(false),
        _ => Value.Null,
    };
}
