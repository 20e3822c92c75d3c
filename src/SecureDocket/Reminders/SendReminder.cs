using NodaTime;
using NodaTime.Text;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Texts;

namespace SecureDocket.Reminders;

/// <summary>Follows one hint to its reminder and sends it at most once: the claim is committed before the provider is called.</summary>
/// <remarks>A sent reminder takes five requests: the docket, the claim, the phone, the outcome, the hint. An officer's words take one more.</remarks>
public sealed class SendReminder(
    DocketStore dockets, DueReminders due, Phones phones, ClaimOutcomes outcomes, ISms sms, SmsOptions options, ReminderPlan plan, ReminderText text, KeptWords kept,
    UntoldNews untold, TimeProvider clock)
{
    private const int AttemptLimit = 8;

    // A hint precedes the commit that plans its reminder; no command delays the commit for this long.
    private static readonly Duration s_commitMayTake = Duration.FromHours(1);

    private static readonly Duration s_bundleIsNews = Duration.FromDays(1);

    // A process that was paused after its claim checks everything again.
    private static readonly Duration s_claimIsFresh = Duration.FromSeconds(30);

    /// <summary>The sender, as events name it.</summary>
    internal static Actor Actor { get; } = Actor.System("SendDueReminders");

    /// <summary>The kind of the event that records a reminder's new state.</summary>
    internal static string KindOf(ReminderState state) => $"reminder-{state.ToString().ToLowerInvariant()}";

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

            if (outcomes.Of(id) is { } passed)
            {
                if (!await outcomes.RecordAsync(docket, id, passed, cancellationToken))
                {
                    return FollowedHint.Contended;
                }

                continue;
            }

            var decision = SendDecision.For(plan, options.Window, docket, reminder, now);
            switch (decision.Action)
            {
                case SendAction.Leave:
                    return FollowedHint.MeetAgain;
                case SendAction.Close:
                    return await CloseAsync(hint, reminder.State, cancellationToken);
                case SendAction.Wait:
                    // The text still tells the other date, but too late to spare the way to a closed door.
                    await CallAsync(docket, reminder, now < reminder.Before && decision.At >= reminder.Before ? "no-hour-left" : null, now, cancellationToken);
                    await due.AddAsync(reminder, decision.At, cancellationToken);
                    return await CloseAsync(hint, reminder.State, cancellationToken);
                case SendAction.Settle:
                    await CallAsync(docket, reminder, decision.Reason, now, cancellationToken);
                    var settled = reminder with { State = decision.State, Reason = decision.Reason, ChangedAt = now, To = null };
                    if (await CommitAsync(docket, settled, OperationId.New(), cancellationToken) is not null)
                    {
                        return await CloseAsync(hint, settled.State, cancellationToken);
                    }

                    break;
                case SendAction.Bundle:
                    var bundled = reminder with { State = ReminderState.Superseded, Reason = "bundled", ChangedAt = now };
                    var change = new DocketChange("reminder-superseded") { Reminders = Bundle(docket, bundled, now) };
                    if (await dockets.CommitAsync(docket, change, Actor, OperationId.New(), cancellationToken) is not null)
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

    /// <summary>Postpones a hint, so that one faulty reminder or docket does not hold up the runs.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; the hint must be followed again.</exception>
    internal async Task PutOffAsync(DueHint hint, Duration by, CancellationToken cancellationToken)
    {
        var again = Now() + by;
        await due.AddAsync(hint.Reminder, hint.Urgency, again, cancellationToken);

        // One that counts for its day is enough; otherwise each hour would leave another one to settle.
        await (IsSameDay(hint.At, again) ? due.DropAsync(hint, cancellationToken) : due.CloseAsync(hint, cancellationToken));
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
            var words = reminder.Words is { } name ? await kept.FindAsync(docket.Cardholder.Id, name, cancellationToken) : text.Of(docket, reminder, Now());
            if (words is null)
            {
                var gone = reminder with { State = ReminderState.Expired, Reason = "words-deleted", ChangedAt = Now() };
                return await CommitAsync(docket, gone, OperationId.New(), cancellationToken) is null ? null : gone.State;
            }

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
            var passed = new ClaimOutcome(operation.Value, ReminderState.Planned, "not-sent");
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
                outcomes.Keep(reminder.Id, passed);
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

                // What the person was given later is another number than the one that is named here.
                var isSilenced = reminder.To is null ? phone.Silences(docket.Cardholder) : phone.IsOptedOut;
                if (isSilenced && !(reminder.Occasion == ReminderOccasion.Answer && phone.IsAnswered(reminder.Subject.Id)))
                {
                    passed = passed with { State = ReminderState.Suppressed, Reason = "opted-out" };
                    await CallAsync(docket, reminder, passed.Reason, Now(), CancellationToken.None);
                }
                else if (Now() - claim.ClaimedAt < s_claimIsFresh && SendDecision.For(plan, options.Window, docket, reminder, Now()).Action == SendAction.Send)
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
                outcomes.Keep(reminder.Id, passed);
            }

            return await outcomes.RecordAsync(claimed, reminder.Id, passed, CancellationToken.None) ? passed.State : ReminderState.Claimed;
        }
        finally
        {
            run.Leave(sender, outcome);
        }
    }

    private Task CallAsync(Docket docket, Reminder reminder, string? reason, Instant now, CancellationToken cancellationToken) =>
        reason is null ? Task.CompletedTask : untold.RaiseAsync(docket, reminder, reason, now, cancellationToken);

    private Task<Docket?> CommitAsync(Docket docket, Reminder reminder, OperationId operation, CancellationToken cancellationToken) =>
        dockets.CommitAsync(docket, new DocketChange(KindOf(reminder.State)) { Reminders = [reminder] }, Actor, operation, cancellationToken);

    private async Task<FollowedHint> CloseAsync(DueHint hint, ReminderState state, CancellationToken cancellationToken)
    {
        // A message sent long after its hint's time gets a day for its receipt from now.
        if (state == ReminderState.Accepted && Now() - DueReminders.BucketOf(hint.At) > SettleUnansweredReminders.MayLeaveLate)
        {
            await due.AddAsync(hint.Reminder, hint.Urgency, Now(), cancellationToken);
        }

        await due.CloseAsync(hint, cancellationToken);
        return FollowedHint.Done;
    }

    private async Task<FollowedHint> DropAsync(DueHint hint, CancellationToken cancellationToken)
    {
        await due.DropAsync(hint, cancellationToken);
        return FollowedHint.Done;
    }

    private static bool IsSameDay(Instant one, Instant other) => one.InUtc().Date == other.InUtc().Date;

    private Instant Now() => clock.GetCurrentInstant();
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
