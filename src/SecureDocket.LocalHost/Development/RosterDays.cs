using System.Globalization;
using System.Text.Json.Nodes;

namespace SecureDocket.LocalHost.Development;

/// <summary>The days on which the roster's people get their first dates.</summary>
/// <param name="today">The day on which the roster is loaded.</param>
/// <param name="holidays">Days on which an office is closed.</param>
internal sealed class RosterDays(DateTime today, IEnumerable<DateTime> holidays)
{
    private readonly HashSet<DateTime> _holidays = [.. holidays];

    /// <summary>The days from the places in a folder of samples.</summary>
    public static async Task<RosterDays> ReadAsync(string samples, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var offices = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(samples, "offices.json"), cancellationToken))!.AsArray();
        return new(now.UtcDateTime.Date, offices.SelectMany(office => office!["holidays"]!.AsArray())
            .Select(day => DateTime.ParseExact(day!.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    /// <summary>The day so many days ahead, or the first after it on which offices are open.</summary>
    public DateTime WorkDay(int daysAhead)
    {
        var day = today.AddDays(daysAhead);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || _holidays.Contains(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The day on which the roster is loaded.</summary>
    public DateOnly Today => DateOnly.FromDateTime(today);
}
