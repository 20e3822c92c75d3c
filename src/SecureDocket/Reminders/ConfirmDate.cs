using SecureDocket.Dockets;

namespace SecureDocket.Reminders;

/// <summary>Notes that a person said, in the portal, to be there: the same answer as by text, kept with the reminders of the date.</summary>
public sealed class ConfirmDate(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Notes it; repeated, it changes nothing.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="subject">The date in the version that the person saw: a version that is not the present one is refused.</param>
    /// <param name="actor">The person.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Result<Docket>> ExecuteAsync(CardholderId id, ReminderSubject subject, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        dockets.ChangeAsync(id, docket => Decide(docket, subject), actor, operation, cancellationToken);

    /// <summary>Whether a person said to be there.</summary>
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
            ? docket.Hearings.Any(hearing => hearing.Id == subject.Id && hearing.DateVersion == subject.Version && hearing.Status == Hearings.HearingStatus.Scheduled && hearing.Instant > now)
            : docket.CheckIns.Any(checkIn => checkIn.Id == subject.Id && checkIn.Version == subject.Version && checkIn.IsUpcoming(now));
        var reminders = docket.Reminders.Where(reminder => reminder.Subject == subject).ToList();
        if (!present || reminders.Count == 0)
        {
            return RemindersRefusals.DateChanged;
        }

        return new DocketChange("date-confirmed") { Reminders = [.. reminders.Select(reminder => reminder with { Answer = ReminderAnswer.WillCome, AnsweredAt = now })] };
    }
}
