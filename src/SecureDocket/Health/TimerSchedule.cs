using NCrontab;

namespace SecureDocket.Health;

/// <summary>An NCRONTAB schedule in UTC, evaluated by the library that the Functions host uses.</summary>
public sealed class TimerSchedule
{
    private readonly CrontabSchedule _schedule;

    private TimerSchedule(CrontabSchedule schedule) => _schedule = schedule;

    /// <summary>Reads six fields, from seconds to days of the week (0 is Sunday), or five, from minutes.</summary>
    /// <exception cref="CrontabException">The text is not an NCRONTAB expression.</exception>
    public static TimerSchedule Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new(CrontabSchedule.Parse(expression, new() { IncludingSeconds = fields.Length != 5 }));
    }

    /// <summary>The first scheduled time after <paramref name="moment"/>; null if there is none, as for February 30.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        var next = _schedule.GetNextOccurrence(moment.UtcDateTime, DateTime.MaxValue);
        return next == DateTime.MaxValue ? null : new DateTimeOffset(next, TimeSpan.Zero);
    }
}

/// <summary>The timer functions of the worker and their schedules.</summary>
/// <param name="Schedules">The schedules by function name.</param>
public sealed record TimerPlan(IReadOnlyDictionary<string, TimerSchedule> Schedules);
