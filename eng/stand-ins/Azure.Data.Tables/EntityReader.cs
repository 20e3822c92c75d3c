using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Reads OData JSON back into an entity, minding the type annotations.</summary>
internal static class EntityReader
{
    public static T Read<T>(JsonElement json)
        where T : class, ITableEntity
    {
        var entity = Activator.CreateInstance<T>();
        var values = Values(json);
        if (entity is IDictionary<string, object> properties)
        {
            foreach (var (name, value) in values)
            {
                properties[name] = value;
            }

            return entity;
        }

        foreach (var member in EntityMember.Of(typeof(T)))
        {
            if (values.TryGetValue(member.Name, out var value))
            {
                member.Set(entity, value);
            }
        }

        return entity;
    }

    private static Dictionary<string, object> Values(JsonElement json)
    {
        Dictionary<string, object> values = [];
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name == SystemProperty.Metadata || property.Name.EndsWith(SystemProperty.TypeSuffix, StringComparison.Ordinal))
            {
                continue;
            }

            var type = json.TryGetProperty(property.Name + SystemProperty.TypeSuffix, out var annotation)
                ? annotation.GetString()
                // The one system property that is not text comes without an annotation.
                : property.Name == SystemProperty.Timestamp ? EdmType.DateTime : null;
            values[property.Name] = Value(property.Value, type);
        }

        return values;
    }

    private static object Value(JsonElement json, string type) => (json.ValueKind, type) switch
    {
        (JsonValueKind.Null, _) => (object)null,
        (JsonValueKind.True or JsonValueKind.False, _) => json.GetBoolean(),
        (JsonValueKind.Number, EdmType.Double) => json.GetDouble(),
        (JsonValueKind.Number, EdmType.Int64) => json.GetInt64(),
        // Without an annotation a number is a double exactly when the service wrote it with a fraction.
        (JsonValueKind.Number, _) when json.TryGetInt32(out var number) => number,
        (JsonValueKind.Number, _) when json.TryGetInt64(out var number) => number,
        (JsonValueKind.Number, _) => json.GetDouble(),
        (JsonValueKind.String, EdmType.Binary) => json.GetBytesFromBase64(),
        (JsonValueKind.String, EdmType.DateTime) => EdmType.ParseTime(json.GetString()),
        (JsonValueKind.String, EdmType.Guid) => Guid.Parse(json.GetString()),
        (JsonValueKind.String, EdmType.Int64) => long.Parse(json.GetString(), CultureInfo.InvariantCulture),
        (JsonValueKind.String, EdmType.Double) => double.Parse(json.GetString(), CultureInfo.InvariantCulture),
        (JsonValueKind.String, _) => json.GetString(),
        _ => throw new NotSupportedException($"Not supported value kind {json.ValueKind} of type {type}"),
    };
}
