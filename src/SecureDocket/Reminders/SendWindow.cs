using NodaTime;

namespace SecureDocket.Reminders;

/// <summary>The hours, in the person's local time, in which messages may be sent.</summary>
public static class SendWindow
{
    private static readonly LocalTime s_opens = new(9, 0);
    private static readonly LocalTime s_closes = new(20, 0);

    // An hour before closing, so that a queue of messages drains in time.
    private static readonly LocalTime s_latestPlanned = new(19, 0);

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

    /// <summary>The time for which to plan a message wanted at a local time: that time, or an earlier one within the window.</summary>
    /// <param name="wanted">The person's local time.</param>
    /// <param name="timeZone">The person's time zone.</param>
    internal static Instant NotAfter(LocalDateTime wanted, DateTimeZone timeZone) => wanted.TimeOfDay switch
    {
        var time when time < s_opens => At(wanted.Date.PlusDays(-1), s_latestPlanned, timeZone),
        var time when time > s_latestPlanned => At(wanted.Date, s_latestPlanned, timeZone),
        _ => At(wanted.Date, wanted.TimeOfDay, timeZone),
    };

    // Clocks go forward at night; if they ever do so in daytime, the first time after the gap counts.
    private static Instant At(LocalDate date, LocalTime time, DateTimeZone timeZone) => (date + time).InZoneLeniently(timeZone).ToInstant();
}
