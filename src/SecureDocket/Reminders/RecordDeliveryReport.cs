using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>Records the delivery of a message. Receipts arrive in any order, repeatedly, and possibly before our own commit.</summary>
/// <remarks>
/// States only move forward: a delivered or failed message stays so. If a message failed for a temporary reason,
/// another one is planned in the same change; if its fate is unknown, none is, since it may have arrived.
/// </remarks>
public sealed class RecordDeliveryReport(DocketStore dockets, Phones phones, SmsOptions options, UntoldNews untold, Telemetry telemetry, TimeProvider clock)
{
    /// <summary>The code of a receipt that leads to no reminder. It is stable, since the quarantine stores it.</summary>
    public const string NoSuchReminder = "no-such-reminder";

    /// <summary>The reason for not sending the notice of a check-in that the person booked by text. It is stable, since the docket stores it.</summary>
    private const string Answered = "answered";

    private const int RetryLimit = 2;

    private static readonly Actor s_actor = Actor.System("RecordSmsEvent");
    private static readonly Duration s_retryAfter = Duration.FromMinutes(30);

    /// <summary>Records a receipt; repeated receipts have no further effect.</summary>
    /// <returns>Whether it said anything new; refused if the receipt's tag leads to no reminder on record.</returns>
    public async Task<Result<bool>> ExecuteAsync(DeliveryReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (!ReminderId.TryParse(report.Tag, out var id))
        {
            return NotFound();
        }

        var verdict = DeliveryCodes.Of(report.Delivered, report.Code);
        var phone = new PhoneState();
        if (verdict == DeliveryVerdict.OptedOut)
        {
            phone = await phones.ChangeAsync(
                report.To, phone => phone.WithOptOut(new(report.At, OptOut.CarrierEvidence)).WithBlock(new(report.From, report.At)), cancellationToken);
        }

        var isNews = false;
        Result<DocketChange?> Decided(Docket docket)
        {
            var decided = Decide(docket, id, report, verdict, phone);
            isNews = decided.Value is not null;
            return decided;
        }

        var changed = await dockets.ChangeAsync(id.Cardholder, Decided, s_actor, OperationId.For(s_actor, report.MessageId), cancellationToken);
        if (isNews && !DeliveryCodes.AreDocumented(report.Delivered, report.Code))
        {
            telemetry.ReceiptNotDocumented();
        }

        if (changed.Value is { } docket && docket.Reminders.FirstOrDefault(reminder => reminder.Id == id) is { State: ReminderState.Failed } failed
            && !docket.Reminders.Any(reminder => reminder.Id == ReminderId.Of(id.Cardholder, failed.Subject, failed.Occasion, failed.Retry + 1)
                && !(reminder.Due >= reminder.Before)))
        {
            await untold.RaiseAsync(docket, failed, failed.Reason ?? "failed", clock.GetCurrentInstant(), cancellationToken);
        }

        return changed.IsRefused ? changed.Refusals.ToList() : isNews;
    }

    private Result<DocketChange?> Decide(Docket docket, ReminderId id, DeliveryReport report, DeliveryVerdict verdict, PhoneState phone)
    {
        if (docket.Reminders.FirstOrDefault(reminder => reminder.Id == id) is not { } present)
        {
            return NotFound();
        }

        var (state, kind) = verdict switch
        {
            DeliveryVerdict.Delivered => (ReminderState.Delivered, "reminder-delivered"),
            DeliveryVerdict.Unknown => (ReminderState.Unknown, "reminder-unknown"),
            _ => (ReminderState.Failed, "reminder-failed"),
        };
        if (!IsNews(present.State, state))
        {
            return (DocketChange?)null;
        }

        var now = clock.GetCurrentInstant();
        var reason = report.Code is { } code ? $"sms-{code}" : "sms-no-code";
        var settled = present with
        {
            State = state,
            Reason = state == ReminderState.Delivered ? null : reason,
            MessageId = present.MessageId ?? report.MessageId,
            SentAt = present.SentAt ?? present.ClaimedAt ?? now,
            ChangedAt = now,
            Body = null,
            To = null,
        };
        return new DocketChange(kind)
        {
            Cardholder = verdict switch
            {
                DeliveryVerdict.Permanent => WithFault(docket.Cardholder, report, new(now, reason)),
                DeliveryVerdict.OptedOut when phone.IsBlockedFor(report.From) && docket.Cardholder.Details.Mobile == report.To =>
                    docket.Cardholder with { TextsOff = phone.OffFor(docket.Cardholder, report.From) },
                _ => null,
            },
            Reminders =
            [
                settled,
                .. verdict == DeliveryVerdict.Retry && Another(docket, present, now) is { } another ? [another] : Array.Empty<Reminder>(),
                .. state == ReminderState.Delivered ? NeededNoLonger(docket, present, now) : [],
            ],
        };
    }

    // The person learned about the booking from the reply to their text. The ID stays known, so that nothing plans the notice again.
    private static IEnumerable<Reminder> NeededNoLonger(Docket docket, Reminder answer, Instant now) => docket.Reminders
        .Where(reminder => reminder is { State: ReminderState.Planned, Occasion: ReminderOccasion.Notice } && reminder.Subject == answer.Confirms)
        .Select(reminder => reminder with { State = ReminderState.Superseded, Reason = Answered, ChangedAt = now });

    // A message considered superseded was sent after all if it reached the phone.
    private static bool IsNews(ReminderState present, ReminderState said) => present switch
    {
        ReminderState.Planned or ReminderState.Claimed or ReminderState.Accepted => true,
        ReminderState.Unknown => said != ReminderState.Unknown,
        ReminderState.Delivered or ReminderState.Failed => false,
        _ => said == ReminderState.Delivered,
    };

    // The person may have another number by now.
    private static Cardholder? WithFault(Cardholder cardholder, DeliveryReport report, PhoneFault fault) =>
        cardholder.PhoneFault is null && cardholder.Details.Mobile == report.To ? cardholder with { PhoneFault = fault } : null;

    private Reminder? Another(Docket docket, Reminder failed, Instant now)
    {
        // A late reply is useless, and its text is no longer stored; the same holds for a daily bundle. An officer's words are still there.
        var retry = failed.Retry + 1;
        if (retry > RetryLimit || (failed.Subject.Kind == ReminderSubjectKind.Text && failed.Words is null))
        {
            return null;
        }

        var id = ReminderId.Of(docket.Cardholder.Id, failed.Subject, failed.Occasion, retry);
        var (again, zone) = (now + (s_retryAfter * retry), ReminderPlan.ZoneOf(docket.Cardholder));
        var due = SendDecision.IsNewsOfDate(failed) ? options.Window.NextForNews(again, failed.ShouldBeKnownBy(now), zone) : options.Window.NextOpen(again, zone);
        return due >= failed.Until || docket.Reminders.Any(reminder => reminder.Id == id) ? null : new()
        {
            Id = id,
            Subject = failed.Subject,
            Occasion = failed.Occasion,
            Retry = retry,
            News = failed.News,
            Words = failed.Words,
            Due = due,
            Until = failed.Until,
            Before = failed.Before,
        };
    }

    private static Refusal NotFound() => RemindersRefusals.NoSuchReminder;
}
