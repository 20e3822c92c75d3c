using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Hearings;

namespace SecureDocket.Reminders;

/// <summary>Plans the reminders for a change in the commit of the change, so that no date lacks them, and counts the outcome of each.</summary>
public sealed class ReminderFollower(DueReminders due, ReminderPlan plan, Telemetry telemetry) : IDocketFollower
{
    // Settled reminders beyond this number are kept only in the journal. A commit drops some of them and leaves room for the rest of the change.
    private const int SettledReminderLimit = 300;
    private const int DropLimit = 20;

    // The number of cancelled hearings kept live. A commit cancels one, and moves out a few in case some had to wait for their reminders.
    private const int CancelledHearingLimit = 20;
    private const int LeaveLimit = 4;

    /// <inheritdoc />
    public DocketWord Follows => DocketWord.Reminder;

    /// <inheritdoc />
    public DocketChange Complete(DocketCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var change = commit.Change;

        // A change that only updates a reminder plans nothing and costs nothing here; a new docket has no dates.
        if (commit.Before is not { } docket || (change.Cardholder is null && change.Cards.Count == 0 && change.Hearings.Count == 0
            && change.CheckIns.Count == 0 && change.Reminders.All(reminder => reminder.State != ReminderState.Planned)))
        {
            return change;
        }

        var changed = docket.With(change);
        var followed = plan.Changes(changed, commit.At).Concat(plan.CardNews(changed, change, commit.At));
        var complete = change with { Reminders = [.. change.Reminders, .. followed.ExceptBy(change.Reminders.Select(reminder => reminder.Id), reminder => reminder.Id)] };
        return complete with
        {
            LeftHearings = change.Hearings.Count == 0 ? [] : Leaving(docket.With(complete), change),
            Dropped = Dropped(changed, complete, commit.At),
        };
    }

    /// <inheritdoc />
    /// <remarks>One request per planned reminder, and one more for a reminder that is long overdue.</remarks>
    public Task HintAsync(DocketCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return due.AddAsync(commit.Change.Reminders.Where(reminder => reminder.State == ReminderState.Planned), cancellationToken);
    }

    /// <inheritdoc />
    public void Committed(DocketCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        foreach (var reminder in commit.Change.Reminders)
        {
            telemetry.Changed(commit.Before?.Reminders.FirstOrDefault(each => each.Id == reminder.Id), reminder);
        }
    }

    // Reminders of a future date are kept, however old; otherwise they would be planned and sent again. So are the earlier ones
    // that the person has read, since a change is worded differently from a new date.
    private List<ReminderId> Dropped(Docket changed, DocketChange complete, Instant now)
    {
        var calledFor = plan.Of(changed).Where(reminder => reminder.Until > now).Select(reminder => (reminder.Subject, reminder.Occasion)).ToHashSet();
        var toCome = calledFor.Select(called => called.Subject.Id).ToHashSet(StringComparer.Ordinal);
        var settled = changed.Reminders
            .Where(reminder => reminder.IsSettled
                && !calledFor.Contains((reminder.Subject, reminder.Occasion))
                && !(reminder.MayHaveBeenRead && toCome.Contains(reminder.Subject.Id)))
            .ToList();
        return [.. settled
            .Take(Math.Clamp(settled.Count - SettledReminderLimit, 0, DropLimit))
            .Select(reminder => reminder.Id)
            .Except(complete.Reminders.Select(reminder => reminder.Id))];
    }

    // The latest ones stay visible, and so do those about which the person must still be notified.
    private static List<Hearing> Leaving(Docket after, DocketChange change)
    {
        var open = after.Reminders.Where(reminder => !reminder.IsSettled).Select(reminder => reminder.Subject.Id).ToHashSet(StringComparer.Ordinal);
        return [.. after.Hearings
            .Where(hearing => hearing.Status == HearingStatus.Cancelled)
            .OrderByDescending(hearing => hearing.RecordedAt)
            .Skip(CancelledHearingLimit)
            .Where(hearing => !open.Contains(hearing.Id) && change.Hearings.All(changed => changed.Id != hearing.Id))
            .TakeLast(LeaveLimit)];
    }
}
