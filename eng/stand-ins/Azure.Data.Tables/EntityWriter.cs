using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Writes an entity as OData JSON: each value, and the EDM type where JSON alone would not tell it.</summary>
internal static class EntityWriter
{
    public static RequestContent Write(ITableEntity entity)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (entity is IDictionary<string, object> properties)
            {
                foreach (var (name, value) in properties)
                {
                    if (value is Enum)
                    {
                        throw new NotSupportedException("Enum values are only supported for custom model types implementing ITableEntity.");
                    }

                    WriteProperty(json, name, value);
                }
            }
            else
            {
                foreach (var member in EntityMember.Of(entity.GetType()))
                {
                    WriteProperty(json, member.Name, member.Get(entity));
                }
            }

            json.WriteEndObject();
        }

        return RequestContent.Create(buffer.WrittenMemory);
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        // The service sets these two; what a caller read before must not travel back as data.
        if (name is SystemProperty.ETag or SystemProperty.Timestamp)
        {
            return;
        }

        json.WritePropertyName(name);
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case Enum member:
                json.WriteStringValue(member.ToString());
                break;
            case long or ulong:
                // As text: JSON readers that only know doubles would lose digits.
                json.WriteStringValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                WriteType(json, name, EdmType.Int64);
                break;
            case double number:
                WriteDouble(json, number);
                WriteType(json, name, EdmType.Double);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                WriteType(json, name, EdmType.Binary);
                break;
            case BinaryData bytes:
                json.WriteBase64StringValue(bytes);
                WriteType(json, name, EdmType.Binary);
                break;
            case Guid guid:
                json.WriteStringValue(guid);
                WriteType(json, name, EdmType.Guid);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(EdmType.Format(time));
                WriteType(json, name, EdmType.DateTime);
                break;
            case DateTime { Kind: DateTimeKind.Utc } time:
                json.WriteStringValue(EdmType.Format(time));
                WriteType(json, name, EdmType.DateTime);
                break;
            case DateTime time:
                throw new NotSupportedException($"DateTime {time} has a Kind of {time.Kind}. Azure SDK requires it to be UTC.");
            default:
                throw new NotSupportedException($"Not supported type {value.GetType()}");
        }
    }

    // Infinities are refused by the JSON writer, as the official package lets them be.
    private static void WriteDouble(Utf8JsonWriter json, double number)
    {
        if (double.IsNaN(number))
        {
            json.WriteStringValue("NaN");
        }
        else
        {
            json.WriteNumberValue(number);
        }
    }

    private static void WriteType(Utf8JsonWriter json, string name, string type) => json.WriteString(name + SystemProperty.TypeSuffix, type);
}
