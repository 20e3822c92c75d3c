using NodaTime;

namespace SecureDocket.Reminders;

/// <summary>The hours of the day, on the person's own clock, in which messages may leave.</summary>
public static class SendWindow
{
    private static readonly LocalTime s_opens = new(9, 0);
    private static readonly LocalTime s_closes = new(20, 0);

    // An hour before it closes, so that a queue of messages drains in time.
    private static readonly LocalTime s_latestPlanned = new(19, 0);

    /// <summary>Whether a message may leave: from 09:00 until before 20:00.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="timeZone">The person's zone.</param>
    public static bool IsOpen(Instant moment, DateTimeZone timeZone) => moment.InZone(timeZone).TimeOfDay is var time && time >= s_opens && time < s_closes;

    /// <summary>The first moment from <paramref name="moment"/> on at which a message may leave.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="timeZone">The person's zone.</param>
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

    /// <summary>The moment to plan a message for that is wanted at a local time: that moment, or an earlier one within the window.</summary>
    /// <param name="wanted">The time on the person's clock.</param>
    /// <param name="timeZone">The person's zone.</param>
    internal static Instant NotAfter(LocalDateTime wanted, DateTimeZone timeZone) => wanted.TimeOfDay switch
    {
        var time when time < s_opens => At(wanted.Date.PlusDays(-1), s_latestPlanned, timeZone),
        var time when time > s_latestPlanned => At(wanted.Date, s_latestPlanned, timeZone),
        _ => At(wanted.Date, wanted.TimeOfDay, timeZone),
    };

    // Clocks that are put forward skip times at night; should one do so by day, the first time after counts.
    private static Instant At(LocalDate date, LocalTime time, DateTimeZone timeZone) => (date + time).InZoneLeniently(timeZone).ToInstant();
}
