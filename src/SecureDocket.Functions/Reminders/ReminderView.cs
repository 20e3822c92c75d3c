using NodaTime;
using SecureDocket.Reminders;
using SecureDocket.Times;

namespace SecureDocket.Functions.Reminders;

/// <summary>A reminder, without the text of its message.</summary>
public sealed record ReminderView
{
    /// <summary>Its subject.</summary>
    public required ReminderSubjectView Subject { get; init; }

    /// <summary>The kind: notice, sevenDays, threeDays, oneDay, missed or answer.</summary>
    public required string Occasion { get; init; }

    /// <summary>The attempt: 0 for the first message, higher for replacements of failed ones.</summary>
    public required int Retry { get; init; }

    /// <summary>When it is due.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>The person's local time when it is due.</summary>
    public required string DueLocal { get; init; }

    /// <summary>Its state.</summary>
    public required string State { get; init; }

    /// <summary>Why it is in this state, as a stable code.</summary>
    public string? Reason { get; init; }

    /// <summary>When the provider accepted it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When it reached its state.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The person's answer: willCome, needsToMove or needsHelp.</summary>
    public string? Answer { get; init; }

    /// <summary>When the person answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    internal static ReminderView Of(Reminder reminder, string timeZone) => new()
    {
        Subject = new(Names.Of(reminder.Subject.Kind), reminder.Subject.Id, reminder.Subject.Version),
        // To whoever was written for the first contract, that a hearing is not held is a notice of it.
        Occasion = Names.Of(reminder.Occasion == ReminderOccasion.Closed ? ReminderOccasion.Notice : reminder.Occasion),
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

/// <summary>The subject of a reminder.</summary>
/// <param name="Kind">The kind: hearing, checkIn, card or text.</param>
/// <param name="Id">The ID of the hearing or check-in, the card number, or the provider's ID of the text message being answered.</param>
/// <param name="Version">The version announced.</param>
public sealed record ReminderSubjectView(string Kind, string Id, long Version);
