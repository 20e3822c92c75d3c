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

    public Exchange(InboundSms sms, PhoneState phone, IReadOnlyList<Docket> owners, SmsOptions options, OperationId move)
    {
        var thread = ThreadOf(sms, owners, options);
        var questions = QuestionsOf(sms, thread);
        var last = questions.FirstOrDefault();
        Asked = last?.Standing;
        Confirmable = last is null ? [] : ConfirmableOf(sms, last, questions);
        IsAmbiguous = questions.Any(each => each.Standing is not null && each.Reminder.Subject != last!.Reminder.Subject && LeftTogether(each, last));
        Offered = OfferedOf(sms, phone.Offer, thread, move) is { } offer && !(last?.SentAt > SentAt(offer.Answer)) ? offer : null;

        // If this very text got an offer before the process died, it is about the person of that offer.
        Docket = owners.FirstOrDefault(owner => phone.Offer is { } own && own.MessageId == sms.MessageId && own.CardholderId == owner.Cardholder.Id)
            ?? Offered?.Docket ?? last?.Docket ?? thread[0];
        State = new(phone.IsOptedOut, (Offered, Asked) switch
        {
            ({ } offered, _) => new Awaiting.OpeningChoice(offered.Offer.Openings.Count),
            (_, { } asked) => new Awaiting.DateAnswer(asked.Date.Subject, !IsAmbiguous && Confirmable.Count == 1),
            _ => new Awaiting.Nothing(),
        });
    }

    /// <summary>The date that the person was last asked about, and the reminder; null if there is none, or if it no longer stands.</summary>
    /// <remarks>An older question never takes its place: the person replies to what they read last, which may be about someone else.</remarks>
    public AskedDate? Asked { get; }

    /// <summary>The dates that "I will be there" is about, including <see cref="Asked"/>; empty if that is null.</summary>
    /// <remarks>
    /// The system cannot tell which of several dates is meant, so it is all dates that the person was told about since they last replied, and
    /// all dates that others who share the phone were told about together with the last one.
    /// </remarks>
    public IReadOnlyList<AskedDate> Confirmable { get; }

    /// <summary>Whether the person was asked about another current date together with <see cref="Asked"/>, so that it is unclear which one to move.</summary>
    public bool IsAmbiguous { get; }

    /// <summary>The openings that the person may choose from; null if there are none, or if the person was asked about a date since.</summary>
    public OfferedMove? Offered { get; }

    /// <summary>The docket that the text is about, as far as can be determined.</summary>
    public Docket Docket { get; }

    /// <summary>The state of the exchange.</summary>
    public ConversationState State { get; }

    // A person is texted from one number, so people who share a phone may have separate threads. If no owner is texted from
    // this number any more, it is from an earlier configuration.
    private static IReadOnlyList<Docket> ThreadOf(InboundSms sms, IReadOnlyList<Docket> owners, SmsOptions options) =>
        owners.Where(owner => options.SenderFor(owner.Cardholder.Id).Number == sms.To).ToList() is { Count: > 0 } thread ? thread : owners;

    private static List<Question> QuestionsOf(InboundSms sms, IReadOnlyList<Docket> thread) =>
    [
        .. thread
            .SelectMany(docket => docket.Reminders
                .Where(reminder => reminder.MayHaveBeenRead && AsksAboutADate(docket, reminder))
                .Select(reminder => new Question(docket, reminder, SentAt(reminder), StandingOf(sms, docket, reminder))))
            .Where(each => each.SentAt <= sms.At + s_clocksDiffer && each.SentAt > sms.At - s_answersCount)
            .OrderByDescending(each => each.SentAt),
    ];

    private static AskedDate? StandingOf(InboundSms sms, Docket docket, Reminder reminder) =>
        DateOf(docket, reminder.Subject) is { } date && date.Instant > sms.At ? new(docket, reminder, date) : null;

    private static List<AskedDate> ConfirmableOf(InboundSms sms, Question last, List<Question> questions)
    {
        if (last.Standing is null)
        {
            return [];
        }

        // Only earlier texts count, so that processing the text again gives the same result.
        var answered = last.Docket.Reminders.Where(reminder => reminder.AnsweredAt < sms.At).Max(reminder => reminder.AnsweredAt);
        return
        [
            .. questions
                .Where(each => each == last || LeftTogether(each, last) || (each.Docket == last.Docket && !(each.SentAt <= answered)))
                .Select(each => each.Standing)
                .OfType<AskedDate>()
                .DistinctBy(asked => (asked.Docket, asked.Reminder.Subject)),
        ];
    }

    private static bool LeftTogether(Question one, Question last) => one.SentAt >= last.SentAt - s_leavesTogether;

    // A notice of a cancelled date or a missed check-in asks nothing.
    private static bool AsksAboutADate(Docket docket, Reminder reminder) => (reminder.Occasion, reminder.Subject) switch
    {
        (ReminderOccasion.Missed or ReminderOccasion.Answer, _) => false,
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
            .Where(hearing => hearing.Id == subject.Id && hearing.DateVersion == subject.Version && hearing.Status == HearingStatus.Scheduled)
            .Select(hearing => new TextedDate(TextSubject.Hearing, hearing.Start, hearing.TimeZone, hearing.Instant)).FirstOrDefault(),
        ReminderSubjectKind.CheckIn => docket.CheckIns
            .Where(checkIn => checkIn.Id == subject.Id && checkIn.Version == subject.Version && checkIn.Status == CheckInStatus.Booked)
            .Select(TextedDate.Of).FirstOrDefault(),
        _ => null,
    };

    // An offer that no one can have read does not count, nor does one for a check-in that was changed since, except by this very text.
    private static OfferedMove? OfferedOf(InboundSms sms, Offer? offer, IReadOnlyList<Docket> owners, OperationId move) =>
        offer is not null && sms.At < offer.Until
        && owners.FirstOrDefault(owner => owner.Cardholder.Id == offer.CardholderId) is { } docket
        && docket.Reminders.FirstOrDefault(reminder => reminder.Id == Replies.IdOf(docket, offer.MessageId)) is { MayHaveBeenRead: true } answer
        && docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == offer.CheckInId) is { } checkIn
        && (checkIn.Version == offer.CheckInVersion || checkIn.Operations.Contains(move.Value))
            ? new(docket, offer, answer, checkIn)
            : null;

    /// <summary>A message that asked about a date.</summary>
    /// <param name="Docket">The docket of the date.</param>
    /// <param name="Reminder">The message.</param>
    /// <param name="SentAt">When it was sent, as far as known.</param>
    /// <param name="Standing">The date; null if it no longer stands.</param>
    private sealed record Question(Docket Docket, Reminder Reminder, Instant? SentAt, AskedDate? Standing);
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
internal sealed record TextedDate(TextSubject Subject, LocalDateTime Start, string TimeZone, Instant Instant)
{
    public static TextedDate Of(CheckIn checkIn) => new(TextSubject.CheckIn, checkIn.Start, checkIn.TimeZone, checkIn.Instant);
}
