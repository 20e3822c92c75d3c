using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>A text from a person with all that it may be about. Pure.</summary>
/// <remarks>
/// Everything is reckoned from when the provider got the text, not from when its event comes to us: however late or often that
/// is, the text is about the same.
/// </remarks>
internal sealed class Exchange
{
    private static readonly Duration s_answersCount = Duration.FromDays(14);

    // The provider's clock and ours differ a little.
    private static readonly Duration s_clocksDiffer = Duration.FromMinutes(1);

    // What is due at one time leaves within minutes, and whoever answers it has all of it before them.
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

        // Whoever this very text was answered with an offer for, before the process died, is whom it is about.
        Docket = owners.FirstOrDefault(owner => phone.Offer is { } own && own.MessageId == sms.MessageId && own.CardholderId == owner.Cardholder.Id)
            ?? Offered?.Docket ?? last?.Docket ?? thread[0];
        State = new(phone.IsOptedOut, (Offered, Asked) switch
        {
            ({ } offered, _) => new Awaiting.OpeningChoice(offered.Offer.Openings.Count),
            (_, { } asked) => new Awaiting.DateAnswer(asked.Date.Subject),
            _ => new Awaiting.Nothing(),
        });
    }

    /// <summary>The date that the person was asked about last, and by which reminder; null when there is none, or it no longer stands.</summary>
    /// <remarks>An older question is never taken in its place: the person answers what they read last, and it may be about somebody else.</remarks>
    public AskedDate? Asked { get; }

    /// <summary>The dates that "I will be there" is about, <see cref="Asked"/> among them; empty where that is null.</summary>
    /// <remarks>
    /// Which of several dates is meant cannot be told, so it is all that the person was told of since they last answered, and
    /// all that others who share the phone were told of together with the last.
    /// </remarks>
    public IReadOnlyList<AskedDate> Confirmable { get; }

    /// <summary>Whether another date that stands was asked about together with <see cref="Asked"/>, so that nobody can say which one is to be moved.</summary>
    public bool IsAmbiguous { get; }

    /// <summary>The openings that the person may choose from; null when there are none, or the person was asked about a date since.</summary>
    public OfferedMove? Offered { get; }

    /// <summary>The docket that the text is about, as far as that can be told.</summary>
    public Docket Docket { get; }

    /// <summary>Where the person and the system stand.</summary>
    public ConversationState State { get; }

    // A person is texted from one number, so those who share a phone may have threads of their own. A number of which no owner
    // is texted any more is one from before the numbers were configured anew.
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

        // Only texts before this one, so that repeating it finds the same.
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

    // A notice that a date is off asks nothing, nor does one that a check-in was missed.
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

    /// <summary>The date as it stands that a reminder is about; null when it has another version, or does not take place.</summary>
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

    // An offer that nobody can have read is none, and neither is one for a check-in that was changed since, but by this very text.
    private static OfferedMove? OfferedOf(InboundSms sms, Offer? offer, IReadOnlyList<Docket> owners, OperationId move) =>
        offer is not null && sms.At < offer.Until
        && owners.FirstOrDefault(owner => owner.Cardholder.Id == offer.CardholderId) is { } docket
        && docket.Reminders.FirstOrDefault(reminder => reminder.Id == Answers.IdOf(docket, offer.MessageId)) is { MayHaveBeenRead: true } answer
        && docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == offer.CheckInId) is { } checkIn
        && (checkIn.Version == offer.CheckInVersion || checkIn.Operations.Contains(move.Value))
            ? new(docket, offer, answer, checkIn)
            : null;

    /// <summary>A message that asked about a date.</summary>
    /// <param name="Docket">Whose date.</param>
    /// <param name="Reminder">The message.</param>
    /// <param name="SentAt">When it left, as far as is known.</param>
    /// <param name="Standing">The date; null when it no longer stands.</param>
    private sealed record Question(Docket Docket, Reminder Reminder, Instant? SentAt, AskedDate? Standing);
}

/// <summary>A date that a person was asked about.</summary>
/// <param name="Docket">Whose.</param>
/// <param name="Reminder">What asked.</param>
/// <param name="Date">The date.</param>
internal sealed record AskedDate(Docket Docket, Reminder Reminder, TextedDate Date);

/// <summary>Openings to choose from.</summary>
/// <param name="Docket">Whose check-in is to be moved.</param>
/// <param name="Offer">The openings.</param>
/// <param name="Answer">What told the person of them.</param>
/// <param name="CheckIn">The check-in as it stands.</param>
internal sealed record OfferedMove(Docket Docket, Offer Offer, Reminder Answer, CheckIn CheckIn);

/// <summary>A date as a text names it.</summary>
/// <param name="Subject">What takes place.</param>
/// <param name="Start">What the venue's clock shows.</param>
/// <param name="TimeZone">The venue's zone.</param>
/// <param name="Instant">The moment.</param>
internal sealed record TextedDate(TextSubject Subject, LocalDateTime Start, string TimeZone, Instant Instant)
{
    public static TextedDate Of(CheckIn checkIn) => new(TextSubject.CheckIn, checkIn.Start, checkIn.TimeZone, checkIn.Instant);
}
