using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>Writes answers to what people text. An answer is a reminder like any other, of which a text has one at most.</summary>
public sealed class Answers(ReminderText text)
{
    /// <summary>The most answers to one phone within a day: two machines that answer each other come to an end.</summary>
    internal const int DayLimit = 10;

    private static readonly Duration s_isOfUse = Duration.FromHours(2);
    private static readonly Duration s_day = Duration.FromDays(1);

    /// <summary>The id of the answer to a text.</summary>
    internal static ReminderId IdOf(Docket docket, string messageId) => ReminderId.Of(docket.Cardholder.Id, SubjectOf(messageId), ReminderOccasion.Answer, 0);

    /// <summary>Whether a text has its answer.</summary>
    internal static bool Has(Docket docket, string messageId) => Find(docket, messageId) is not null;

    /// <summary>The answer to a text; null when there is none.</summary>
    internal static Reminder? Find(Docket docket, string messageId) => docket.Reminders.FirstOrDefault(reminder => reminder.Id == IdOf(docket, messageId));

    /// <summary>Whether a phone has had as many answers as it may.</summary>
    internal static bool AreEnough(IReadOnlyList<Docket> owners, Instant now) =>
        owners.Sum(owner => owner.Reminders.Count(reminder => reminder.Occasion == ReminderOccasion.Answer && reminder.Due > now - s_day)) >= DayLimit;

    /// <summary>The answer to a text.</summary>
    internal Reminder Write(Docket docket, string messageId, Reply reply, Instant now) => Reminder.Plan(
        docket.Cardholder.Id, SubjectOf(messageId), ReminderOccasion.Answer, now, now + s_isOfUse) with
    {
        Body = ReminderText.Render(docket.Cardholder, reply.Key, reply.Date?.Subject ?? reply.Subject, ValuesOf(docket, reply, now)),
    };

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
internal sealed record Reply(TextKey Key, TextedDate? Date = null, Offer? Offer = null, TextSubject Subject = TextSubject.None);
