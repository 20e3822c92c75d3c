using SecureDocket.Dockets;

namespace SecureDocket.Reminders;

/// <summary>Records that a person confirmed a date in the portal. The confirmation is the same as by SMS, and is kept with the date's reminders.</summary>
public sealed class ConfirmDate(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Records the confirmation; retries have no further effect.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="subject">The date in the version that the person saw; any other than the current version is refused.</param>
    /// <param name="actor">The person.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Result<Docket>> ExecuteAsync(CardholderId id, ReminderSubject subject, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        dockets.ChangeAsync(id, docket => Decide(docket, subject), actor, operation, cancellationToken);

    /// <summary>Whether a person has confirmed a date.</summary>
    public static bool IsConfirmed(Docket docket, ReminderSubject subject)
    {
        ArgumentNullException.ThrowIfNull(docket);
        return docket.Reminders.Any(reminder => reminder.Subject == subject && reminder.Answer == ReminderAnswer.WillCome);
    }

    private Result<DocketChange?> Decide(Docket docket, ReminderSubject subject)
    {
        if (IsConfirmed(docket, subject))
        {
            return (DocketChange?)null;
        }

        var now = clock.GetCurrentInstant();
        var present = subject.Kind == ReminderSubjectKind.Hearing
            ? docket.Hearings.Any(hearing => hearing.Id == subject.Id && hearing.DateVersion == subject.Version && hearing.IsHeld && hearing.Instant > now)
            : docket.CheckIns.Any(checkIn => checkIn.Id == subject.Id && checkIn.Version == subject.Version && !checkIn.IsClosed && checkIn.IsUpcoming(now));
        var reminders = docket.Reminders.Where(reminder => reminder.Subject == subject).ToList();
        if (!present || reminders.Count == 0)
        {
            return RemindersRefusals.DateChanged;
        }

        return new DocketChange("date-confirmed") { Reminders = [.. reminders.Select(reminder => reminder with { Answer = ReminderAnswer.WillCome, AnsweredAt = now })] };
    }
}
