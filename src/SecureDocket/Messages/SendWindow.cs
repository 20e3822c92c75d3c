using NodaTime;

namespace SecureDocket.Messages;

/// <summary>When messages may be sent, in the person's local time. Counsel signs these hours off; they are settings.</summary>
public sealed record SendWindow
{
    // News that leaves at least this long before the date is early enough.
    private static readonly Duration s_enough = Duration.FromHours(6);

    // Who reads a reminder this long before the date can still arrange to come.
    private static readonly Duration s_leavesTime = Duration.FromHours(12);

    // Dates before this time of day are early.
    private static readonly LocalTime s_early = new(10, 0);

    /// <summary>The usual hours: from 09:00 until before 20:00.</summary>
    public SendHours Hours { get; init; } = new(new(9, 0), new(20, 0));

    /// <summary>The hours of news of which the usual ones would leave fewer than six hours to the date: from 07:00 until before 21:00.</summary>
    public SendHours UrgentHours { get; init; } = new(new(7, 0), new(21, 0));

    /// <summary>The same where the date begins before 10:00: from 06:00 until before 21:00.</summary>
    public SendHours EarlyHours { get; init; } = new(new(6, 0), new(21, 0));

    // An hour before closing, so that a queue of messages drains in time.
    private LocalTime LatestPlanned => Hours.Closes.PlusHours(-1);

    /// <summary>Whether a message may be sent in the usual hours.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="timeZone">The person's time zone.</param>
    public bool IsOpen(Instant moment, DateTimeZone timeZone) => Hours.Contains(moment.InZone(timeZone).TimeOfDay);

    /// <summary>The first time from <paramref name="moment"/> on at which a message may be sent in the usual hours.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="timeZone">The person's time zone.</param>
    public Instant NextOpen(Instant moment, DateTimeZone timeZone) => Next(moment, timeZone, Hours);

    /// <summary>The first time from <paramref name="moment"/> on at which news of a date may be sent; it may be after the date.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="start">When the date begins.</param>
    /// <param name="timeZone">The person's time zone.</param>
    public Instant NextForNews(Instant moment, Instant start, DateTimeZone timeZone)
    {
        var usual = NextOpen(moment, timeZone);
        return start - usual >= s_enough ? usual
            : Next(moment, timeZone, start.InZone(timeZone).TimeOfDay < s_early ? EarlyHours : UrgentHours);
    }

    /// <summary>
    /// The time for which to plan a reminder wanted at a local time: that time, or, outside the usual hours, the next one within them where half a
    /// day is left until the date, otherwise the last one before.
    /// </summary>
    /// <param name="wanted">The person's local time.</param>
    /// <param name="start">When the date begins.</param>
    /// <param name="timeZone">The person's time zone.</param>
    internal Instant Nearest(LocalDateTime wanted, Instant start, DateTimeZone timeZone)
    {
        var (time, day) = (wanted.TimeOfDay, wanted.Date);
        if (Hours.Contains(time))
        {
            return At(day, LocalTime.Min(time, LatestPlanned), timeZone);
        }

        var later = At(time < Hours.Opens ? day : day.PlusDays(1), Hours.Opens, timeZone);
        return start - later >= s_leavesTime ? later : At(time < Hours.Opens ? day.PlusDays(-1) : day, LatestPlanned, timeZone);
    }

    private static Instant Next(Instant moment, DateTimeZone timeZone, SendHours hours)
    {
        ArgumentNullException.ThrowIfNull(timeZone);
        var local = moment.InZone(timeZone).LocalDateTime;
        return hours.Contains(local.TimeOfDay) ? moment : At(local.TimeOfDay < hours.Opens ? local.Date : local.Date.PlusDays(1), hours.Opens, timeZone);
    }

    // Clocks go forward at night; if they ever do so in daytime, the first time after the gap counts.
    private static Instant At(LocalDate date, LocalTime time, DateTimeZone timeZone) => (date + time).InZoneLeniently(timeZone).ToInstant();
}
