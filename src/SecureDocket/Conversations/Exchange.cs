using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>A text from a person and everything that it may be about. Pure.</summary>
/// <remarks>
/// Times are relative to when the provider received the text, not when its event reached us: however late or often the event
/// comes, the text is about the same things.
/// </remarks>
internal sealed class Exchange
{
    private static readonly Duration s_answersCount = Duration.FromDays(14);

    // The provider's clock and ours differ slightly.
    private static readonly Duration s_clocksDiffer = Duration.FromMinutes(1);

    // Messages due at one time are sent within minutes, and a person who replies has seen all of them.
    private static readonly Duration s_leavesTogether = Duration.FromMinutes(10);

    private readonly List<Question> _open = [];

    public Exchange(InboundSms sms, PhoneState phone, IReadOnlyList<Docket> owners, SmsOptions options, OperationId move)
    {
        var thread = ThreadOf(sms, owners, options);
        var questions = QuestionsOf(sms, thread);
        var last = questions.FirstOrDefault();
        if (last?.Date is not null)
        {
            _open = OpenOf(sms, last, questions);
            Asked = CurrentOf(last, _open, questions);
        }

        Offered = OfferedOf(sms, phone.Offer, thread, move) is { } offer && !(last?.AskedAt > SentAt(offer.Answer)) ? offer : null;

        // If this very text got an offer before the process died, it is about the person of that offer.
        Docket = owners.FirstOrDefault(owner => phone.Offer is { } own && own.MessageId == sms.MessageId && own.CardholderId == owner.Cardholder.Id)
            ?? Offered?.Docket ?? Asked?.Docket ?? last?.Docket ?? thread[0];
        State = new(phone.Silences(Docket.Cardholder), (Offered, Asked) switch
        {
            ({ } offered, _) => new Awaiting.OpeningChoice(offered.Offer.Openings.Count),
            (_, { } asked) => new Awaiting.DateAnswer(asked.Date.Subject, _open.Count <= 1),
            _ => new Awaiting.Nothing(),
        });
    }

    /// <summary>The one date that a digit is about, and the reminder that asked about it; null if there is none, or if it no longer stands.</summary>
    /// <remarks>
    /// It is the date that the person was asked about last. Of several that they were told about together, it is the nearest one that
    /// awaits a reply. An older question never takes the place of one whose date no longer stands: the person replies to what they read last.
    /// </remarks>
    public AskedDate? Asked { get; }

    /// <summary>The openings that the person may choose from; null if there are none, or if the person was asked about a date since.</summary>
    public OfferedMove? Offered { get; }

    /// <summary>The docket that the text is about, as far as can be determined.</summary>
    public Docket Docket { get; }

    /// <summary>The state of the exchange.</summary>
    public ConversationState State { get; }

    /// <summary>The next date that awaits a reply; null if there is none.</summary>
    /// <param name="answered">The date that was just answered.</param>
    public AskedDate? After(ReminderSubject? answered) =>
        _open.Where(each => !(each.Reminder.Subject.Kind == answered?.Kind && each.Reminder.Subject.Id == answered.Id)).MinBy(each => each.Date!.Instant)?.Asked;

    // A person is texted from one number, so people who share a phone may have separate threads. If no owner is texted from
    // this number any more, it is from an earlier configuration.
    private static IReadOnlyList<Docket> ThreadOf(InboundSms sms, IReadOnlyList<Docket> owners, SmsOptions options) =>
        owners.Where(owner => options.SenderFor(owner.Cardholder.Id).Number == sms.To).ToList() is { Count: > 0 } thread ? thread : owners;

    // One question a date, with the newest reminder of it; the one that was asked last comes first.
    private static List<Question> QuestionsOf(InboundSms sms, IReadOnlyList<Docket> thread) =>
    [
        .. thread
            .SelectMany(docket => docket.Reminders
                .Where(reminder => reminder.MayHaveBeenRead && AsksAboutADate(docket, reminder) && IsRead(sms, reminder, s_clocksDiffer))
                .GroupBy(reminder => reminder.Subject)
                .Select(asking => QuestionOf(sms, docket, asking.MaxBy(SentAt)!)))
            .OrderByDescending(each => each.AskedAt),
    ];

    private static Question QuestionOf(InboundSms sms, Docket docket, Reminder reminder)
    {
        // A reply that asks about a date names it, and counts only once it was sent: somebody who sends a digit twice has not read it.
        var named = docket.Reminders.Where(reply => reply.Asks == reminder.Subject && reply.MayHaveBeenRead && IsRead(sms, reply, Duration.Zero)).MaxBy(SentAt);
        var isNamed = SentAt(named) >= SentAt(reminder);
        var date = DateOf(docket, reminder.Subject);
        var isOnItsWay = docket.Reminders.Any(reply => reply.Asks == reminder.Subject && (reply.State == ReminderState.Planned || reply.MayHaveBeenRead && SentAt(reply) > sms.At));
        return new(docket, reminder, SentAt(isNamed ? named : reminder)!.Value, isNamed, isOnItsWay, date is { IsClosed: true } || date?.Instant > sms.At ? date : null);
    }

    private static bool IsRead(InboundSms sms, Reminder reminder, Duration tolerance) =>
        SentAt(reminder) is { } at && at <= sms.At + tolerance && at > sms.At - s_answersCount;

    // Where nothing is open, the person says again what was said of the date that was answered last.
    private static AskedDate? CurrentOf(Question last, List<Question> open, List<Question> questions) => (last.IsNamed ? last
        : open.Where(each => IsTogether(each, last)).MinBy(each => each.Date!.Instant)
            ?? questions.Where(each => IsTogether(each, last) && each.Date is not null).MaxBy(each => each.Reminder.AnsweredAt ?? Instant.MinValue)
            ?? last).Asked;

