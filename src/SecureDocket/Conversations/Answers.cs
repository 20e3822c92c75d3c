using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>Writes answers to what people text. An answer is a reminder like any other, of which a text has one at most.</summary>
public sealed class Answers(ReminderText text)
{
    /// <summary>The most answers in one docket within a day: two machines that answer each other come to an end.</summary>
    internal const int DayLimit = 10;

    /// <summary>From how many answers within a day on no opening is offered or booked either; until then those always have their answer.</summary>
    internal const int ActionDayLimit = 30;

    // While this old, a text is one whose answer the person waits for, at whatever hour.
    private static readonly Duration s_isFresh = Duration.FromMinutes(15);
    private static readonly Duration s_isOfUse = Duration.FromHours(2);
    private static readonly Duration s_day = Duration.FromDays(1);

    /// <summary>The id of the answer to a text.</summary>
    internal static ReminderId IdOf(Docket docket, string messageId) => ReminderId.Of(docket.Cardholder.Id, SubjectOf(messageId), ReminderOccasion.Answer, 0);

    /// <summary>Whether a text has its answer.</summary>
    internal static bool Has(Docket docket, string messageId) => Find(docket, messageId) is not null;

    /// <summary>The answer to a text; null when there is none.</summary>
    internal static Reminder? Find(Docket docket, string messageId) => docket.Reminders.FirstOrDefault(reminder => reminder.Id == IdOf(docket, messageId));

    /// <summary>How many answers a docket has had within a day.</summary>
    internal static int CountOf(Docket docket, Instant now) =>
        docket.Reminders.Count(reminder => reminder.Occasion == ReminderOccasion.Answer && reminder.Due > now - s_day);

    /// <summary>When the answer to a text may leave: at once, but in the hours for messages where the text comes to us late.</summary>
    internal static Instant DueOf(Docket docket, InboundSms sms, Instant now) =>
        IsFresh(sms, now) ? now : SendWindow.NextOpen(now, ReminderPlan.ZoneOf(docket.Cardholder));

    /// <summary>The answer to a text.</summary>
    internal Reminder Write(Docket docket, InboundSms sms, Reply reply, Instant now) => Reminder.Plan(
        docket.Cardholder.Id,
        SubjectOf(sms.MessageId),
        ReminderOccasion.Answer,
        DueOf(docket, sms, now),
        sms.At + (IsFresh(sms, now) ? s_isOfUse : s_day)) with
    {
        Body = ReminderText.Render(docket.Cardholder, reply.Key, reply.Date?.Subject ?? reply.Subject, ValuesOf(docket, reply, now)),
        Confirms = reply.Confirms,
    };

    private static bool IsFresh(InboundSms sms, Instant now) => now - sms.At <= s_isFresh;

    private TextValues ValuesOf(Docket docket, Reply reply, Instant now)
    {
        var person = docket.Cardholder;
        if (reply.Offer is not { } offer)
        {
            return reply.Date is { } date ? text.Values(person, date.Start, date.TimeZone, date.Instant, now) : text.Values(person);
        }

        // The first opening says which abbreviation the venue's clock has; all are within weeks.
        var start = offer.Openings[0].Start;
        var zone = DateTimeZoneProviders.Tzdb[offer.TimeZone];
        return text.Values(person, start, offer.TimeZone, start.InZoneLeniently(zone).ToInstant(), now) with
        {
            // A phone may be of several people; where the answer goes to another's docket, the check-in is not in it.
            Start = docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == offer.CheckInId)?.Start ?? start,
            Openings = [.. offer.Openings.Select(opening => opening.Start)],
        };
    }

    private static ReminderSubject SubjectOf(string messageId) => new(ReminderSubjectKind.Text, messageId, 1);
}

/// <summary>What is answered.</summary>
/// <param name="Key">Which text.</param>
/// <param name="Date">The date that it names, if any.</param>
/// <param name="Offer">The openings that it lists, if any.</param>
/// <param name="Subject">What it is about when it names no date.</param>
/// <param name="Confirms">What was booked, if anything, see <see cref="Reminder.Confirms"/>.</param>
internal sealed record Reply(
    TextKey Key, TextedDate? Date = null, Offer? Offer = null, TextSubject Subject = TextSubject.None, ReminderSubject? Confirms = null);
