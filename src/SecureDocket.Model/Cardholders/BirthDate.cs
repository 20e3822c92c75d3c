using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace SecureDocket.Cardholders;

/// <summary>A birth date, known to the day, the month or the year.</summary>
[JsonConverter(typeof(BirthDateConverter))]
public readonly record struct BirthDate
{
    /// <summary>The first year in which somebody may be born.</summary>
    public const int FirstYear = 1900;

    private BirthDate(int year, int month, int day) => (Year, Month, Day) = (year, month, day);

    /// <summary>The year, 1900 or later.</summary>
    public int Year { get; }

    /// <summary>The month 1–12; 0 when unknown.</summary>
    public int Month { get; }

    /// <summary>The day of the month; 0 when unknown.</summary>
    public int Day { get; }

    /// <summary>Reads <c>YYYY</c>, <c>YYYY-MM</c> or <c>YYYY-MM-DD</c> (ISO 8601, reduced precision allowed).</summary>
    public static bool TryParse(string? text, out BirthDate date)
    {
        date = default;
        if (text is null || text.Length is not (4 or 7 or 10))
        {
            return false;
        }

        Span<int> parts = [0, 0, 0];
        var fields = text.Split('-');
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 2 || fields[i].Length != (i == 0 ? 4 : 2)
                || !int.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]))
            {
                return false;
            }
        }

        var (year, month, day) = (parts[0], parts[1], parts[2]);
        if (year < FirstYear || (fields.Length > 1 && month is < 1 or > 12)
            || (fields.Length > 2 && (day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month))))
        {
            return false;
        }

        date = new(year, month, day);
        return true;
    }

    /// <summary>Whether the date is certainly after <paramref name="today"/>.</summary>
    public bool IsAfter(LocalDate today) => new LocalDate(Year, Math.Max(Month, 1), Math.Max(Day, 1)) > today;

    /// <summary>The form of claim 169's key 8: <c>YYYYMMDD</c> with zeros for unknown parts.</summary>
    public string ToClaim() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}{Month:D2}{Day:D2}");

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => (Month, Day) switch
    {
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}"),
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}-{Day:D2}"),
    };
}

internal sealed class BirthDateConverter : JsonConverter<BirthDate>
{
    public override BirthDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BirthDate.TryParse(reader.GetString(), out var date) ? date : throw new JsonException("Not a birth date.");

    public override void Write(Utf8JsonWriter writer, BirthDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
