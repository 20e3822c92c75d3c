using System.Collections.Frozen;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Messages;
using SecureDocket.Places;

namespace SecureDocket.Reminders;

/// <summary>Determines a person's reminders and their times: a pure function of the docket.</summary>
/// <param name="window">When messages may be sent.</param>
public sealed class ReminderPlan(SendWindow window)
{
    /// <summary>The maximum number of reminders that one commit plans or changes; the rest is found again from the docket.</summary>
    /// <remarks>A hearing or check-in changes eight. The journal event contains every row and has a size limit.</remarks>
    public const int ChangeLimit = 40;

    // A person who books by text gets a reply at once. The notice is only needed if that reply is not delivered.
    private static readonly Duration s_answerGetsThrough = Duration.FromMinutes(15);

    // A reminder sooner than this after the notice says nothing new.
    private static readonly Duration s_noticeSpeaks = Duration.FromHours(12);
    private static readonly Duration s_missedIsNews = Duration.FromDays(7);
    private static readonly Duration s_cardIsNews = Duration.FromDays(7);

    private static readonly (ReminderOccasion Occasion, int Days)[] s_hearingDays =
        [(ReminderOccasion.SevenDays, 7), (ReminderOccasion.ThreeDays, 3), (ReminderOccasion.OneDay, 1)];

    private static readonly (ReminderOccasion Occasion, int Days)[] s_checkInDays = [(ReminderOccasion.ThreeDays, 3), (ReminderOccasion.OneDay, 1)];

