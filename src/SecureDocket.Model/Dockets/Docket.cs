using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Documents;
using SecureDocket.Hearings;
using SecureDocket.Reminders;

namespace SecureDocket.Dockets;

/// <summary>Everything that is live about one cardholder, read at one moment. Commands decide on it in pure code.</summary>
public sealed record Docket
{
    private static readonly Duration s_yearAhead = Duration.FromDays(366);

    /// <summary>The person.</summary>
    public required Cardholder Cardholder { get; init; }

    /// <summary>Every card, in order of serial.</summary>
    public IReadOnlyList<Card> Cards { get; init; } = [];

    /// <summary>The hearings, past ones and the last of the cancelled ones included, in order of time.</summary>
    public IReadOnlyList<Hearing> Hearings { get; init; } = [];

    /// <summary>Whether cancelled hearings have left <see cref="Hearings"/>: the store finds them by their ids.</summary>
    public bool HasLeftHearings { get; init; }

    /// <summary>Every check-in, cancelled and past ones included, in order of time.</summary>
    public IReadOnlyList<CheckIn> CheckIns { get; init; } = [];

    /// <summary>Every document, withdrawn ones included, in the order in which they were added.</summary>
    public IReadOnlyList<Document> Documents { get; init; } = [];

    /// <summary>Every reminder that is still kept, in order of the time at which it is due.</summary>
    public IReadOnlyList<Reminder> Reminders { get; init; } = [];

    /// <summary>The number of journal events, which is also the docket's version for callers.</summary>
    public required long Version { get; init; }

    /// <summary>The hash of the last journal event, 32 bytes.</summary>
    public required byte[] Head { get; init; }

    /// <summary>The storage version of the profile row, which guards every commit.</summary>
    public required string Guard { get; init; }

    /// <summary>The card that is in force or suspended; a docket has one at most.</summary>
    public Card? CurrentCard => Cards.FirstOrDefault(card => card.Status is CardStatus.Active or CardStatus.Suspended);

    /// <summary>The photo that a card was signed with; null when the docket does not know more of it than its hash.</summary>
    public PhotoReference? PhotoOf(Card card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return Cardholder.Photo?.Hash == card.PhotoHash
            ? Cardholder.Photo
            : Cardholder.SignedPhotos.FirstOrDefault(photo => photo.Hash == card.PhotoHash);
    }

    /// <summary>Whether the enrolled photo is another than the one that a card was signed with, so that the card is due for replacement.</summary>
    public bool HasOtherPhotoThan(Card card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return Cardholder.Photo?.Hash != card.PhotoHash;
    }

    /// <summary>The photo change that can still be approved; null for none.</summary>
    public PhotoChange? PhotoChangeAt(DateTimeOffset now) => Cardholder.PhotoChange is { } change && now < change.ExpiresAt ? change : null;

    /// <summary>The hearing to be held that is the next from <paramref name="now"/> on.</summary>
    public Hearing? NextHearing(Instant now) =>
        Hearings.FirstOrDefault(hearing => hearing.Status == HearingStatus.Scheduled && hearing.Instant >= now);

    /// <summary>The booked check-in that is the next from <paramref name="now"/> on.</summary>
    public CheckIn? NextCheckIn(Instant now) => CheckIns.FirstOrDefault(checkIn => checkIn.Status == CheckInStatus.Booked && checkIn.Instant >= now);

    /// <summary>The last moment at which the person's schedule lets them report; null without a schedule, and where nothing tells since when it counts.</summary>
    /// <remarks>It counts from the last check-in that the person came to. Whoever missed one has the grace from then, not another interval.</remarks>
    public Instant? ReportBy => Cardholder.CheckInSchedule is not { } schedule ? null : CheckIns
        .Select(checkIn => checkIn.Status switch
        {
            CheckInStatus.Attended => checkIn.Instant + schedule.Longest,
            CheckInStatus.Missed => checkIn.Instant + CheckInSchedule.Grace,
            _ => (Instant?)null,
        })
        .Append(Cardholder.CheckInScheduleSince + schedule.Longest)
        .Max();

    /// <summary>Whether the person's schedule calls for a check-in and none is to come in time.</summary>
    public bool LacksCheckIn(Instant now) => Cardholder.CheckInSchedule is not null
        && !CheckIns.Any(checkIn => checkIn.IsUpcoming(now) && checkIn.Instant <= LastBooking(null, CheckInBooking.Officer, now));

    /// <summary>Whether the interval of the person's schedule is broken: its last moment has passed, or the check-in to come is later.</summary>
    public bool BreaksSchedule(Instant now) => ReportBy is { } by && (now > by || NextCheckIn(now)?.Instant > by);

    /// <summary>The latest moment for which a check-in can be booked.</summary>
    /// <param name="moved">The check-in that is moved; null for a new one.</param>
    /// <param name="by">Who chooses.</param>
    /// <param name="now">The present.</param>
    public Instant LastBooking(CheckIn? moved, CheckInBooking by, Instant now)
    {
        if (Cardholder.CheckInSchedule is not { } schedule)
        {
            return now + s_yearAhead;
        }

        var reportBy = ReportBy ?? now + schedule.Longest;
        return by is CheckInBooking.Officer or CheckInBooking.Schedule ? Instant.Max(reportBy, now + CheckInSchedule.Grace)
            // Whoever is late may come soon, and moves nothing further.
            : moved is not null ? Instant.Max(reportBy, moved.Instant)
            : reportBy > now ? reportBy : now + CheckInSchedule.Grace;
    }

