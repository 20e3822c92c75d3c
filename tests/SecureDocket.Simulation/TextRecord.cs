using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>What was texted and what is on record of it, to hold one against the other.</summary>
internal sealed class TextRecord
{
    /// <summary>The kind of the news that texts go to another number.</summary>
    public const string NumberNews = "number";

    /// <summary>The kind of the first text to a number.</summary>
    public const string WelcomeNews = "welcome";

    private readonly Dictionary<string, List<Reminder>> _replies;
    private readonly Dictionary<ReminderId, Instant> _leftAt;
    private readonly ILookup<string, SimulatedPerson> _owners;

    public TextRecord(Simulation simulation, IReadOnlyDictionary<CardholderId, Docket> dockets, IReadOnlyDictionary<ReminderId, Reminder> reminders)
    {
        (Simulation, Dockets, Reminders, History, Inbox) = (simulation, dockets, reminders, new(simulation), new(simulation.Observer));
        _replies = reminders.Values.Where(IsReply).GroupBy(reminder => reminder.Subject.Id).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        _leftAt = simulation.Provider.Left.GroupBy(left => left.Message.Tag).ToDictionary(group => group.Key, group => group.First().At);
        _owners = simulation.People
            .SelectMany(person => person.Numbers.Select(each => each.Mobile).OfType<string>().Distinct().Select(mobile => (mobile, person)))
            .ToLookup(each => each.mobile, each => each.person);
        Said = simulation.Phones.SelectMany(phone => phone.Texts).ToDictionary(text => text.Sms.MessageId, StringComparer.Ordinal);
    }

    public Simulation Simulation { get; }

    public IReadOnlyDictionary<CardholderId, Docket> Dockets { get; }

    public IReadOnlyDictionary<ReminderId, Reminder> Reminders { get; }

    /// <summary>What became of every date.</summary>
    public DateHistory History { get; }

    /// <summary>What officers have to read and whom they have to call.</summary>
    public InboxRecord Inbox { get; }

    /// <summary>Every text, by its ID.</summary>
    public IReadOnlyDictionary<string, SaidText> Said { get; }

    public static bool IsReply(Reminder reminder) => reminder.Occasion == ReminderOccasion.Answer;

    public static bool IsNews(Reminder reminder, string kind) => reminder.Subject.Kind == ReminderSubjectKind.Text && reminder.Subject.Id == kind;

    /// <summary>Whoever had the number at some time.</summary>
    public IEnumerable<SimulatedPerson> OwnersOf(string mobile) => _owners[mobile];

    /// <summary>The replies to a text.</summary>
    public IReadOnlyList<Reminder> RepliesTo(SaidText text) => _replies.GetValueOrDefault(text.Sms.MessageId) ?? [];

    /// <summary>When a message left, or may have; null if it did not.</summary>
    public Instant? LeftAt(Reminder reminder) => _leftAt.TryGetValue(reminder.Id, out var at) ? at
        : reminder.State == ReminderState.Unknown || Simulation.Provider.Ambiguous.Contains(reminder.Id) ? reminder.ClaimedAt : null;

    /// <summary>Why a promised reminder was not what was promised; null if it was, or for a reason that counts.</summary>
    /// <param name="reminder">The reminder; null if there is none.</param>
    /// <param name="person">Whose it is.</param>
    /// <param name="replacedAt">When its date was no longer what it says.</param>
    public string? FaultOf(Reminder? reminder, SimulatedPerson person, Instant replacedAt) => reminder?.State switch
    {
        null => "was never planned",
        ReminderState.Planned or ReminderState.Claimed => "still waits",
        ReminderState.Superseded when reminder.Reason == "bundled" && person.IsFlooded => null,
        ReminderState.Superseded or ReminderState.Cancelled when reminder.ChangedAt < replacedAt => "was dropped though its date stood",
        ReminderState.Suppressed when IsReached(person) => "was suppressed though there is a phone",
        ReminderState.Expired when reminder.Due + Duration.FromHours(3) < reminder.Until => "expired though there was time",
        _ => null,
    };

    /// <summary>Whether a person has one number, at which nothing ever kept texts away.</summary>
    public bool IsReached(SimulatedPerson person) => person.Numbers is [{ Mobile: { } mobile }] && Dockets[person.Id].Cardholder.PhoneFault is null
        && !Simulation.PhoneOf(mobile).Texts.Exists(text => text.IsWish);

    /// <summary>Whether a reply to a text left for the phone.</summary>
    public bool HasLeft(SaidText text) => RepliesTo(text).Any(reply => _leftAt.ContainsKey(reply.Id));

    /// <summary>The first report, since a person has had the number at a moment, that it is not theirs; null if there was none that counts.</summary>
    public SaidText? Disowned(SimulatedPerson person, string mobile, Instant since) => Simulation.PhoneOf(mobile).Texts
        .Where(text => text.Meaning == Meaning.WrongNumber && text.HeardAt is not null && text.At >= since && person.NumberAt(text.BegunAt!.Value).Since == since
            && person.NumberAt(text.HeardAt.Value).Since == since && !IsOutrun(text))
        .MinBy(text => text.HeardAt);

    /// <summary>Whether a wish was said later, and was known before this one was.</summary>
    public bool IsOutrun(SaidText wish) => Simulation.PhoneOf(wish.Sms.From).Texts.Exists(text => text.IsWish && text.At >= wish.At && text != wish && text.BegunAt <= wish.HeardAt);
}
