using NodaTime;
using SecureDocket.Reminders;
using SecureDocket.Times;

namespace SecureDocket.Functions.Reminders;

/// <summary>A reminder. It shows nothing of the message's words.</summary>
public sealed record ReminderView
{
    /// <summary>What it is about.</summary>
    public required ReminderSubjectView Subject { get; init; }

    /// <summary>notice, sevenDays, threeDays, oneDay, missed or answer.</summary>
    public required string Occasion { get; init; }

    /// <summary>0, or which message this is that takes the place of one that failed.</summary>
    public required int Retry { get; init; }

    /// <summary>When it is to be sent.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>What the person's clock shows then.</summary>
    public required string DueLocal { get; init; }

    /// <summary>How far it has come.</summary>
    public required string State { get; init; }

    /// <summary>Why it came no further, as a stable code.</summary>
    public string? Reason { get; init; }

    /// <summary>When the provider accepted it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When it came to its state.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>willCome, needsToMove or needsHelp.</summary>
    public string? Answer { get; init; }

    /// <summary>When the person answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    internal static ReminderView Of(Reminder reminder, string timeZone) => new()
    {
        Subject = new(Names.Of(reminder.Subject.Kind), reminder.Subject.Id, reminder.Subject.Version),
        Occasion = Names.Of(reminder.Occasion),
        Retry = reminder.Retry,
        Due = reminder.Due.ToDateTimeOffset(),
        DueLocal = LocalMinute.Format(reminder.Due.InZone(DateTimeZoneProviders.Tzdb[timeZone]).LocalDateTime),
        State = Names.Of(reminder.State),
        Reason = reminder.Reason,
        SentAt = reminder.SentAt?.ToDateTimeOffset(),
        ChangedAt = reminder.ChangedAt?.ToDateTimeOffset(),
        Answer = reminder.Answer is { } answer ? Names.Of(answer) : null,
        AnsweredAt = reminder.AnsweredAt?.ToDateTimeOffset(),
    };
}

/// <summary>What a reminder is about.</summary>
/// <param name="Kind">hearing, checkIn, card or text.</param>
/// <param name="Id">The hearing's or check-in's id, the card's number, or the provider's id of the text that is answered.</param>
/// <param name="Version">The version that is told of.</param>
public sealed record ReminderSubjectView(string Kind, string Id, long Version);
