using System.Collections.Concurrent;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>Records the outcomes of claims, and keeps those that could not be stored. Otherwise the next run would treat these claims as Unknown.</summary>
public sealed class ClaimOutcomes(DocketStore dockets, UntoldNews untold, TimeProvider clock)
{
    private const int AttemptLimit = 8;

    private readonly ConcurrentDictionary<ReminderId, ClaimOutcome> _kept = new();

    /// <summary>The kept outcome of a reminder's claim; null if there is none.</summary>
    internal ClaimOutcome? Of(ReminderId id) => _kept.GetValueOrDefault(id);

    /// <summary>Keeps an outcome until it is recorded.</summary>
    internal void Keep(ReminderId id, ClaimOutcome outcome) => _kept[id] = outcome;

    /// <summary>Records every kept outcome. No request if there are none.</summary>
    /// <returns>The first storage failure, which did not prevent the others from being recorded; null if none. This process still knows the outcome.</returns>
    internal async Task<DependencyUnavailableException?> RecordAllAsync(CancellationToken cancellationToken)
    {
        DependencyUnavailableException? first = null;
        foreach (var (id, outcome) in _kept)
        {
            try
            {
                if (await dockets.LoadAsync(id.Cardholder, cancellationToken) is { } docket)
                {
                    await RecordAsync(docket, id, outcome, cancellationToken);
                }
            }
            catch (DependencyUnavailableException failure)
            {
                // A docket that cannot be read is tried again in the next run, like the others.
                first ??= failure.IsOfSomeDockets ? null : failure;
            }
        }

        return first;
    }

    /// <summary>Records the outcome of a claim, unless a receipt or another sender has already settled it.</summary>
    /// <returns>False if other commands kept changing the docket; this process still knows the outcome.</returns>
    internal async Task<bool> RecordAsync(Docket docket, ReminderId id, ClaimOutcome outcome, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var reminder = docket.Reminders.FirstOrDefault(one => one.Id == id);
            if (reminder?.State != ReminderState.Claimed || reminder.Operation != outcome.Operation)
            {
                _kept.TryRemove(id, out _);
                return true;
            }

            // Listed first, so that a crash in between does not forget it.
            if (outcome.State == ReminderState.Failed)
            {
                await untold.RaiseAsync(docket, reminder, outcome.Reason ?? "failed", clock.GetCurrentInstant(), cancellationToken);
            }

            var after = reminder with
            {
                State = outcome.State,
                Reason = outcome.Reason,
                MessageId = outcome.MessageId,
                SentAt = outcome.At,
                ChangedAt = clock.GetCurrentInstant(),
                Body = outcome.State == ReminderState.Planned ? reminder.Body : null,
                To = outcome.State == ReminderState.Planned ? reminder.To : null,
            };
            var change = new DocketChange(SendReminder.KindOf(after.State)) { Cardholder = Faulted(docket.Cardholder, outcome), Reminders = [after] };
            if (await dockets.CommitAsync(docket, change, SendReminder.Actor, OperationId.New(), cancellationToken) is not null)
            {
                _kept.TryRemove(id, out _);
                return true;
            }

            docket = await dockets.LoadAsync(id.Cardholder, cancellationToken) ?? throw new DependencyUnavailableException("storage");
        }

        return false;
    }

    // A refusal of the recipient means that the number is unusable; a refusal of the whole request does not.
    private Cardholder? Faulted(Cardholder cardholder, ClaimOutcome outcome) =>
        outcome.Reason?.StartsWith("recipient-", StringComparison.Ordinal) == true && outcome.State == ReminderState.Failed
            && cardholder.PhoneFault is null && cardholder.Details.Mobile == outcome.Mobile
            ? cardholder with { PhoneFault = new(clock.GetCurrentInstant(), outcome.Reason) }
            : null;
}

/// <summary>The outcome of a claim.</summary>
internal sealed record ClaimOutcome(string Operation, ReminderState State, string? Reason, string? MessageId = null, Instant? At = null, string? Mobile = null)
{
    public ClaimOutcome With(SmsOutcome outcome, string mobile, Instant at) => outcome.Result switch
    {
        SmsResult.Accepted => this with { State = ReminderState.Accepted, Reason = null, MessageId = outcome.MessageId, At = at },
        SmsResult.NotSent => this with { State = ReminderState.Planned, Reason = outcome.Reason },
        SmsResult.Rejected => this with { State = ReminderState.Failed, Reason = outcome.Reason, Mobile = mobile },
        _ => this with { State = ReminderState.Unknown, Reason = outcome.Reason },
    };
}
