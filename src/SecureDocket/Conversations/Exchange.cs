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

    public Exchange(InboundSms sms, PhoneState phone, IReadOnlyList<Docket> owners, OperationId move)
    {
        Asked = AskedOf(sms, owners);
        Offered = OfferedOf(sms, phone.Offer, owners, move) is { } last && !(SentAt(Asked?.Reminder) > SentAt(last.Answer)) ? last : null;
        Docket = Offered?.Docket ?? Asked?.Docket ?? owners[0];
        State = new(phone.IsOptedOut, (Offered, Asked) switch
        {
            ({ } offered, _) => new Awaiting.OpeningChoice(offered.Offer.Openings.Count),
            (_, { } asked) => new Awaiting.DateAnswer(asked.Date.Subject),
            _ => new Awaiting.Nothing(),
        });
    }

    /// <summary>The date that the person was asked about last, and by which reminder; null when there is none to answer.</summary>
    public AskedDate? Asked { get; }

    /// <summary>The openings that the person may choose from; null when there are none, or the person was asked about a date since.</summary>
    public OfferedMove? Offered { get; }

    /// <summary>The docket that the text is about, as far as that can be told.</summary>
    public Docket Docket { get; }

    /// <summary>Where the person and the system stand.</summary>
    public ConversationState State { get; }

    private static AskedDate? AskedOf(InboundSms sms, IReadOnlyList<Docket> owners) => owners
        .SelectMany(docket => docket.Reminders.Select(reminder => (Docket: docket, Reminder: reminder)))
        .Where(each => each.Reminder.State is ReminderState.Accepted or ReminderState.Delivered or ReminderState.Unknown
            && SentAt(each.Reminder) is var sent && sent <= sms.At + s_clocksDiffer && sent > sms.At - s_answersCount)
        .OrderByDescending(each => SentAt(each.Reminder))
        .Select(each => DateOf(each.Docket, each.Reminder.Subject) is { } date && date.Instant > sms.At ? new AskedDate(each.Docket, each.Reminder, date) : null)
        .FirstOrDefault(asked => asked is not null);

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