    // A newly issued card is handed over at the desk, so it needs no message.
    private static readonly FrozenSet<string> s_cardNews = new[]
    {
        "card-suspended", "card-reported-lost", "card-reinstated", "card-revoked", "card-replaced", "card-renewed", "card-expired",
        JournalKinds.PhotoChanged, JournalKinds.ClearanceDenied,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All reminders for the docket's current hearings and check-ins, including past ones.</summary>
    public IReadOnlyList<Reminder> Of(Docket docket)
    {
        ArgumentNullException.ThrowIfNull(docket);
        var zone = ZoneOf(docket.Cardholder);
        return [.. docket.Hearings.SelectMany(hearing => Of(docket, hearing, zone)), .. docket.CheckIns.SelectMany(checkIn => Of(docket, checkIn, zone))];
    }

    /// <summary>The changes needed to make the docket's reminders follow its hearings, check-ins and the person's time zone; empty if there are none.</summary>
    /// <param name="docket">The docket as it is or will be.</param>
    /// <param name="now">The current time.</param>
    /// <returns>New and changed reminders, at most <see cref="ChangeLimit"/>.</returns>
    public IReadOnlyList<Reminder> Changes(Docket docket, Instant now)
    {
        ArgumentNullException.ThrowIfNull(docket);
        List<Reminder> changes = [];
        var known = docket.Reminders.ToDictionary(reminder => reminder.Id);
        HashSet<(ReminderSubject, ReminderOccasion)> wanted = [];
        foreach (var planned in Of(docket))
        {
            wanted.Add((planned.Subject, planned.Occasion));
            if (!known.TryGetValue(planned.Id, out var present))
            {
                if (planned.Until > now)
                {
                    changes.Add(planned);
                }
            }
            else if (present.State == ReminderState.Planned && (present.Due, present.Until) != (planned.Due, planned.Until))
            {
                changes.Add(present with { Due = planned.Due, Until = planned.Until });
            }
        }

        changes.AddRange(docket.Reminders
            .Where(reminder => reminder.State == ReminderState.Planned && FollowsADate(reminder) && !wanted.Contains((reminder.Subject, reminder.Occasion)))
            .Select(reminder => reminder with { State = Exit(docket, reminder.Subject), ChangedAt = now }));
        return changes.Count <= ChangeLimit ? changes : changes[..ChangeLimit];
    }

    /// <summary>The final state of a reminder that the docket no longer needs; null while it is needed.</summary>
    internal ReminderState? WhyNot(Docket docket, Reminder reminder) =>
        !FollowsADate(reminder) || Of(docket).Any(wanted => wanted.Subject == reminder.Subject && wanted.Occasion == reminder.Occasion)
            ? null
            : Exit(docket, reminder.Subject);

    /// <summary>The news about a card that a change requires, and the older news that it replaces; empty if the change does not concern the holder.</summary>
    /// <param name="docket">The docket before the change.</param>
    /// <param name="change">The change.</param>
    /// <param name="now">The current time.</param>
    internal IReadOnlyList<Reminder> CardNews(Docket docket, DocketChange change, Instant now)
    {
        if (!s_cardNews.Contains(change.Kind))
        {
            return [];
        }

        var card = change.Cards is [var moved, ..] ? moved : docket.CurrentCard ?? docket.Cards[^1];
        var subject = new ReminderSubject(ReminderSubjectKind.Card, card.Number.ToString(), docket.Version + 1);
        var news = Reminder.Plan(
            docket.Cardholder.Id, subject, ReminderOccasion.Notice, window.NextOpen(now, ZoneOf(docket.Cardholder)), now + s_cardIsNews);

        // Only the latest event of a card is reported; a changed photo is reported separately.
        return
        [
            news with { News = change.Kind },
            .. docket.Reminders
                .Where(reminder => reminder.State == ReminderState.Planned && reminder.Subject.Kind == ReminderSubjectKind.Card
                    && (reminder.News == JournalKinds.PhotoChanged) == (change.Kind == JournalKinds.PhotoChanged))
                .Select(reminder => reminder with { State = ReminderState.Superseded, ChangedAt = now }),
        ];
    }

    /// <summary>The person's time zone.</summary>
    internal static DateTimeZone ZoneOf(Cardholder cardholder) => DateTimeZoneProviders.Tzdb[cardholder.Details.TimeZone];

    private IEnumerable<Reminder> Of(Docket docket, Hearing hearing, DateTimeZone zone)
    {
        var subject = new ReminderSubject(ReminderSubjectKind.Hearing, hearing.Id, hearing.DateVersion);
        return hearing.Status == HearingStatus.Scheduled
            ? hearing.Closed is { } closed
                ? [Reminder.Plan(docket.Cardholder.Id, subject, ReminderOccasion.Closed, DueOfNews(closed.RecordedAt, hearing.Instant, zone), hearing.Instant)]
                : OfDate(docket, subject, hearing.RecordedAt, hearing.Instant, s_hearingDays, Duration.Zero, zone)
            : OfCancellation(docket, subject, hearing.RecordedAt, hearing.Instant, zone);
    }

    private IEnumerable<Reminder> Of(Docket docket, CheckIn checkIn, DateTimeZone zone)
    {
        var subject = new ReminderSubject(ReminderSubjectKind.CheckIn, checkIn.Id, checkIn.Version);
        return checkIn.Status switch
        {
            CheckInStatus.Booked when checkIn.IsClosed => [OfClosedDoor(docket, subject, checkIn, checkIn.Closed!, zone)],
            CheckInStatus.Booked when checkIn.Closed is { } closed =>
            [
                OfClosedDoor(docket, subject, checkIn, closed, zone),
                .. OfDate(docket, subject, checkIn.RecordedAt, checkIn.Instant, s_checkInDays, Duration.Zero, zone).Where(reminder => reminder.Occasion != ReminderOccasion.Notice),
            ],
            CheckInStatus.Booked => OfDate(
                docket,
                subject,
                checkIn.RecordedAt,
                checkIn.Instant,
                s_checkInDays,
                checkIn.BookedBy == CheckInBooking.Text ? s_answerGetsThrough : Duration.Zero,
                zone),
            CheckInStatus.Cancelled => OfCancellation(docket, subject, checkIn.RecordedAt, checkIn.Instant, zone),
            CheckInStatus.Missed =>
            [
                Reminder.Plan(
                    docket.Cardholder.Id, subject, ReminderOccasion.Missed, window.NextOpen(checkIn.RecordedAt, zone), checkIn.RecordedAt + s_missedIsNews),
            ],
            _ => [],
        };
    }

    private List<Reminder> OfDate(
        Docket docket, ReminderSubject subject, Instant recorded, Instant start, (ReminderOccasion Occasion, int Days)[] days, Duration noticeAfter, DateTimeZone zone)
    {
        List<Reminder> plan = [];
        var until = start;
        foreach (var (occasion, count) in days.Reverse())
        {
            var due = window.Nearest(start.InZone(zone).LocalDateTime.PlusDays(-count), start, zone);
            if (due < recorded + s_noticeSpeaks)
            {
                break;
            }

            // Once the next one is due, this one says nothing more.
            plan.Add(Reminder.Plan(docket.Cardholder.Id, subject, occasion, due, until));
            until = due;
        }

        plan.Add(Reminder.Plan(docket.Cardholder.Id, subject, ReminderOccasion.Notice, DueOfNews(recorded + noticeAfter, start, zone), start));
        plan.Reverse();
        return plan;
    }

    // It leaves before the date that does not stand; later it still tells the other date, or how to get one.
    private Reminder OfClosedDoor(Docket docket, ReminderSubject subject, CheckIn checkIn, ClosedDoor closed, DateTimeZone zone)
    {
        var until = checkIn.IsClosed ? Instant.Max(checkIn.Instant, checkIn.RecordedAt + s_noticeSpeaks) : checkIn.Instant;
        Instant? before = closed.Instant > checkIn.RecordedAt && closed.Instant < until ? closed.Instant : null;
        return Reminder.Plan(docket.Cardholder.Id, subject, ReminderOccasion.Notice, DueOfNews(checkIn.RecordedAt, before ?? until, zone), until) with { Before = before };
    }

    // A person who was never told about the date need not be told about its cancellation.
    private IEnumerable<Reminder> OfCancellation(Docket docket, ReminderSubject subject, Instant recorded, Instant start, DateTimeZone zone) =>
        docket.ToldVersion(subject) is not null
            ? [Reminder.Plan(docket.Cardholder.Id, subject, ReminderOccasion.Notice, DueOfNews(recorded, start, zone), start)]
            : [];

    // What no text can tell in time is looked at at once, so that a person does it.
    private Instant DueOfNews(Instant from, Instant start, DateTimeZone zone) => window.NextForNews(from, start, zone) is var next && next < start ? next : from;

    private static bool FollowsADate(Reminder reminder) => reminder.Subject.Kind is ReminderSubjectKind.Hearing or ReminderSubjectKind.CheckIn;

    private static ReminderState Exit(Docket docket, ReminderSubject subject)
    {
        var stands = subject.Kind == ReminderSubjectKind.Hearing
            ? docket.Hearings.Any(hearing => hearing.Id == subject.Id && hearing.Status == HearingStatus.Scheduled)
            : docket.CheckIns.Any(checkIn => checkIn.Id == subject.Id && checkIn.Status == CheckInStatus.Booked);
        return stands ? ReminderState.Superseded : ReminderState.Cancelled;
    }
}
