using System.Collections.ObjectModel;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Documents;
using SecureDocket.Hearings;
using SecureDocket.Reminders;

namespace SecureDocket.Dockets;

/// <summary>The live data of one cardholder, read at one moment. Commands decide on it in pure code.</summary>
public sealed record Docket
{
    private static readonly Duration s_yearAhead = Duration.FromDays(366);

    /// <summary>The person.</summary>
    public required Cardholder Cardholder { get; init; }

    /// <summary>Every card, by serial.</summary>
    public IReadOnlyList<Card> Cards { get; init; } = [];

    /// <summary>The hearings, including past ones and the latest cancelled ones, by time.</summary>
    public IReadOnlyList<Hearing> Hearings { get; init; } = [];

    /// <summary>Whether cancelled hearings were moved out of <see cref="Hearings"/>; the store finds those by ID.</summary>
    public bool HasLeftHearings { get; init; }

    /// <summary>Every check-in, including cancelled and past ones, by time.</summary>
    public IReadOnlyList<CheckIn> CheckIns { get; init; } = [];

    /// <summary>Every document, including withdrawn ones, in the order they were added.</summary>
    public IReadOnlyList<Document> Documents { get; init; } = [];

    /// <summary>Every reminder that is still kept, by due time.</summary>
    public IReadOnlyList<Reminder> Reminders { get; init; } = [];

    /// <summary>The number of journal events; callers see it as the docket's version.</summary>
    public required long Version { get; init; }

    /// <summary>The version at which a person or an application last changed it; what the system did since, such as sending a text, is in nobody's way.</summary>
    public required long Edited { get; init; }

    /// <summary>The hash of the last journal event, 32 bytes.</summary>
    public required byte[] Head { get; init; }

    /// <summary>The storage version of the profile row, which guards every commit.</summary>
    public required string Guard { get; init; }

    /// <summary>The authentication tags of the live rows but the profile, by their key; the profile vouches for them together.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Tags { get; init; } = ReadOnlyDictionary<string, ReadOnlyMemory<byte>>.Empty;

    /// <summary>The card that is in force or suspended; a docket has at most one.</summary>
    public Card? CurrentCard => Cards.FirstOrDefault(card => card.Status is CardStatus.Active or CardStatus.Suspended);

    /// <summary>The photo that a card was signed with; null if the docket knows only its hash.</summary>
    public PhotoReference? PhotoOf(Card card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return Cardholder.Photo?.Hash == card.PhotoHash
            ? Cardholder.Photo
            : Cardholder.SignedPhotos.FirstOrDefault(photo => photo.Hash == card.PhotoHash);
    }

    /// <summary>Whether the enrolled photo differs from the one that a card was signed with, so that the card should be replaced.</summary>
    public bool HasOtherPhotoThan(Card card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return Cardholder.Photo?.Hash != card.PhotoHash;
    }

    /// <summary>The photo change that can still be approved; null if there is none.</summary>
    public PhotoChange? PhotoChangeAt(DateTimeOffset now) => Cardholder.PhotoChange is { } change && now < change.ExpiresAt ? change : null;

    /// <summary>The next hearing that is held from <paramref name="now"/> on.</summary>
    public Hearing? NextHearing(Instant now) =>
        Hearings.FirstOrDefault(hearing => hearing.IsHeld && hearing.Instant >= now);

    /// <summary>The next booked check-in from <paramref name="now"/> on, at which the office is open.</summary>
    public CheckIn? NextCheckIn(Instant now) => CheckIns.FirstOrDefault(checkIn => checkIn is { Status: CheckInStatus.Booked, IsClosed: false } && checkIn.Instant >= now);

    /// <summary>
    /// The latest moment by which the person's schedule requires a report; null without a schedule, or if it is not known when the schedule
    /// took effect.
    /// </summary>
    /// <remarks>It counts from the last check-in to which the person came, whether or not we saw them. A person who missed one has only the grace period from then, not another interval.</remarks>
    public Instant? ReportBy => Cardholder.CheckInSchedule is not { } schedule ? null : CheckIns
        .Select(checkIn => checkIn.Status switch
        {
            CheckInStatus.Attended or CheckInStatus.SentHome => checkIn.Instant + schedule.Longest,
            CheckInStatus.Missed => checkIn.Instant + CheckInSchedule.Grace,
            _ => (Instant?)null,
        })
        .Append(Cardholder.CheckInScheduleSince + schedule.Longest)
        .Max();

    /// <summary>Whether the person's schedule requires a check-in and none is booked in time.</summary>
    public bool LacksCheckIn(Instant now) => Cardholder.CheckInSchedule is not null
        && NextCheckIn(now)?.Closed is null
        && !CheckIns.Any(checkIn => checkIn.IsUpcoming(now) && checkIn.Instant <= LastBooking(null, CheckInBooking.Officer, now));

    /// <summary>Whether the person's schedule is broken: the latest moment has passed, or the next check-in is later than it and not because of a closed door.</summary>
    public bool BreaksSchedule(Instant now) => ReportBy is { } by && (NextCheckIn(now) is { } next ? next.Closed is null && (now > by || next.Instant > by) : now > by);