    private static bool IsTogether(Question one, Question last) => one.AskedAt >= last.AskedAt - s_leavesTogether;

    // What was told together with the last question, and what its person was told since they last replied.
    private static List<Question> OpenOf(InboundSms sms, Question last, List<Question> questions)
    {
        var answered = last.Docket.Reminders.Where(reminder => reminder.AnsweredAt < sms.At).Max(reminder => reminder.AnsweredAt);
        return
        [
            .. questions.Where(each => each is { Date: not null, IsOnItsWay: false } && !(each.Reminder.AnsweredAt < sms.At)
                && (IsTogether(each, last) || (each.Docket == last.Docket && !(each.AskedAt <= answered)))),
        ];
    }

    // A notice of a cancelled date or a missed check-in asks nothing.
    private static bool AsksAboutADate(Docket docket, Reminder reminder) => (reminder.Occasion, reminder.Subject) switch
    {
        (ReminderOccasion.Missed or ReminderOccasion.Answer or ReminderOccasion.Closed, _) => false,
        (ReminderOccasion.Notice, { Kind: ReminderSubjectKind.Hearing } subject) => !docket.Hearings.Any(
            hearing => hearing.Id == subject.Id && hearing.DateVersion == subject.Version && hearing.Status == HearingStatus.Cancelled),
        (ReminderOccasion.Notice, { Kind: ReminderSubjectKind.CheckIn } subject) => !docket.CheckIns.Any(
            checkIn => checkIn.Id == subject.Id && checkIn.Version == subject.Version && checkIn.Status == CheckInStatus.Cancelled),
        (_, { Kind: var kind }) => kind is ReminderSubjectKind.Hearing or ReminderSubjectKind.CheckIn,
    };

    private static Instant? SentAt(Reminder? reminder) => reminder?.SentAt ?? reminder?.ClaimedAt;

    /// <summary>The current date that a reminder is about; null if the date has another version or does not take place.</summary>
    private static TextedDate? DateOf(Docket docket, ReminderSubject subject) => subject.Kind switch
    {
        ReminderSubjectKind.Hearing => docket.Hearings
            .Where(hearing => hearing.Id == subject.Id && hearing.DateVersion == subject.Version && hearing.IsHeld)
            .Select(hearing => new TextedDate(TextSubject.Hearing, hearing.Start, hearing.TimeZone, hearing.Instant)).FirstOrDefault(),
        ReminderSubjectKind.CheckIn => docket.CheckIns
            .Where(checkIn => checkIn.Id == subject.Id && checkIn.Version == subject.Version && checkIn.Status == CheckInStatus.Booked)
            .Select(TextedDate.Of).FirstOrDefault(),
        _ => null,
    };

    // An offer that no one can have read or that was refused does not count, nor does one for a check-in that was changed since,
    // except by this very text.
    private static OfferedMove? OfferedOf(InboundSms sms, Offer? offer, IReadOnlyList<Docket> owners, OperationId move) =>
        offer is not null && sms.At < offer.Until && (offer.RefusedBy ?? sms.MessageId) == sms.MessageId
        && owners.FirstOrDefault(owner => owner.Cardholder.Id == offer.CardholderId) is { } docket
        && docket.Reminders.FirstOrDefault(reminder => reminder.Id == Replies.IdOf(docket, offer.MessageId)) is { MayHaveBeenRead: true } answer
        && docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == offer.CheckInId) is { } checkIn
        && (checkIn.Version == offer.CheckInVersion || checkIn.Operations.Contains(move.Value))
            ? new(docket, offer, answer, checkIn)
            : null;

    /// <summary>A date that a person was asked about.</summary>
    /// <param name="Docket">The docket of the date.</param>
    /// <param name="Reminder">The newest reminder of the date.</param>
    /// <param name="AskedAt">When it was last asked about.</param>
    /// <param name="IsNamed">Whether that was a reply that asked about this date alone.</param>
    /// <param name="IsOnItsWay">Whether such a reply is on its way, so that nobody can have read it.</param>
    /// <param name="Date">The date; null if it no longer stands.</param>
    private sealed record Question(Docket Docket, Reminder Reminder, Instant AskedAt, bool IsNamed, bool IsOnItsWay, TextedDate? Date)
    {
        public AskedDate? Asked => Date is null ? null : new(Docket, Reminder, Date);
    }
}

/// <summary>A date that a person was asked about.</summary>
/// <param name="Docket">The docket.</param>
/// <param name="Reminder">The reminder that asked.</param>
/// <param name="Date">The date.</param>
internal sealed record AskedDate(Docket Docket, Reminder Reminder, TextedDate Date);

/// <summary>Openings to choose from.</summary>
/// <param name="Docket">The docket whose check-in is to be moved.</param>
/// <param name="Offer">The openings.</param>
/// <param name="Answer">The reply that offered them.</param>
/// <param name="CheckIn">The current check-in.</param>
internal sealed record OfferedMove(Docket Docket, Offer Offer, Reminder Answer, CheckIn CheckIn);

/// <summary>A date as written in a text.</summary>
/// <param name="Subject">What takes place.</param>
/// <param name="Start">The local start time at the venue.</param>
/// <param name="TimeZone">The venue's time zone.</param>
/// <param name="Instant">The instant.</param>
/// <param name="IsClosed">Whether the office is closed then, so that the person chooses another date.</param>
internal sealed record TextedDate(TextSubject Subject, LocalDateTime Start, string TimeZone, Instant Instant, bool IsClosed = false)
{
    public static TextedDate Of(CheckIn checkIn) => new(TextSubject.CheckIn, checkIn.Start, checkIn.TimeZone, checkIn.Instant, checkIn.IsClosed);
}
