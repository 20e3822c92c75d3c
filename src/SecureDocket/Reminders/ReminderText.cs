using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Messages;
using SecureDocket.Texts;

namespace SecureDocket.Reminders;

/// <summary>Writes a reminder from the docket as it stands when it leaves.</summary>
public sealed class ReminderText(SmsOptions options)
{
    /// <summary>The news that somebody was given a way into the portal.</summary>
    internal const string WayIn = "way-in";

    /// <summary>The news that texts go to another number.</summary>
    internal const string Number = "number";

    // Whoever has read so many in a day knows it, and whom to call.
    private const int DailyNews = 5;

    private static readonly Duration s_isNews = Duration.FromDays(7);

    /// <summary>The words of a reminder in the person's language and tier.</summary>
    /// <param name="docket">The docket as it stands.</param>
    /// <param name="reminder">One of its reminders.</param>
    /// <param name="now">The moment of writing; a date that is far from it names its year.</param>
    /// <exception cref="InvalidOperationException">The docket does not hold what the reminder is about.</exception>
    public string Of(Docket docket, Reminder reminder, Instant now)
    {
        ArgumentNullException.ThrowIfNull(docket);
        ArgumentNullException.ThrowIfNull(reminder);
        var subject = reminder.Subject;
        return subject.Kind switch
        {
            ReminderSubjectKind.Text => reminder.Body ?? throw Missing(reminder),
            ReminderSubjectKind.Hearing when docket.Hearings.FirstOrDefault(one => one.Id == subject.Id) is { } hearing =>
                OfDate(docket, reminder, TextSubject.Hearing, hearing.Status == HearingStatus.Cancelled, hearing.Start, hearing.TimeZone, hearing.Instant, now),
            ReminderSubjectKind.CheckIn when docket.CheckIns.FirstOrDefault(one => one.Id == subject.Id) is { } checkIn =>
                OfDate(docket, reminder, TextSubject.CheckIn, checkIn.Status == CheckInStatus.Cancelled, checkIn.Start, checkIn.TimeZone, checkIn.Instant, now),
            ReminderSubjectKind.Card => Render(docket.Cardholder, KeyOf(reminder.News), TextSubject.Card, Values(docket.Cardholder)),
            _ => throw Missing(reminder),
        };
    }

    /// <summary>Words in a person's language and tier.</summary>
    public static string Render(Cardholder cardholder, TextKey key, TextSubject subject, TextValues values)
    {
        ArgumentNullException.ThrowIfNull(cardholder);
        return TextCatalogue.Default.Render(key, cardholder.Details.Language, cardholder.Details.MessageTier, subject, values);
    }

    /// <summary>News that is no date's and no card's, planned for the next hour in which texts may leave, five a day at most, and what is still planned of the same kind, whose place it takes.</summary>
    /// <param name="docket">The docket before the change that is told.</param>
    /// <param name="kind">The kind of news.</param>
    /// <param name="key">Its words, which take a contact.</param>
    /// <param name="now">The present.</param>
    /// <param name="to">The number that is told; null for the person's.</param>
    internal IReadOnlyList<Reminder> News(Docket docket, string kind, TextKey key, Instant now, string? to = null)
    {
        var person = docket.Cardholder;
        if (docket.Reminders.Count(reminder => reminder.Subject.Kind == ReminderSubjectKind.Text && reminder.Subject.Id == kind && reminder.MayHaveBeenRead
            && reminder.ClaimedAt > now - Duration.FromDays(1)) >= DailyNews)
        {
            return [];
        }

        var subject = new ReminderSubject(ReminderSubjectKind.Text, kind, docket.Version + 1);
        var news = Reminder.Plan(person.Id, subject, ReminderOccasion.Notice, SendWindow.NextOpen(now, ReminderPlan.ZoneOf(person)), now + s_isNews);
        return
        [
            news with { Body = Render(person, key, TextSubject.None, Values(person)), To = to },
            .. docket.Reminders
                .Where(reminder => reminder.State == ReminderState.Planned && reminder.Subject.Kind == ReminderSubjectKind.Text && reminder.Subject.Id == kind && reminder.To == to)
                .Select(reminder => reminder with { State = ReminderState.Superseded, ChangedAt = now, Body = null, To = null }),
        ];
    }

    /// <summary>What every text to a person says: whom it is from, and where to call.</summary>
    public TextValues Values(Cardholder cardholder)
    {
        ArgumentNullException.ThrowIfNull(cardholder);
        var details = cardholder.Details;
        return new()
        {
            Sender = details.MessageTier == MessageTier.CodeWord ? details.CodeWord ?? options.Brand : options.Brand,
            Contact = options.Contact,
        };
    }

    /// <summary>What a text about a date says.</summary>
    /// <param name="cardholder">Who reads it.</param>
    /// <param name="start">What the venue's clock shows at the start.</param>
    /// <param name="timeZone">The venue's zone.</param>
    /// <param name="instant">The moment of the start.</param>
    /// <param name="now">The moment of writing.</param>
    public TextValues Values(Cardholder cardholder, LocalDateTime start, string timeZone, Instant instant, Instant now)
    {
        var venue = DateTimeZoneProviders.Tzdb[timeZone];
        return Values(cardholder) with
        {
            Today = now.InZone(venue).Date,
            Start = start,
            ZoneSuffix = ZoneSuffix.For(instant, venue, ReminderPlan.ZoneOf(cardholder)),
        };
    }

    private string OfDate(
        Docket docket, Reminder reminder, TextSubject subject, bool isCancelled, LocalDateTime start, string timeZone, Instant instant, Instant now)
    {
        var key = reminder.Occasion switch
        {
            ReminderOccasion.Missed => TextKey.CheckInMissed,
            ReminderOccasion.Notice when isCancelled => TextKey.DateCancelled,
            ReminderOccasion.Notice => docket.WasToldOf(reminder.Subject) ? TextKey.DateMoved : TextKey.DateSet,
            _ => TextKey.DateReminder,
        };
        return Render(docket.Cardholder, key, subject, Values(docket.Cardholder, start, timeZone, instant, now));
    }

    private static TextKey KeyOf(string? news) => news switch
    {
        "card-suspended" or JournalKinds.ClearanceDenied => TextKey.CardSuspended,
        "card-reported-lost" => TextKey.CardReportedLost,
        "card-reinstated" => TextKey.CardReinstated,
        "card-revoked" => TextKey.CardRevoked,
        "card-replaced" => TextKey.CardReplaced,
        "card-renewed" => TextKey.CardRenewed,
        "card-expired" => TextKey.CardExpired,
        JournalKinds.PhotoChanged => TextKey.PhotoChanged,
        _ => TextKey.CardNews,
    };

    private static InvalidOperationException Missing(Reminder reminder) => new($"There is nothing to say about {reminder.Id}.");
}