    /// <summary>How often hearings were set or moved within the last day so that the person is told, or will be.</summary>
    public int HearingNews(Instant now) => Reminders.Count(reminder =>
        reminder is { Occasion: ReminderOccasion.Notice, Retry: 0, Subject.Kind: ReminderSubjectKind.Hearing } && reminder.Due > now - Duration.FromDays(1));

    /// <summary>How many texts left, or may have left, for the person since a moment; answers aside.</summary>
    public int TextsSince(Instant from) =>
        Reminders.Count(reminder => reminder.MayHaveBeenRead && reminder.Occasion != ReminderOccasion.Answer && (reminder.SentAt ?? reminder.ClaimedAt) > from);

    /// <summary>The versions of a hearing that reminders were planned for.</summary>
    internal IEnumerable<long> VersionsTold(string hearingId) => Reminders
        .Where(reminder => reminder.Subject.Kind == ReminderSubjectKind.Hearing && reminder.Subject.Id == hearingId)
        .Select(reminder => reminder.Subject.Version);

    /// <summary>Whether the person was, or may have been, told of the subject in an earlier version.</summary>
    public bool WasToldOf(ReminderSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Reminders.Any(reminder =>
            reminder.MayHaveBeenRead && reminder.Subject.Kind == subject.Kind && reminder.Subject.Id == subject.Id && reminder.Subject.Version < subject.Version);
    }

    /// <summary>This docket as a change leaves its live rows; its version and guard stay.</summary>
    internal Docket With(DocketChange change) => this with
    {
        Cardholder = change.Cardholder ?? Cardholder,
        Cards = [.. Cards.ExceptBy(change.Cards.Select(card => card.Number), card => card.Number).Concat(change.Cards).OrderBy(card => card.Serial)],
        Hearings = InOrder(Hearings
            .ExceptBy(change.Hearings.Concat(change.LeftHearings).Select(hearing => hearing.Id), hearing => hearing.Id)
            .Concat(change.Hearings)),
        HasLeftHearings = HasLeftHearings || change.LeftHearings.Count > 0,
        CheckIns = InOrder(CheckIns.ExceptBy(change.CheckIns.Select(checkIn => checkIn.Id), checkIn => checkIn.Id).Concat(change.CheckIns)),
        Documents = InOrder(Documents.ExceptBy(change.Documents.Select(document => document.Id), document => document.Id).Concat(change.Documents)),
        Reminders = InOrder(Reminders
            .ExceptBy(change.Reminders.Select(reminder => reminder.Id).Concat(change.Dropped), reminder => reminder.Id)
            .Concat(change.Reminders)),
    };

    internal static List<Hearing> InOrder(IEnumerable<Hearing> hearings) =>
        [.. hearings.OrderBy(hearing => hearing.Instant).ThenBy(hearing => hearing.Id, StringComparer.Ordinal)];

    internal static List<CheckIn> InOrder(IEnumerable<CheckIn> checkIns) =>
        [.. checkIns.OrderBy(checkIn => checkIn.Instant).ThenBy(checkIn => checkIn.Id, StringComparer.Ordinal)];

    internal static List<Document> InOrder(IEnumerable<Document> documents) =>
        [.. documents.OrderBy(document => document.AddedAt).ThenBy(document => document.Id, StringComparer.Ordinal)];

    internal static List<Reminder> InOrder(IEnumerable<Reminder> reminders) =>
        [.. reminders.OrderBy(reminder => reminder.Due).ThenBy(reminder => reminder.Id.ToString(), StringComparer.Ordinal)];

    /// <summary>The card whose issue was begun and not finished.</summary>
    public Card? IntendedCard => Cards.FirstOrDefault(card => card.Status is CardStatus.Intended);
}

/// <summary>What a command decided: the rows that change, and what to call it in the journal.</summary>
/// <param name="Kind">The journal's word for it, e.g. <c>photo-attached</c>.</param>
public sealed record DocketChange(string Kind)
{
    /// <summary>The person, when changed.</summary>
    public Cardholder? Cardholder { get; init; }

    /// <summary>Cards that are new or changed, the one that the change is about first.</summary>
    public IReadOnlyList<Card> Cards { get; init; } = [];

    /// <summary>Hearings that are new or changed.</summary>
    public IReadOnlyList<Hearing> Hearings { get; init; } = [];

    /// <summary>Check-ins that are new or changed.</summary>
    public IReadOnlyList<CheckIn> CheckIns { get; init; } = [];

    /// <summary>Documents that are new or changed.</summary>
    public IReadOnlyList<Document> Documents { get; init; } = [];

    /// <summary>Reminders that are new or changed, besides those that the store plans for the rest of the change.</summary>
    public IReadOnlyList<Reminder> Reminders { get; init; } = [];

    /// <summary>Cancelled hearings that are kept beside the live docket from now on.</summary>
    internal IReadOnlyList<Hearing> LeftHearings { get; init; } = [];

    /// <summary>The id of a hearing that is taken from the docket, whether the docket has the hearing or not.</summary>
    internal ReleasedId? ReleasedId { get; init; }

    /// <summary>Old reminders that the docket keeps no longer; the journal does.</summary>
    internal IReadOnlyList<ReminderId> Dropped { get; init; } = [];

    /// <summary>Who asked for it, when two people are needed; null otherwise.</summary>
    public Actor? RequestedBy { get; init; }
}
