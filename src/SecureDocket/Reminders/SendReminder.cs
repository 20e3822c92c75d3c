using System.Collections.Concurrent;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Texts;

namespace SecureDocket.Reminders;

/// <summary>Follows one hint to its reminder and sends it at most once: the claim is committed before the provider is called.</summary>
/// <remarks>A sent reminder takes five requests: the docket, the claim, the phone, the outcome, the hint.</remarks>
public sealed class SendReminder(
    DocketStore dockets, DueReminders due, Phones phones, ISms sms, SmsOptions options, ReminderText text, TimeProvider clock)
{
    private const int AttemptLimit = 8;
    private static readonly Actor s_actor = new("System", "SendDueReminders");

    // A hint precedes the commit that plans its reminder; no command delays the commit for this long.
    private static readonly Duration s_commitMayTake = Duration.FromHours(1);

    private static readonly Duration s_bundleIsNews = Duration.FromDays(1);

    // A process that was paused after its claim checks everything again.
    private static readonly Duration s_claimIsFresh = Duration.FromSeconds(30);

    // The outcomes of claims while the storage did not respond. Without these, the next run would consider them Unknown.
    private readonly ConcurrentDictionary<ReminderId, Passed> _unrecorded = new();

    /// <summary>Follows a hint.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; the hint must be followed again.</exception>
    internal async Task<FollowedHint> ExecuteAsync(DueHint hint, SendingRun run, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Begin(TracedUse.SendReminder);
        var (id, sender) = (hint.Reminder, options.SenderFor(hint.Reminder.Cardholder));
        for (var attempt = 0; attempt < AttemptLimit && !run.IsOver(sender); attempt++)
        {
            var docket = await dockets.LoadAsync(id.Cardholder, cancellationToken);
            var now = Now();
            if (docket?.Reminders.FirstOrDefault(one => one.Id == id) is not { } reminder)
            {
                return now - hint.WrittenAt > s_commitMayTake ? await DropAsync(hint, cancellationToken) : FollowedHint.MeetAgain;
            }

            if (_unrecorded.TryGetValue(id, out var passed))
            {
                if (!await RecordAsync(docket, id, passed, cancellationToken))
                {
                    return FollowedHint.Contended;
                }

                continue;
            }

            var decision = SendDecision.For(docket, reminder, now);
            switch (decision.Action)
            {
                case SendAction.Leave:
                    return FollowedHint.MeetAgain;
                case SendAction.Close:
                    return await CloseAsync(hint, reminder.State, cancellationToken);
                case SendAction.Wait:
                    await due.AddAsync(id, decision.At, cancellationToken);
                    return await CloseAsync(hint, reminder.State, cancellationToken);
                case SendAction.Settle:
                    var settled = reminder with { State = decision.State, Reason = decision.Reason, ChangedAt = now, To = null };
                    if (await CommitAsync(docket, settled, OperationId.New(), cancellationToken) is not null)
                    {
                        return await CloseAsync(hint, settled.State, cancellationToken);
                    }

                    break;
                case SendAction.Bundle:
                    var bundled = reminder with { State = ReminderState.Superseded, Reason = "bundled", ChangedAt = now };
                    var change = new DocketChange("reminder-superseded") { Reminders = Bundle(docket, bundled, now) };
                    if (await dockets.CommitAsync(docket, change, s_actor, OperationId.New(), cancellationToken) is not null)
                    {
                        return await CloseAsync(hint, bundled.State, cancellationToken);
                    }

                    break;
                case SendAction.Send when !await run.EnterAsync(sender, cancellationToken):
                    return FollowedHint.MeetAgain;
                case SendAction.Send:
                    if (await ClaimAndSendAsync(docket, reminder, sender, run, cancellationToken) is { } state)
                    {
                        return state switch
                        {
                            ReminderState.Claimed => FollowedHint.Contended,
                            ReminderState.Planned => FollowedHint.MeetAgain,
                            _ => await CloseAsync(hint, state, cancellationToken),
                        };
                    }

                    break;
            }
        }

        return run.IsOver(sender) ? FollowedHint.MeetAgain : FollowedHint.Contended;
    }

    /// <summary>A bundled reminder, and the day's single text about all of them if it is not planned yet.</summary>
    private Reminder[] Bundle(Docket docket, Reminder bundled, Instant now)
    {
        var day = now.InZone(ReminderPlan.ZoneOf(docket.Cardholder)).Date;
        var subject = new ReminderSubject(ReminderSubjectKind.Text, $"date-news-{LocalDatePattern.Iso.Format(day)}", 1);
        var bundle = Reminder.Plan(docket.Cardholder.Id, subject, ReminderOccasion.Notice, now, now + s_bundleIsNews);
        return docket.Reminders.Any(one => one.Id == bundle.Id)
            ? [bundled]
            : [bundled, bundle with { Body = ReminderText.Render(docket.Cardholder, TextKey.DateNews, TextSubject.None, text.Values(docket.Cardholder)) }];
    }

    /// <summary>Records the outcomes that could not be recorded before. No request if there are none.</summary>
    /// <returns>The first storage failure, which did not prevent the others from being recorded; null if none. This process still knows the outcome.</returns>
    internal async Task<DependencyUnavailableException?> RecordAsync(CancellationToken cancellationToken)
    {
        DependencyUnavailableException? first = null;
        foreach (var (id, passed) in _unrecorded)
        {
            try
            {
                if (await dockets.LoadAsync(id.Cardholder, cancellationToken) is { } docket)
                {
                    await RecordAsync(docket, id, passed, cancellationToken);
                }
            }
            catch (DependencyUnavailableException failure)
            {
                first ??= failure;
            }
        }

        return first;
    }

    /// <summary>Postpones a hint, so that one faulty reminder or docket does not hold up the runs.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; the hint must be followed again.</exception>
    internal async Task PutOffAsync(DueHint hint, Duration by, CancellationToken cancellationToken)
    {
        await due.AddAsync(hint.Reminder, Now() + by, cancellationToken);
        await due.CloseAsync(hint, cancellationToken);
    }

    /// <summary>
    /// The state of the reminder, <see cref="ReminderState.Claimed"/> if its outcome could not be recorded because of other commands;
    /// null if another command changed the docket before the claim and the decision must be made again.
    /// </summary>
    private async Task<ReminderState?> ClaimAndSendAsync(
        Docket docket, Reminder reminder, SenderNumber sender, SendingRun run, CancellationToken cancellationToken)
    {
        SmsOutcome? outcome = null;
        try
        {
            // This precedes the claim: a reminder that cannot be rendered is not claimed.
            var words = text.Of(docket, reminder, Now());
            var operation = OperationId.New();
            var claim = reminder with
            {
                State = ReminderState.Claimed,
                Reason = null,
                Attempts = reminder.Attempts + 1,
                Operation = operation.Value,
                ClaimedAt = Now(),
                ChangedAt = Now(),
            };
            var passed = new Passed(operation.Value, ReminderState.Planned, "not-sent");
            Docket? claimed;
            try
            {
                // On cancellation nothing more is claimed. A claimed message is completed, since every call has its own time limit.
                cancellationToken.ThrowIfCancellationRequested();
                claimed = await CommitAsync(docket, claim, operation, CancellationToken.None);
            }
            catch (DependencyUnavailableException)
            {
                // The claim may be committed, and nothing was sent under it.
                _unrecorded[reminder.Id] = passed;
                throw;
            }

            if (claimed is null)
            {
                return null;
            }

            try
            {
                var mobile = (reminder.To ?? docket.Cardholder.Details.Mobile)!;
                var phone = await phones.FindAsync(mobile, CancellationToken.None);
                if (phone.OptOut is { } optOut && !Confirms(reminder, optOut))
                {
                    passed = passed with { State = ReminderState.Suppressed, Reason = "opted-out" };
                }
                else if (Now() - claim.ClaimedAt < s_claimIsFresh && SendDecision.For(docket, reminder, Now()).Action == SendAction.Send)
                {
                    // This is checked again, since waiting for a turn and for the claim may have passed the closing hour.
                    // If the port breaks its contract and throws, the outcome is unknown.
                    outcome = new(SmsResult.Unknown, Reason: "no-answer");
                    passed = passed.With(outcome, mobile, Now());
                    outcome = await sms.SendAsync(new(sender.Number, mobile, words, reminder.Id), CancellationToken.None);
                    passed = passed.With(outcome, mobile, Now());
                }
            }
            finally
            {
                _unrecorded[reminder.Id] = passed;
            }

            return await RecordAsync(claimed, reminder.Id, passed, CancellationToken.None) ? passed.State : ReminderState.Claimed;
        }
        finally
        {
            run.Leave(sender, outcome);
        }
    }

    /// <summary>Records the outcome of a claim, unless a receipt or another sender has already settled it.</summary>
    /// <returns>False if other commands kept changing the docket; this process still knows the outcome.</returns>
    private async Task<bool> RecordAsync(Docket docket, ReminderId id, Passed passed, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var reminder = docket.Reminders.FirstOrDefault(one => one.Id == id);
            if (reminder?.State != ReminderState.Claimed || reminder.Operation != passed.Operation)
            {
                _unrecorded.TryRemove(id, out _);
                return true;
            }

            var after = reminder with
            {
                State = passed.State,
                Reason = passed.Reason,
                MessageId = passed.MessageId,
                SentAt = passed.At,
                ChangedAt = Now(),
                Body = passed.State == ReminderState.Planned ? reminder.Body : null,
                To = passed.State == ReminderState.Planned ? reminder.To : null,
            };
            if (await CommitAsync(docket, after, OperationId.New(), cancellationToken, Faulted(docket.Cardholder, passed)) is not null)
            {
                _unrecorded.TryRemove(id, out _);
                return true;
            }

            docket = await dockets.LoadAsync(id.Cardholder, cancellationToken) ?? throw new DependencyUnavailableException("storage");
        }

        return false;
    }

    private Task<Docket?> CommitAsync(
        Docket docket, Reminder reminder, OperationId operation, CancellationToken cancellationToken, Cardholder? cardholder = null)
    {
        var kind = $"reminder-{reminder.State.ToString().ToLowerInvariant()}";
        return dockets.CommitAsync(docket, new DocketChange(kind) { Cardholder = cardholder, Reminders = [reminder] }, s_actor, operation, cancellationToken);
    }

    // A refusal of the recipient means that the number is unusable; a refusal of the whole request does not.
    private Cardholder? Faulted(Cardholder cardholder, Passed passed) =>
        passed.Reason?.StartsWith("recipient-", StringComparison.Ordinal) == true && passed.State == ReminderState.Failed
            && cardholder.PhoneFault is null && cardholder.Details.Mobile == passed.Mobile
            ? cardholder with { PhoneFault = new(Now(), passed.Reason) }
            : null;

    // A person who opts out gets one confirmation.
    private static bool Confirms(Reminder reminder, OptOut optOut) => reminder.Occasion == ReminderOccasion.Answer && optOut.Evidence == reminder.Subject.Id;

    private async Task<FollowedHint> CloseAsync(DueHint hint, ReminderState state, CancellationToken cancellationToken)
    {
        // A message sent long after its hint's time gets a day for its receipt from now.
        if (state == ReminderState.Accepted && Now() - DueReminders.BucketOf(hint.At) > SettleUnansweredReminders.MayLeaveLate)
        {
            await due.AddAsync(hint.Reminder, Now(), cancellationToken);
        }

        await due.CloseAsync(hint, cancellationToken);
        return FollowedHint.Done;
    }

    private async Task<FollowedHint> DropAsync(DueHint hint, CancellationToken cancellationToken)
    {
        await due.DropAsync(hint, cancellationToken);
        return FollowedHint.Done;
    }

    private Instant Now() => clock.GetCurrentInstant();

    /// <summary>The outcome of a claim.</summary>
    private sealed record Passed(string Operation, ReminderState State, string? Reason, string? MessageId = null, Instant? At = null, string? Mobile = null)
    {
        public Passed With(SmsOutcome outcome, string mobile, Instant at) => outcome.Result switch
        {
            SmsResult.Accepted => this with { State = ReminderState.Accepted, Reason = null, MessageId = outcome.MessageId, At = at },
            SmsResult.NotSent => this with { State = ReminderState.Planned, Reason = outcome.Reason },
            SmsResult.Rejected => this with { State = ReminderState.Failed, Reason = outcome.Reason, Mobile = mobile },
            _ => this with { State = ReminderState.Unknown, Reason = outcome.Reason },
        };
    }
}

/// <summary>The result of following a hint.</summary>
internal enum FollowedHint
{
    /// <summary>Nothing is left to do.</summary>
    Done,

    /// <summary>The next run must follow it again.</summary>
    MeetAgain,

    /// <summary>The next run must follow it again, because other commands kept changing the docket; the storage did not fail.</summary>
    Contended,
}
