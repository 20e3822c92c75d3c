using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Times;

/// <summary>Writes a local time to the minute, <c>2027-03-04T09:00</c>.</summary>
internal sealed class LocalMinuteConverter : JsonConverter<LocalDateTime>
{
    public override LocalDateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LocalMinute.Pattern.Parse(reader.GetString() ?? "").Value;

    public override void Write(Utf8JsonWriter writer, LocalDateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(LocalMinute.Pattern.Format(value));
}

/// <summary>Writes an instant as ISO 8601 in UTC.</summary>
internal sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        InstantPattern.ExtendedIso.Parse(reader.GetString() ?? "").Value;

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
}

/// <summary>Writes a day, <c>2027-03-04</c>.</summary>
internal sealed class LocalDateConverter : JsonConverter<LocalDate>
{
    public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LocalDatePattern.Iso.Parse(reader.GetString() ?? "").Value;

    public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
}

/// <summary>Writes a time of day to the minute, <c>09:00</c>.</summary>
internal sealed class LocalTimeConverter : JsonConverter<LocalTime>
{
    private static readonly LocalTimePattern s_pattern = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    public override LocalTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        s_pattern.Parse(reader.GetString() ?? "").Value;

    public override void Write(Utf8JsonWriter writer, LocalTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(s_pattern.Format(value));
}
