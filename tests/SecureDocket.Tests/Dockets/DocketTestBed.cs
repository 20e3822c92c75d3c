using NodaTime;
using NodaTime.Text;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Conversations;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Inbox;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;
using SecureDocket.Texts;

namespace SecureDocket.Tests.Dockets;

/// <summary>The domain's own services over tables in memory, of which a call can be made to fail, with people, dates and reminders to try them on.</summary>
internal sealed class DocketTestBed
{
    public const string Mobile = "+17135550199";
    public const string Sender = "+18335550100";

    private static readonly Actor s_actor = new("System", "Test");

    public DocketTestBed()
    {
        Truth = new(clock: Clock);
        Tables = Tap.Over(Truth);
        Blobs = Tap.Over(new InMemoryBlobs());
        var core = Core.Over(Tables, Clock, Hash, blobs: Blobs);
        Due = core.Get<DueReminders>();
        Dockets = core.Get<DocketStore>();
        Lookups = core.Get<Lookups>();
        Phones = core.Get<Phones>();
        Offices = core.Get<OfficeStore>();
        Seats = core.Get<Seats>();
        Reports = core.Get<RecordDeliveryReport>();
        Inbox = core.Get<InboxItems>();
        Words = core.Get<KeptWords>();
        Texts = TextsTo(Sender);
    }

    /// <summary>What the tables hold, past any fault.</summary>
    public InMemoryTables Truth { get; }

    public ITables Tables { get; }

    public IBlobs Blobs { get; }

    /// <summary>Through which every call to <see cref="Tables"/> and <see cref="Blobs"/> goes.</summary>
    public StorageTap Tap { get; } = new();

    public KeyedHash Hash { get; } = new(new byte[32]);

    /// <summary>A Thursday at 10:00 in Houston.</summary>
    public ManualClock Clock { get; } = new(new DateTimeOffset(2027, 3, 4, 16, 0, 0, TimeSpan.Zero));

    public Instant Now => Instant.FromDateTimeOffset(Clock.GetUtcNow());

    public DueReminders Due { get; }

    public DocketStore Dockets { get; }

    public Lookups Lookups { get; }

    public Phones Phones { get; }

    public OfficeStore Offices { get; }

    public Seats Seats { get; }

    public RecordDeliveryReport Reports { get; }

    public RecordInboundText Texts { get; }

    public InboxItems Inbox { get; }

    public KeptWords Words { get; }

    /// <summary>What waits in the inbox.</summary>
    public async Task<IReadOnlyList<ListedItem>> WaitingAsync() => (await Inbox.PageAsync(false, null, null, default)).Value!.Items;

    /// <summary>What records texts where people are texted from these numbers.</summary>
    public RecordInboundText TextsTo(params IEnumerable<string> senders)
    {
        var options = new SmsOptions { Senders = [.. senders.Select(sender => new SenderNumber(sender, 200))], Contact = "1-800-555-0100" };
        return Core.Over(Tables, Clock, Hash, options, blobs: Blobs).Get<RecordInboundText>();
    }

    /// <summary>A docket with a phone and, since check-ins need one, a card in force.</summary>
    public async Task<Docket> OpenAsync(string? mobile = Mobile, MessageTier tier = MessageTier.Neutral, string language = "en")
    {
        var id = CardholderId.New();
        if (mobile is not null)
            await Lookups.AddAsync(LookupKind.Mobile, mobile, id, default);
        var details = new CardholderDetails
        {
            ANumber = "A200000017",
            Name = "Miron Zarechny",
            LatinName = "Miron Zarechny",
            BirthDate = BirthDate.TryParse("1990-02-28", out var birthDate) ? birthDate : default,
            Nationality = "UKR",
            Language = language,
            Mobile = mobile,
            TimeZone = "America/Chicago",
            MessageTier = tier,
        };
        await Dockets.OpenAsync(new Cardholder { Id = id, Details = details, EnrolledBy = "" }, [], s_actor, OperationId.New(), default);
        return await ChangeAsync(id, _ => new DocketChange("card-issued")
        {
            Cards =
            [
                new Card
                {
                    Number = CardNumber.FromBytes(Guid.NewGuid().ToByteArray()),
                    Serial = 1,
                    Status = CardStatus.Active,
                    SiteId = "HOU",
                    StatusList = "1",
                    StatusIndex = 1,
                    KeyVersion = "k",
                    KeyId = "k",
                    PhotoHash = "",
                    IssuedAt = Clock.GetUtcNow(),
                    Expires = Clock.GetUtcNow().AddDays(365),
                    Payload = [],
                    IssuedBy = "",
                },
            ],
        });
    }

