using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Places;

namespace SecureDocket.Reminders;

/// <summary>Asks for a call where no text tells of a near date that was set, moved, cancelled or stands before a closed door, or where an officer's answer does not arrive.</summary>
/// <remarks>An office tells its own dates at the desk, so of check-ins only those count that a closed door moved.</remarks>
public sealed class UntoldNews(PeopleToCall call)
{
    /// <summary>
    /// Puts the person on the work list, once for each reminder. No request if a closure has done so, mail is early enough for a date, or the date is over;
    /// at most three otherwise.
    /// </summary>
    /// <param name="docket">The docket.</param>
    /// <param name="reminder">The reminder that tells nobody.</param>
    /// <param name="reason">Why, as a stable code.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call; repeating it is safe.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed; repeat it.</exception>
    internal async Task RaiseAsync(Docket docket, Reminder reminder, string reason, Instant now, CancellationToken cancellationToken)
    {
        if (IsAnOfficersAnswer(reminder))
        {
            await call.RaiseAsync(docket, reminder.Id.ToString(), reminder.Due, null, $"The answer to this person's text did not arrive ({reason}). Call the person.", cancellationToken);
            return;
        }

        var before = reminder.ShouldBeKnownBy(now);
        if (IsNews(docket, reminder) && DoorOf(docket, reminder)?.AsksToCall != true && before > now && before - now < PeopleToCall.MailTakes)
        {
            var words = $"{reminder.Subject.Kind} {reminder.Subject.Id}: no text tells what changed ({reason}). Call the person before the date.";
            await call.RaiseAsync(docket, reminder.Id.ToString(), reminder.Due, null, words, cancellationToken);
        }
    }

    /// <summary>The closed door that a reminder tells of; null for every other reminder.</summary>
    private static ClosedDoor? DoorOf(Docket docket, Reminder reminder) => (reminder.Occasion, reminder.Subject.Kind) switch
    {
        (ReminderOccasion.Closed, _) => docket.Hearings.FirstOrDefault(hearing => hearing.Id == reminder.Subject.Id)?.Closed,
        (ReminderOccasion.Notice, ReminderSubjectKind.CheckIn) => docket.CheckIns.FirstOrDefault(
            checkIn => checkIn.Id == reminder.Subject.Id && checkIn.Version == reminder.Subject.Version)?.Closed,
        _ => null,
    };

    // Other replies have no words of their own, and are useless later.
    private static bool IsAnOfficersAnswer(Reminder reminder) => reminder is { Occasion: ReminderOccasion.Answer, Words: not null };

    private static bool IsNews(Docket docket, Reminder reminder) =>
        reminder is { Occasion: ReminderOccasion.Notice, Subject.Kind: ReminderSubjectKind.Hearing } || reminder.Occasion == ReminderOccasion.Closed || DoorOf(docket, reminder) is not null;
}
