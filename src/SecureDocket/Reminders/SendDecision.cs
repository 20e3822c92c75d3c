using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>The decision about a reminder immediately before it is sent: a pure function of the docket.</summary>
internal sealed record SendDecision(SendAction Action, ReminderState State = ReminderState.Planned, string? Reason = null, Instant At = default)
{
    /// <summary>How long a claim is valid: longer than a handover to the provider takes, so an older claim without an outcome will never get one.</summary>
    public static Duration ClaimHolds { get; } = Duration.FromMinutes(5);

    /// <summary>
    /// The maximum number of texts about dates a day, not counting replies and reminders of the next date. Further ones are bundled into
    /// one that says whom to call.
    /// </summary>
    public const int DailyTexts = 10;

    private static readonly Duration s_answerIsFresh = Duration.FromMinutes(15);

    /// <summary>Decides.</summary>
    /// <param name="plan">Which reminders the docket needs.</param>
    /// <param name="window">When messages may be sent.</param>
    /// <param name="docket">The docket.</param>
    /// <param name="reminder">The reminder.</param>
    /// <param name="now">The current time.</param>
    public static SendDecision For(ReminderPlan plan, SendWindow window, Docket docket, Reminder reminder, Instant now)
    {
        if (reminder.State == ReminderState.Claimed)
        {
            return now - reminder.ClaimedAt!.Value < ClaimHolds ? new(SendAction.Leave) : Settle(ReminderState.Unknown, "no-answer");
        }

        if (reminder.State != ReminderState.Planned)
        {
            return new(SendAction.Close);
        }

        if (plan.WhyNot(docket, reminder) is { } exit)
        {
            return Settle(exit, null);
        }

        if (now >= reminder.Until)
        {
            return Settle(ReminderState.Expired, "too-late");
        }

        if (reminder.Due > now)
        {
            return new(SendAction.Wait, At: reminder.Due);
        }

        if (reminder.To is null && docket.Cardholder.Details.Mobile is null)
        {
            return Settle(ReminderState.Suppressed, "no-phone");
        }

        if (reminder.To is null && docket.Cardholder.PhoneFault is not null && reminder.Occasion != ReminderOccasion.Answer)
        {
            return Settle(ReminderState.Suppressed, "number-failed");
        }

        // A reply follows the person's text within minutes, at any hour; a late one waits for the morning.
        var isFresh = reminder.Occasion == ReminderOccasion.Answer && now - reminder.Due < s_answerIsFresh;
        var zone = ReminderPlan.ZoneOf(docket.Cardholder);
        var opens = isFresh ? now : IsNewsOfDate(reminder) ? window.NextForNews(now, reminder.ShouldBeKnownBy(now), zone) : window.NextOpen(now, zone);
        return opens == now ? new(IsTooMuch(docket, reminder, now) ? SendAction.Bundle : SendAction.Send)
            : opens < reminder.Until ? new(SendAction.Wait, At: opens)
            : Settle(ReminderState.Expired, "no-hour-left");
    }

    // Card news, missed check-ins and reminders of the next date are rare, so each of them is sent.
    private static bool IsTooMuch(Docket docket, Reminder reminder, Instant now) =>
        reminder.Subject.Kind is ReminderSubjectKind.Hearing or ReminderSubjectKind.CheckIn
        && reminder.Occasion != ReminderOccasion.Missed
        && (reminder.Occasion == ReminderOccasion.Notice || (reminder.Subject.Id != docket.NextHearing(now)?.Id && reminder.Subject.Id != docket.NextCheckIn(now)?.Id))
        && docket.TextsSince(now - Duration.FromDays(1)) >= DailyTexts;

    /// <summary>Whether a reminder tells of a date that was set, moved, cancelled or stands before a closed door; it may then leave in urgent hours.</summary>
    public static bool IsNewsOfDate(Reminder reminder) =>
        reminder is { Occasion: ReminderOccasion.Notice or ReminderOccasion.Closed, Subject.Kind: ReminderSubjectKind.Hearing or ReminderSubjectKind.CheckIn };

    private static SendDecision Settle(ReminderState state, string? reason) => new(SendAction.Settle, state, reason);
}

/// <summary>The possible decisions.</summary>
internal enum SendAction
{
    /// <summary>Another sender holds it.</summary>
    Leave,

    /// <summary>Nothing is left to do; mark the hint as followed.</summary>
    Close,

    /// <summary>It is not sent; record the reason.</summary>
    Settle,

    /// <summary>It must not be sent yet; check it again later.</summary>
    Wait,

    /// <summary>Claim and send it.</summary>
    Send,

    /// <summary>It is not sent on its own: one text a day says that there is more.</summary>
    Bundle,
}