    /// <summary>A hearing ten days ahead.</summary>
    public Task<Docket> AddHearingAsync(CardholderId id, string hearingId = "h-1") => ChangeAsync(id, _ => new DocketChange("hearing-set")
    {
        Hearings =
        [
            new Hearing
            {
                Id = hearingId,
                SourceVersion = 1,
                DateVersion = 1,
                Kind = HearingKind.Master,
                Status = HearingStatus.Scheduled,
                CourtId = "HOU",
                CourtName = "Houston",
                Start = new(2027, 3, 14, 9, 0),
                TimeZone = "America/Chicago",
                TzdbVersion = "",
                Instant = Instant.FromUtc(2027, 3, 14, 14, 0),
                RecordedAt = Now,
            },
        ],
    });

    /// <summary>An office that is open from nine to twelve on weekdays, an hour and one seat each, and a check-in there ten days ahead.</summary>
    public async Task<Docket> AddCheckInAsync(CardholderId id, int seats = 1)
    {
        await Offices.PutAsync(
            new Office
            {
                Id = "HOU",
                Name = "Houston",
                Address = "1 Sample Plaza",
                Phone = "1-800-555-0100",
                TimeZone = "America/Chicago",
                OpeningHours = [.. Enumerable.Range(1, 5).Select(day => new OpeningHours((IsoDayOfWeek)day, new(9, 0), new(12, 0)))],
                Holidays = [],
                SlotMinutes = 60,
                SeatsPerSlot = seats,
                GraceMinutes = 60,
            },
            default);
        var book = new BookCheckIn(Offices, Dockets, Seats, Clock);
        var booked = await book.ExecuteAsync(id, "HOU", new(2027, 3, 15, 9, 0), CheckInBooking.Officer, s_actor, OperationId.New(), default);
        return booked.IsRefused ? throw new InvalidOperationException(booked.Refusals[0].Code) : (await Dockets.LoadAsync(id, default))!;
    }

    /// <summary>Brings a reminder to a state, as the sender does.</summary>
    public async Task<Reminder> BringAsync(Reminder reminder, ReminderState state, string? messageId = null)
    {
        var brought = reminder with
        {
            State = state,
            ClaimedAt = state is ReminderState.Planned ? null : Now,
            SentAt = state is ReminderState.Accepted or ReminderState.Delivered ? Now : null,
            MessageId = messageId,
            ChangedAt = Now,
        };
        await ChangeAsync(reminder.Id.Cardholder, _ => new DocketChange("test") { Reminders = [brought] });
        return brought;
    }

    /// <summary>Sends the notice of the docket's date.</summary>
    public Task<Reminder> TellAsync(Docket docket) => BringAsync(
        docket.Reminders.First(reminder => reminder.Occasion == ReminderOccasion.Notice && reminder.State == ReminderState.Planned), ReminderState.Accepted);

    public async Task<Docket> LoadAsync(CardholderId id) => (await Dockets.LoadAsync(id, default))!;

    public async Task<Reminder> LoadAsync(ReminderId id) => (await LoadAsync(id.Cardholder)).Reminders.Single(reminder => reminder.Id == id);

    public async Task<Docket> ChangeAsync(CardholderId id, Func<Docket, DocketChange> change) =>
        (await Dockets.ChangeAsync(id, docket => change(docket), s_actor, OperationId.New(), default)).Value!;

    /// <summary>The kinds of everything that happened to a docket from its <paramref name="from"/>th event on, past any fault.</summary>
    public IReadOnlyList<string> JournalOf(CardholderId id, long from = 1) =>
    [
        .. Truth.JournalAsync(id).GetAwaiter().GetResult()
            .Where(link => link.Sequence >= from)
            .OrderBy(link => link.Sequence)
            .Select(link => link.Kind),
    ];

    /// <summary>Whether the tables hold an open hint to a reminder.</summary>
    public bool HasHint(Reminder reminder) => Truth.RowsOf(TableNames.Due).Any(row =>
        row.Row.Key[0] != '~' && row.Row.Key.EndsWith($"{InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmmss").Format(reminder.Due)}|{reminder.Id}", StringComparison.Ordinal));
}
