using NodaTime;

namespace SecureDocket.Reminders;

/// <summary>How near the date of a text is when it leaves. The nearest leaves first, at every rate.</summary>
public enum Urgency
{
    /// <summary>A date within the next day and a half, or a reply to a person who waits for it.</summary>
    Tomorrow,

    /// <summary>A date within eight days, or a check-in that was missed.</summary>
    Week,

    /// <summary>A later date, and news that is about none.</summary>
    Later,
}

/// <summary>The urgency of reminders.</summary>
public static class Urgencies
{
    private static readonly Duration s_tomorrow = Duration.FromHours(36);
    private static readonly Duration s_week = Duration.FromDays(8);

    /// <summary>The urgency of a reminder that leaves at a moment.</summary>
    /// <param name="reminder">The reminder.</param>
    /// <param name="at">When it leaves.</param>
    public static Urgency Of(Reminder reminder, Instant at)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        return (reminder.Occasion, reminder.Subject.Kind) switch
        {
            (ReminderOccasion.Answer or ReminderOccasion.OneDay, _) => Urgency.Tomorrow,
            (ReminderOccasion.SevenDays or ReminderOccasion.ThreeDays or ReminderOccasion.Missed, _) => Urgency.Week,

            // A notice of a date is of use until the date begins.
            (_, ReminderSubjectKind.Hearing or ReminderSubjectKind.CheckIn) => ((reminder.Before ?? reminder.Until) - at) switch
            {
                var left when left <= s_tomorrow => Urgency.Tomorrow,
                var left when left <= s_week => Urgency.Week,
                _ => Urgency.Later,
            },
            _ => Urgency.Later,
        };
    }
}