    /// <summary>The latest time for which a check-in can be booked.</summary>
    /// <param name="moved">The check-in being moved; null for a new one.</param>
    /// <param name="by">Who books.</param>
    /// <param name="now">The current time.</param>
    public Instant LastBooking(CheckIn? moved, CheckInBooking by, Instant now)
    {
        if (Cardholder.CheckInSchedule is not { } schedule)
        {
            return now + s_yearAhead;
        }

        var reportBy = ReportBy ?? now + schedule.Longest;
        return by is CheckInBooking.Officer or CheckInBooking.Schedule || moved is { IsClosed: true } ? Instant.Max(reportBy, now + CheckInSchedule.Grace)
            // A person who is late may book within the grace period but may not move a check-in further out.
            : moved is not null ? Instant.Max(reportBy, moved.Instant)
            : reportBy > now ? reportBy : now + CheckInSchedule.Grace;
    }

    /// <summary>Whether texts reach the person; null without a number.</summary>
    public TextingState? Texting => Cardholder switch
    {
        { Details.Mobile: null } => null,
        { PhoneFault: not null } => TextingState.Unreachable,
        { TextsOff.IsBlocked: true } => TextingState.CarrierBlocked,
        { TextsOff: not null } => TextingState.OptedOut,
        _ => HasReachedNumber ? TextingState.Reachable : TextingState.Unconfirmed,
    };

    // A text arrived or was answered since the person has the number, or the person proved it with a code.
    private bool HasReachedNumber => Cardholder.NumberChange?.By.Role == Actor.CardholderRole || Reminders.Any(reminder =>
        (reminder.AnsweredAt ?? (reminder.State == ReminderState.Delivered && reminder.Subject.Id != Reminder.OldNumberNews ? reminder.SentAt : null))
            >= (Cardholder.MobileSince ?? Instant.MinValue));

    /// <summary>The number of hearings set or moved within the last day about which the person was or will be notified.</summary>
    public int HearingNews(Instant now) => Reminders.Count(reminder =>
        reminder is { Occasion: ReminderOccasion.Notice, Retry: 0, Subject.Kind: ReminderSubjectKind.Hearing } && reminder.Due > now - Duration.FromDays(1));

    /// <summary>The number of texts sent, or possibly sent, to the person since a moment, not counting replies.</summary>
    public int TextsSince(Instant from) =>
        Reminders.Count(reminder => reminder.MayHaveBeenRead && reminder.Occasion != ReminderOccasion.Answer && (reminder.SentAt ?? reminder.ClaimedAt) > from);

    /// <summary>The versions of a hearing for which reminders were planned.</summary>
    internal IEnumerable<long> VersionsTold(string hearingId) => Reminders
        .Where(reminder => reminder.Subject.Kind == ReminderSubjectKind.Hearing && reminder.Subject.Id == hearingId)
        .Select(reminder => reminder.Subject.Version);

    /// <summary>The latest earlier version of the subject about which the person was, or may have been, told; null if there is none.</summary>
    public long? ToldVersion(ReminderSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Reminders
            .Where(reminder => reminder.MayHaveBeenRead && reminder.Subject.Kind == subject.Kind && reminder.Subject.Id == subject.Id && reminder.Subject.Version < subject.Version)
            .Max(reminder => (long?)reminder.Subject.Version);
    }

    /// <summary>This docket with a change applied to its live rows; the version and the guard stay.</summary>
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

    /// <summary>The card whose issue was begun but not finished.</summary>
    public Card? IntendedCard => Cards.FirstOrDefault(card => card.Status is CardStatus.Intended);
}

/// <summary>The decision of a command: the rows that change, and the kind of event that the journal records.</summary>
/// <param name="Kind">The kind of the journal event, e.g. <c>photo-attached</c>.</param>
public sealed record DocketChange(string Kind)
{
    /// <summary>The person, if changed.</summary>
    public Cardholder? Cardholder { get; init; }

    /// <summary>New or changed cards, with the subject of the change first.</summary>
    public IReadOnlyList<Card> Cards { get; init; } = [];

    /// <summary>New or changed hearings.</summary>
    public IReadOnlyList<Hearing> Hearings { get; init; } = [];

    /// <summary>New or changed check-ins.</summary>
    public IReadOnlyList<CheckIn> CheckIns { get; init; } = [];

    /// <summary>New or changed documents.</summary>
    public IReadOnlyList<Document> Documents { get; init; } = [];

    /// <summary>New or changed reminders, besides those that the store plans for the rest of the change.</summary>
    public IReadOnlyList<Reminder> Reminders { get; init; } = [];

    /// <summary>Cancelled hearings that move out of the live docket.</summary>
    internal IReadOnlyList<Hearing> LeftHearings { get; init; } = [];

    /// <summary>The hearing ID to release from the docket, whether or not the docket has the hearing.</summary>
    internal ReleasedId? ReleasedId { get; init; }

    /// <summary>Old reminders that the docket drops; the journal keeps them.</summary>
    internal IReadOnlyList<ReminderId> Dropped { get; init; } = [];

    /// <summary>The requester, when a change needs two people; null otherwise.</summary>
    public Actor? RequestedBy { get; init; }
}
