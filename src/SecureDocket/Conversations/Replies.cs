using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>Plans replies to texts. A reply is a reminder like any other; a text has at most one, and one question about the next date after it.</summary>
public sealed class Replies(ReminderText text, SmsOptions options)
{
    /// <summary>The maximum number of replies in one docket a day to texts that do nothing, so that two machines replying to each other come to an end.</summary>
    internal const int DayLimit = 10;

    /// <summary>The number of replies a day from which nothing is done or kept for people either; below it whatever is done gets its reply.</summary>
    internal const int ActionDayLimit = 30;

    private const int ReplyVersion = 1;
    private const int QuestionVersion = 2;

    // A text up to this old gets its reply at any hour, since the person is waiting for it.
    private static readonly Duration s_isFresh = Duration.FromMinutes(15);
    private static readonly Duration s_isOfUse = Duration.FromHours(2);
    private static readonly Duration s_day = Duration.FromDays(1);

    /// <summary>The ID of the reply to a text, or of the question after it.</summary>
    internal static ReminderId IdOf(Docket docket, string messageId, bool isQuestion = false) =>
        ReminderId.Of(docket.Cardholder.Id, SubjectOf(messageId, isQuestion), ReminderOccasion.Answer, 0);

    /// <summary>Whether a text has a reply.</summary>
    internal static bool Has(Docket docket, string messageId) => Find(docket, messageId) is not null;

    /// <summary>The reply to a text, or the question after it; null if there is none.</summary>
    internal static Reminder? Find(Docket docket, string messageId, bool isQuestion = false)
    {
        var id = IdOf(docket, messageId, isQuestion);
        return docket.Reminders.FirstOrDefault(reminder => reminder.Id == id);
    }

    /// <summary>The number of replies in a docket within a day, questions about the next date not counted.</summary>
    internal static int CountOf(Docket docket, Instant now) => docket.Reminders.Count(
        reminder => reminder.Occasion == ReminderOccasion.Answer && reminder.Subject.Version == ReplyVersion && reminder.Due > now - s_day);

    /// <summary>The number of replies in a docket within a day that say that a person will read the text.</summary>
    internal static int RaisedIn(Docket docket, Instant now) => docket.Reminders.Count(reminder => reminder.Raised is not null && reminder.Due > now - s_day);

    /// <summary>When the reply to a text may be sent: at once, or within messaging hours if the text reached us late.</summary>
    internal Instant DueOf(Docket docket, InboundSms sms, Instant now) =>
        IsFresh(sms, now) ? now : options.Window.NextOpen(now, ReminderPlan.ZoneOf(docket.Cardholder));

    /// <summary>Creates the reply to a text.</summary>
    internal Reminder Write(Docket docket, InboundSms sms, Reply reply, Instant now, bool isQuestion = false) => Reminder.Plan(
        docket.Cardholder.Id,
        SubjectOf(sms.MessageId, isQuestion),
        ReminderOccasion.Answer,
        DueOf(docket, sms, now),
        sms.At + (IsFresh(sms, now) ? s_isOfUse : s_day)) with
    {
        Body = ReminderText.Render(docket.Cardholder, reply.Key, reply.Date?.Subject ?? reply.Subject, ValuesOf(docket, reply, now)),
        Confirms = reply.Confirms,
        Asks = reply.Asks,
        Raised = reply.Raised,
    };

    private static bool IsFresh(InboundSms sms, Instant now) => now - sms.At <= s_isFresh;

    private TextValues ValuesOf(Docket docket, Reply reply, Instant now)
    {
        var person = docket.Cardholder;
        if (reply.Offer is not { } offer)
        {
            return reply.Date is { } date ? text.Values(person, date.Start, date.TimeZone, date.Instant, now) : text.Values(person);
        }

        // Several people may share a phone; if the reply is in another person's docket, the check-in is not there.
        var zone = DateTimeZoneProviders.Tzdb[offer.TimeZone];
        var start = docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == offer.CheckInId)?.Start ?? offer.Openings[0].Start;
        return text.Values(person, start, offer.TimeZone, InstantOf(start), now) with
        {
            Openings = [.. offer.Openings.Select(opening => opening.Start)],
            OpeningSuffixes = [.. offer.Openings.Select(opening => ZoneSuffix.For(InstantOf(opening.Start), zone, ReminderPlan.ZoneOf(person)))],
        };

        Instant InstantOf(LocalDateTime time) => time.InZoneLeniently(zone).ToInstant();
    }

    private static ReminderSubject SubjectOf(string messageId, bool isQuestion) => new(ReminderSubjectKind.Text, messageId, isQuestion ? QuestionVersion : ReplyVersion);
}

/// <summary>The content of a reply.</summary>
/// <param name="Key">The text.</param>
/// <param name="Date">The date in it, if any.</param>
/// <param name="Offer">The openings in it, if any.</param>
/// <param name="Subject">The subject, if it contains no date.</param>
/// <param name="Confirms">The check-in that was booked, if any; see <see cref="Reminder.Confirms"/>.</param>
/// <param name="Asks">The date that it asks about, if any; see <see cref="Reminder.Asks"/>.</param>
/// <param name="Raised">The item that it says a person will read, if any; see <see cref="Reminder.Raised"/>.</param>
internal sealed record Reply(
    TextKey Key, TextedDate? Date = null, Offer? Offer = null, TextSubject Subject = TextSubject.None, ReminderSubject? Confirms = null, ReminderSubject? Asks = null,
    string? Raised = null);
