using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Times;

/// <summary>A local time to the minute, as all interfaces and rows write it: <c>2027-03-04T09:00</c>.</summary>
public static class LocalMinute
{
    /// <summary>The pattern for reading.</summary>
    public static LocalDateTimePattern Pattern { get; } = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <summary>Formats a local time; seconds are dropped.</summary>
    public static string Format(LocalDateTime time) => Pattern.Format(time);
}
