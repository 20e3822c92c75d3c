using NCrontab;

namespace SecureDocket.Health;

/// <summary>An NCRONTAB schedule, read and reckoned by the library that the Functions host uses, in UTC.</summary>
public sealed class TimerSchedule
{
    private readonly CrontabSchedule _schedule;

    private TimerSchedule(CrontabSchedule schedule) => _schedule = schedule;

    /// <summary>Reads six fields, from seconds to days of the week (0 is Sunday), or five, from minutes.</summary>
    /// <exception cref="CrontabException">It is no NCRONTAB expression.</exception>
    public static TimerSchedule Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new(CrontabSchedule.Parse(expression, new() { IncludingSeconds = fields.Length != 5 }));
    }

    /// <summary>The first scheduled moment after <paramref name="moment"/>; null when none will come, as for the 30th of February.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        var next = _schedule.GetNextOccurrence(moment.UtcDateTime, DateTime.MaxValue);
        return next == DateTime.MaxValue ? null : new DateTimeOffset(next, TimeSpan.Zero);
    }
}

/// <summary>The timer functions of the worker, each with its schedule.</summary>
/// <param name="Schedules">The schedules by the functions' names.</param>
public sealed record TimerPlan(IReadOnlyDictionary<string, TimerSchedule> Schedules);
