using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Times;

/// <summary>A local time to the minute, as every interface and every row writes it: <c>2027-03-04T09:00</c>.</summary>
public static class LocalMinute
{
    /// <summary>The pattern, to read with.</summary>
    public static LocalDateTimePattern Pattern { get; } = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <summary>Writes a local time; seconds are left out.</summary>
    public static string Format(LocalDateTime time) => Pattern.Format(time);
}
