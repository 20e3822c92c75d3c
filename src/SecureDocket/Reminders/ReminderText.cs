using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Messages;
using SecureDocket.Texts;

namespace SecureDocket.Reminders;

/// <summary>Renders a reminder from the docket at the time of sending.</summary>
public sealed class ReminderText(SmsOptions options)
{
    /// <summary>The news that someone was given access to the portal.</summary>
    internal const string WayIn = "way-in";

    /// <summary>The first text to a new number.</summary>
    internal const string NewNumber = "welcome";

    // A person who has read this many in a day knows about it, and whom to call.
    private const int DailyNews = 5;

    private static readonly Duration s_isNews = Duration.FromDays(7);

    /// <summary>The text of a reminder in the person's language and tier.</summary>
    /// <param name="docket">The current docket.</param>
    /// <param name="reminder">One of its reminders.</param>
    /// <param name="now">The time of rendering; a distant date includes its year.</param>
    /// <exception cref="InvalidOperationException">The docket does not contain the subject of the reminder.</exception>
    public string Of(Docket docket, Reminder reminder, Instant now)
    {
        ArgumentNullException.ThrowIfNull(docket);
        ArgumentNullException.ThrowIfNull(reminder);
        var subject = reminder.Subject;
        return subject.Kind switch
        {
            ReminderSubjectKind.Text => reminder.Body ?? throw Missing(reminder),
            ReminderSubjectKind.Hearing when docket.Hearings.FirstOrDefault(one => one.Id == subject.Id) is { } hearing => Render(
                docket.Cardholder,
                KeyOf(docket, reminder, hearing.Status == HearingStatus.Cancelled, hearing.TimeVersion, hearing.PlaceVersion),
                TextSubject.Hearing,
                Values(docket.Cardholder, hearing.Start, hearing.TimeZone, hearing.Instant, now) with
                {
                    Place = TextPlace.Of(hearing.CourtName, hearing.CourtAddress, hearing.Room),
                }),
            ReminderSubjectKind.CheckIn when docket.CheckIns.FirstOrDefault(one => one.Id == subject.Id) is { } checkIn => Render(
                docket.Cardholder,
                reminder.Occasion == ReminderOccasion.Notice && checkIn is { Status: CheckInStatus.Booked, Closed: not null }
                    ? checkIn.IsClosed ? TextKey.ClosedChoose : TextKey.ClosedRebooked
                    : KeyOf(docket, reminder, checkIn.Status == CheckInStatus.Cancelled, checkIn.TimeVersion, checkIn.PlaceVersion),
                TextSubject.CheckIn,
                Values(docket.Cardholder, checkIn.Start, checkIn.TimeZone, checkIn.Instant, now) with
                {
                    Closed = checkIn.Closed?.Start,
                    Place = TextPlace.Of(checkIn.OfficeName, checkIn.OfficeAddress, room: null),
                }),
            ReminderSubjectKind.Card => Render(docket.Cardholder, KeyOf(reminder.News), TextSubject.Card, Values(docket.Cardholder)),
            _ => throw Missing(reminder),
        };
    }

    /// <summary>Renders a text in the person's language and tier.</summary>
    public static string Render(Cardholder cardholder, TextKey key, TextSubject subject, TextValues values)
    {
        ArgumentNullException.ThrowIfNull(cardholder);
        return TextCatalogue.Default.Render(key, cardholder.Details.Language, cardholder.Details.MessageTier, subject, values);
    }

    /// <summary>
    /// Plans news that is about no date and no card for the next messaging hours, at most five a day. The result includes planned news of
    /// the same kind, which it replaces.
    /// </summary>
    /// <param name="docket">The docket before the change.</param>
    /// <param name="kind">The kind of news.</param>
    /// <param name="key">The text, which takes a contact.</param>
    /// <param name="now">The current time.</param>
    /// <param name="to">The number to send to; null for the person's number.</param>
    internal IReadOnlyList<Reminder> News(Docket docket, string kind, TextKey key, Instant now, string? to = null)
    {
        var person = docket.Cardholder;
        if (docket.Reminders.Count(reminder => reminder.Subject.Kind == ReminderSubjectKind.Text && reminder.Subject.Id == kind && reminder.MayHaveBeenRead
            && reminder.ClaimedAt > now - Duration.FromDays(1)) >= DailyNews)
        {
            return [];
        }

        var subject = new ReminderSubject(ReminderSubjectKind.Text, kind, docket.Version + 1);
        var news = Reminder.Plan(person.Id, subject, ReminderOccasion.Notice, options.Window.NextOpen(now, ReminderPlan.ZoneOf(person)), now + s_isNews);
        return
        [
            news with { Body = Render(person, key, TextSubject.None, Values(person)), To = to },
            .. docket.Reminders
                .Where(reminder => reminder.State == ReminderState.Planned && reminder.Subject.Kind == ReminderSubjectKind.Text && reminder.Subject.Id == kind && reminder.To == to)
                .Select(reminder => reminder with { State = ReminderState.Superseded, ChangedAt = now, Body = null, To = null }),
        ];
    }

    /// <summary>Plans the first text to a person's number for the next messaging hours; it shows whether texts arrive.</summary>
    /// <param name="person">The person with the number.</param>
    /// <param name="version">The version of the docket with that number.</param>
    /// <param name="now">The current time.</param>
    internal Reminder Welcome(Cardholder person, long version, Instant now) => Reminder.Plan(
        person.Id,
        new(ReminderSubjectKind.Text, NewNumber, version),
        ReminderOccasion.Notice,
        options.Window.NextOpen(now, ReminderPlan.ZoneOf(person)),
        now + s_isNews) with
    {
        Body = Render(person, TextKey.Welcome, TextSubject.None, Values(person)),
    };

    /// <summary>The values that every text contains: the sender and the number to call.</summary>
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

    /// <summary>The values of a text about a date.</summary>
    /// <param name="cardholder">The reader.</param>
    /// <param name="start">The local start time at the venue.</param>
    /// <param name="timeZone">The venue's time zone.</param>
    /// <param name="instant">The instant of the start.</param>
    /// <param name="now">The time of rendering.</param>
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

    private static TextKey KeyOf(Docket docket, Reminder reminder, bool isCancelled, long? timeVersion, long? placeVersion) => reminder.Occasion switch
    {
        ReminderOccasion.Missed => TextKey.CheckInMissed,
        ReminderOccasion.Closed => TextKey.HearingNotHeld,
        ReminderOccasion.Notice when isCancelled => TextKey.DateCancelled,
        ReminderOccasion.Notice when docket.ToldVersion(reminder.Subject) is { } told => (timeVersion <= told, placeVersion > told) switch
        {
            (true, true) => TextKey.PlaceChanged,
            (false, true) => TextKey.DateAndPlaceMoved,
            _ => TextKey.DateMoved,
        },
        ReminderOccasion.Notice => TextKey.DateSet,
        _ => TextKey.DateReminder,
    };

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

    private static InvalidOperationException Missing(Reminder reminder) => new($"There is no text for {reminder.Id}.");
}
