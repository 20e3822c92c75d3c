using NodaTime;

namespace SecureDocket.Reminders;

/// <summary>The hours, in the person's local time, in which messages may be sent.</summary>
public static class SendWindow
{
    private static readonly LocalTime s_opens = new(9, 0);
    private static readonly LocalTime s_closes = new(20, 0);

    // An hour before closing, so that a queue of messages drains in time.
    private static readonly LocalTime s_latestPlanned = new(19, 0);

    // Who reads a reminder this long before the date can still arrange to come.
    private static readonly Duration s_leavesTime = Duration.FromHours(12);

    /// <summary>Whether a message may be sent: from 09:00 until before 20:00.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="timeZone">The person's time zone.</param>
    public static bool IsOpen(Instant moment, DateTimeZone timeZone) => moment.InZone(timeZone).TimeOfDay is var time && time >= s_opens && time < s_closes;

    /// <summary>The first time from <paramref name="moment"/> on at which a message may be sent.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="timeZone">The person's time zone.</param>
    public static Instant NextOpen(Instant moment, DateTimeZone timeZone)
    {
        ArgumentNullException.ThrowIfNull(timeZone);
        if (IsOpen(moment, timeZone))
        {
            return moment;
        }

        var local = moment.InZone(timeZone).LocalDateTime;
        return At(local.TimeOfDay < s_opens ? local.Date : local.Date.PlusDays(1), s_opens, timeZone);
    }

    /// <summary>
    /// The time for which to plan a reminder wanted at a local time: that time, or, outside the window, the next one within it where half a day is
    /// left until the date, otherwise the last one before.
    /// </summary>
    /// <param name="wanted">The person's local time.</param>
    /// <param name="start">When the date begins.</param>
    /// <param name="timeZone">The person's time zone.</param>
    internal static Instant Nearest(LocalDateTime wanted, Instant start, DateTimeZone timeZone)
    {
        var (time, day) = (wanted.TimeOfDay, wanted.Date);
        if (time >= s_opens && time < s_closes)
        {
            return At(day, LocalTime.Min(time, s_latestPlanned), timeZone);
        }

        var later = At(time < s_opens ? day : day.PlusDays(1), s_opens, timeZone);
        return start - later >= s_leavesTime ? later : At(time < s_opens ? day.PlusDays(-1) : day, s_latestPlanned, timeZone);
    }

    // Clocks go forward at night; if they ever do so in daytime, the first time after the gap counts.
    private static Instant At(LocalDate date, LocalTime time, DateTimeZone timeZone) => (date + time).InZoneLeniently(timeZone).ToInstant();
}
