using NodaTime;
using SecureDocket.Approvals;
using SecureDocket.Archive;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Closures;
using SecureDocket.Credentials;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Documents;
using SecureDocket.Encryption;
using SecureDocket.Health;
using SecureDocket.Hearings;
using SecureDocket.Inbox;
using SecureDocket.Journals;
using SecureDocket.Keys;
using SecureDocket.Limits;
using SecureDocket.Messages;
using SecureDocket.Partners;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Retention;
using SecureDocket.Scanners;
using SecureDocket.Seals;
using SecureDocket.Searches;
using SecureDocket.Signing;
using SecureDocket.SignIns;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Texts;

namespace SecureDocket.Tests.Storage;

/// <summary>A row to be held against its golden file.</summary>
/// <param name="Name">The file's name without <c>.json</c>: the type's, and with it <c>full</c> or <c>least</c> where a row of the type need not have every member.</param>
/// <param name="Value">The row.</param>
internal sealed record GoldenRow(string Name, object Value);

/// <summary>
/// One row of each stored type with every member set, and one with no more than it needs. Nobody here exists. No member of a full row has
/// the value that it would have by itself, so that none can go missing unseen; a test looks for that.
/// </summary>
internal static class GoldenRowSamples
{
    // Everything that the encoder escapes, and some that it does not: quotes, markup, Cyrillic, an emoji, a character that ends a line of JavaScript.
    private const string Text = "Мирон «Тарафа» & \"O'Tarafa\" <b>+1</b> \\ / ` ~ é 😀 \u2028\t";
    private const string Operation = "9c1f0b5e7a2d4c6680ffeeddccbbaa01";
    private const string Hash = "00ff10ef20df30cf40bf50af609f708f807f906fa05fb04fc03fd02fe01ff00f";

    // No double holds it.
    private const long LongNumber = 9_007_199_254_740_993;

    private static readonly DateTimeOffset s_at = new(2027, 3, 4, 9, 15, 30, TimeSpan.Zero);
    private static readonly Instant s_instant = Instant.FromUtc(2027, 3, 4, 9, 15, 30);
    private static readonly LocalDate s_day = new(2027, 3, 4);
    private static readonly LocalDateTime s_minute = new(2027, 3, 4, 9, 5);

    // In base64 these have '+' and '/', in base64url '-' and '_'.
    private static readonly byte[] s_bytes = [0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF, 0x00];
    private static readonly CardholderId s_person = CardholderId.FromBytes([0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    private static readonly CardholderId s_other = CardholderId.FromBytes([16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    private static readonly CardNumber s_card = CardNumber.FromBytes([0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32]);
    private static readonly CardNumber s_oldCard = CardNumber.FromBytes([1, 2, 3, 4, 5, 6, 7]);
    private static readonly ClosedDoor s_door = new(Operation, "weather", s_minute, s_instant, s_instant) { AsksToCall = true };
    private static readonly Actor s_officer = new("Officer", "officer-7@O'Hare");
    private static readonly Actor s_admin = new("Administrator", "Адмін-8");

    private static readonly PhotoReference s_photo = new(Hash, "image/webp", 480, 640);
    private static readonly ReminderSubject s_subject = new(ReminderSubjectKind.Card, "hearing-A.1", 3);

    // With a fraction, as clocks tell it.
    private static DateTimeOffset Precise => s_at.AddTicks(1_234_567);

    private static Instant PreciseInstant => s_instant.PlusNanoseconds(123_456_789);

    /// <summary>All rows.</summary>
    public static IReadOnlyList<GoldenRow> All { get; } =
    [
        .. SignIns(), .. Cards(), .. People(), .. CheckIns(), .. Hearings(), .. Papers(), .. Reminders(),
        .. Journals(), .. Places(), .. Partners(), .. Keys(), .. Approvals(), .. Marks(),
    ];

    private static IEnumerable<GoldenRow> Row<T>(T row) => [new(typeof(T).Name, row!)];

    private static IEnumerable<GoldenRow> Row<T>(T full, T least) => [new($"{typeof(T).Name}.full", full!), new($"{typeof(T).Name}.least", least!)];

    private static IEnumerable<GoldenRow> SignIns() =>
    [
        .. Row(new AllowanceRow(LongNumber, 4, Precise)),
        .. Row(
            new ChallengeRow
            {
                At = Precise,
                CardholderId = s_person,
                CardNumber = s_card.ToString(),
                Pin = "W/\"datetime'2027-03-04T09%3A15%3A30.1234567Z'\"",
                CodeHash = Hash,
                CodeUntil = s_at.AddMinutes(10),
                CodePhone = "a1b2c3",
                Tries = 2,
                NewMobile = "+12025550143",
                OldMobile = "+12025550144",
            },
            new ChallengeRow { At = s_at }),
        .. Row(new PaperCodeRow(Precise), new PaperCodeRow(null)),
        .. Row(new PinRow("argon2id$v=19$m=65536,t=3,p=1$+/=", Precise)),
        .. Row(new PrintedCodesRow(Operation, Precise)),
        .. Row(
            new SessionRow("s-1", s_card.ToString(), Precise, Text) { IsByPaperCode = true },
            new SessionRow("s-2", s_card.ToString(), s_at, "Android")),
        .. Row(new TriesRow(5, Precise)),
    ];

    private static IEnumerable<GoldenRow> Cards() =>
    [
        .. Row(
            new Card
            {
                Number = s_card,
                Serial = 2,
                Status = CardStatus.Suspended,
                SiteId = "HOU",
                StatusList = "list-03",
                StatusIndex = 131_071,
                KeyVersion = "v-7/a+b",
                KeyId = "AQIDBAUGBwg",
                PhotoHash = Hash,
                IssuedAt = Precise,

                // Of a clock with an offset, which is kept.
                Expires = new(2031, 12, 31, 23, 59, 59, TimeSpan.FromHours(-6)),
                Payload = s_bytes,
                Signature = [0xFF, 0xFE, 0xFD],
                IssuedBy = s_officer.Id,
                Replaces = new(s_oldCard, "lost"),
                StatusReason = "under-review",
                ReviewSince = s_at.AddDays(1),
                ReinstatedFor = "found",
                StatusChanges = [Operation, "second"],
                VacatedSite = "ATL",
            },
            new Card
            {
                Number = s_card,
                Serial = 1,
                Status = CardStatus.Intended,
                SiteId = "HOU",
                StatusList = "list-00",
                StatusIndex = 0,
                KeyVersion = "v-1",
                KeyId = "AQIDBAUGBwg",
                PhotoHash = Hash,
                IssuedAt = s_at,
                Expires = s_at.AddYears(4),
                Payload = [],
                IssuedBy = "officer-7",
            }),
        .. Row(new IssuedCardRow(s_person, s_card.ToString())),
        .. Row(new RevocationsRow([new(Operation, 12, Precise), new("second", 1, s_at)]), new RevocationsRow([])),
        .. Row(
            new StatusChangeRow(Precise) { CardholderId = s_person, Card = s_card, Operation = Operation },
            new StatusChangeRow(s_at)),
        .. Row(new StatusIndexRow(Hash)),
    ];

    private static Cardholder FullCardholder() => new()
    {
        Id = s_person,
        Details = new()
        {
            ANumber = "A099000123",
            Name = "Мирон О’Тарафа",
            LatinName = "Miron O'Tarafa",
            BirthDate = Birth("1979-02"),
            Nationality = "UKR",
            Language = "uk",
            Mobile = "+12025550143",
            TimeZone = "America/Chicago",
            MessageTier = MessageTier.CodeWord,
            CodeWord = "соняшник 🌻",
            Posture = new(PostureState.ReliefGranted, "2027-03"),
            Fins = "F1234567",
            SubjectId = "S7654321",
        },
        Clearance = new(ClearanceResult.Cleared, "REF-7/1.2:3", "2027-02-28"),
        Photo = s_photo,
        PhotoBy = s_officer.Id,
        ClearanceBy = s_admin.Id,
        SignedPhotos = [s_photo, new("ab", "image/jpeg", 1, 2)],
        PhotoChange = new(new("cd", "image/png", 3, 4), s_officer, Precise),
        NumberChange = new(s_officer, s_at.AddHours(1)),
        MobileSince = PreciseInstant,
        TextsOff = new(PreciseInstant, true),
        PinGiven = new(s_admin, s_at.AddHours(2)),
        CodesGiven = new(s_officer, s_at.AddHours(3)),
        CheckInSchedule = new("ATL", 28),
        CheckInScheduleSince = PreciseInstant,
        PhoneFault = new(PreciseInstant, "4006"),
        PinSetAt = s_at.AddHours(4),
        CodesPrintedBy = "officer-9",
        Hold = new("litigation", "admin-1", Precise),
        KioskCodeBy = "officer-10",
        ProtectedSince = Precise,
        Alike =
        [
            new(s_other, [LikenessKind.Phone, LikenessKind.Photo], s_officer, Precise)
            {
                FoundBefore = ["officer-1", "офіцер-2"],
                ReviewedBy = s_admin,
                ReviewedAt = s_at.AddDays(1),
                IsSame = true,
            },
        ],
        EnrolledBy = Text,
    };

    private static Cardholder LeastCardholder() => new()
    {
        Id = s_person,
        Details = new()
        {
            ANumber = "A099000123",
            Name = "Miron Tarafa",
            LatinName = "Miron Tarafa",
            BirthDate = Birth("1979"),
            Nationality = "UKR",
            Language = "en",
            TimeZone = "America/Chicago",
        },
        EnrolledBy = "officer-7",
    };

    private static IEnumerable<GoldenRow> People() =>
    [
        .. Row(FullCardholder(), LeastCardholder()),
        .. Row(
            new ProfileRow(FullCardholder(), LongNumber, s_bytes) { HasLeftHearings = true, Rows = s_bytes, Edited = 7 },
            new ProfileRow(LeastCardholder(), 1, new byte[32])),
        .. Row(
            new PhoneState
            {
                OptOut = new(PreciseInstant, OptOut.CarrierEvidence, "СТОП"),
                OptedInAt = s_instant,
                Blocks = [new("+18335550100", PreciseInstant), new("72345", s_instant)],
                ToldOff = new(PreciseInstant, "m-2"),
                AnsweredAt = s_instant.Plus(Duration.FromMinutes(1)),
                AnsweredTo = "+18335550100",
                Parts = [new(PreciseInstant, "m-3", "parts/0123456789abcdef"), new(s_instant, "m-4", "parts/fedcba9876543210")],
                Offer = new()
                {
                    MessageId = "m-1",
                    CardholderId = s_person,
                    CheckInId = Operation,
                    CheckInVersion = LongNumber,
                    Refused = [new(s_minute.PlusDays(-1))],
                    RefusedBy = "m-5",
                    IsAgain = true,
                    TimeZone = "America/New_York",
                    Openings = [new(s_minute), new(s_minute.PlusDays(1))],
                    Until = s_instant.Plus(Duration.FromHours(12)),
                },
            },
            new PhoneState()),
        .. Row(new KeyOnly()),
        .. Row(
            new LookupHint(s_person) { Releasing = Operation },
            new LookupHint(s_person)),
        .. Row(new OpeningsRow([new(s_person, Precise), new(s_other, s_at)]), new OpeningsRow([])),
    ];

    private static IEnumerable<GoldenRow> CheckIns() =>
    [
        .. Row(
            new CheckIn
            {
                Id = Operation,
                Version = LongNumber,
                Status = CheckInStatus.Attended,
                OfficeId = "ATL",
                OfficeName = Text,
                OfficeAddress = Text,
                Start = s_minute,
                TimeZone = "America/New_York",
                TzdbVersion = "2026a",
                Instant = s_instant,
                Seat = 3,
                TimeVersion = LongNumber,
                PlaceVersion = LongNumber,
                BookedBy = CheckInBooking.Text,
                RecordedAt = PreciseInstant,
                Manner = CheckInManner.Remote,
                ArrivedAt = PreciseInstant,
                CalledAt = s_instant,
                SeenAt = PreciseInstant,
                SentHomeReason = SentHomeReasons.NoOfficer,
                Judgement = new(MissFinding.OurFault, "medical", MissEvidence.Awaited, "officer-7", PreciseInstant),
                CancelReason = CancelReasons.OfficeClosed,
                Closed = s_door,
                Operations = [Operation, "second"],
            },
            new CheckIn
            {
                Id = Operation,
                Version = 1,
                Status = CheckInStatus.Booked,
                OfficeId = "ATL",
                OfficeName = "Atlanta",
                Start = s_minute,
                TimeZone = "America/New_York",
                TzdbVersion = "2026a",
                Instant = s_instant,
                Seat = 1,
                BookedBy = CheckInBooking.Officer,
                RecordedAt = s_instant,
            }),
        .. Row(new SeatRow(s_person, Operation, LongNumber, PreciseInstant)),
        .. Row(
            new OfficeDayRow(s_person, Operation, LongNumber, CheckInStatus.Missed),
            new OfficeDayRow(s_person, Operation, 1, CheckInStatus.Attended)),
        .. Row(new OfficeWorkRow(s_person, LongNumber)),
        .. Row(new SeenPeople(s_minute.Date, [s_person, s_other])),
        .. Row(new SeenDay(s_day)),
    ];

    private static Hearing FullHearing() => new()
    {
        Id = "hearing-A.1_b",
        SourceVersion = LongNumber,
        Kind = HearingKind.Individual,
        Status = HearingStatus.Cancelled,
        CourtId = "ELP",
        CourtName = Text,
        CourtAddress = Text,
        Room = "3 <B>",
        Start = s_minute,
        TimeZone = "America/Denver",
        TzdbVersion = "2026a",
        Instant = s_instant,
        Closed = s_door,
        DateVersion = 7,
        TimeVersion = LongNumber,
        PlaceVersion = LongNumber,
        RecordedAt = PreciseInstant,
        SetBackReason = "typed-wrong",
        MovedFrom = "HOU",
        ReleaseReason = "wrong-person",
    };

    private static Hearing LeastHearing() => new()
    {
        Id = "1",
        SourceVersion = 1,
        Kind = HearingKind.Master,
        Status = HearingStatus.Scheduled,
        CourtId = "ELP",
        CourtName = "El Paso",
        Start = s_minute,
        TimeZone = "America/Denver",
        TzdbVersion = "2026a",
        Instant = s_instant,
    };

    private static IEnumerable<GoldenRow> Hearings() =>
    [
        .. Row(FullHearing(), LeastHearing()),
        .. Row(new CourtDayRow(s_person, "hearing-A.1_b")),
        .. Row(new ReleasedId("hearing-A.1_b", "wrong-person", Operation)),
        .. Row(
            new QuarantinedHearing(s_person, "A099000123", FullHearing(), new("Registrar", "feed-ELP")) { Awaits = "HOU" },
            new QuarantinedHearing(s_person, "A099000123", LeastHearing(), new("Registrar", "feed-ELP"))),
    ];

    private static IEnumerable<GoldenRow> Papers() =>
    [
        .. Row(new NameHint(Hash)),
        .. Row(new SearchEvent
        {
            Id = Operation,
            At = Precise,
            By = s_officer,
            Kind = SearchKeyKind.SubjectId,
            Key = Hash,
            Purpose = Purpose.CheckInService,
            Shown = 2,
        }),
        .. Row(
            new Disclosure
            {
                Id = Operation,
                At = Precise,
                Recipient = s_officer,
                Purpose = Purpose.OfflineVerification,
                Fields = ["name", "birthDate"],
                Subject = Hash,
                SealedUntil = s_day,
                Seal = "20270304091530123-9c1f0b5e",
                Comparison = new(ComparisonAnswer.CannotTell, s_at.AddMinutes(1)),
                Offline = new(Outcome.Undetermined, ["stale-status", "too-large"], s_at.AddHours(-1)) { ReportedAt = s_at.AddHours(1) },
            },
            new Disclosure { Id = Operation, At = s_at, Recipient = Actor.Public, Purpose = Purpose.Verification, Fields = [] }),
        .. Row(
            new Document
            {
                Id = Operation,
                Type = DocumentType.HearingNotice,
                Title = Text,
                Date = s_day,
                Language = "zh-Hant",
                Blob = "b-1",
                Bytes = int.MaxValue,
                Pages = 12,
                Sha256 = Hash,
                AddedAt = Precise,
                AddedBy = "Officer",
                Withdrawal = new(s_at.AddDays(1), WithdrawalReason.Superseded),
                DisposedAt = Precise,
            },
            new Document
            {
                Id = Operation,
                Type = DocumentType.NoticeToAppear,
                Title = "Notice",
                Date = s_day,
                Language = "en",
                Blob = "b-2",
                Bytes = 1,
                Pages = 1,
                Sha256 = Hash,
                AddedAt = s_at,
                AddedBy = "Officer",
            }),
        .. Row(
            new Seal
            {
                Id = "20270304091530123-9c1f0b5e",
                DisclosureId = Operation,
                LookedAt = Precise,
                Reason = SealReason.SafetyOfAPerson,
                Until = s_day,
                RequestedBy = s_officer,
                RequestedAt = s_at,
                ConfirmBefore = s_at.AddHours(72),
                ConfirmedBy = s_admin,
                ConfirmedAt = s_at.AddHours(1),
                EndedBy = s_officer,
                EndedAt = s_at.AddHours(2),
            },
            new Seal
            {
                Id = "20270304091530123-9c1f0b5e",
                DisclosureId = Operation,
                LookedAt = s_at,
                Reason = SealReason.OpenInvestigation,
                Until = s_day,
                RequestedBy = s_officer,
                RequestedAt = s_at,
                ConfirmBefore = s_at.AddHours(72),
            }),
        .. Row(new SealedLookRow("20270304091530123-9c1f0b5e")),
    ];

    private static IEnumerable<GoldenRow> Reminders() =>
    [
        .. Row(
            new Reminder
            {
                Id = ReminderId.Of(s_person, s_subject, ReminderOccasion.OneDay, 2),
                Subject = s_subject,
                Occasion = ReminderOccasion.OneDay,
                Retry = 2,
                News = "card-replaced",
                Due = s_instant,
                Until = PreciseInstant,
                State = ReminderState.Delivered,
                Reason = "opted-out",
                Attempts = 4,
                Operation = Operation,
                ClaimedAt = s_instant.Plus(Duration.FromMinutes(1)),
                SentAt = s_instant.Plus(Duration.FromMinutes(2)),
                MessageId = "m-1",
                ChangedAt = s_instant.Plus(Duration.FromMinutes(3)),
                Answer = ReminderAnswer.NeedsToMove,
                AnsweredAt = s_instant.Plus(Duration.FromMinutes(4)),
                Body = Text,
                To = "+12025550143",
                Before = PreciseInstant,
                Confirms = new(ReminderSubjectKind.CheckIn, Operation, LongNumber),
                Asks = new(ReminderSubjectKind.CheckIn, "c-1", 2),
                Words = "inbox/0123456789abcdef",
                Raised = "20270304091530123-9c1f0b5e",
            },
            new Reminder
            {
                Id = ReminderId.Of(s_person, s_subject, ReminderOccasion.Notice, 0),
                Subject = s_subject,
                Occasion = ReminderOccasion.Notice,
                Due = s_instant,
                Until = s_instant,
            }),
        .. Row(new DueRow(PreciseInstant)),
        .. Row(new SenderRow([new(LongNumber, 6), new(1_800_000_000, 1)]), new SenderRow([])),
        .. Row(
            new Watermark(PreciseInstant, s_instant) { Continuation = "1!8!cGFnZQ--", Looked = 5, Repaired = 6, Crowded = 7 },
            new Watermark(s_instant, s_instant)),
        .. Row(
            new InboxItem(s_person, InboxKind.Unclear, PreciseInstant, "pt-BR", "inbox/0123456789abcdef")
            {
                Office = "HOU",
                State = InboxState.Answered,
                Holder = s_officer,
                ChangedAt = s_instant,
                Answer = new(Operation, s_officer, PreciseInstant, "inbox/1123456789abcdef"),
                Note = new(Operation, s_officer, s_instant, "inbox/2123456789abcdef"),
            },
            new InboxItem(s_person, InboxKind.Loss, PreciseInstant, "pt-BR", "inbox/0123456789abcdef")),
        .. Row(new QuarantineRow(PreciseInstant, "no-report", Hash, 5000, "{\"data\":{\"message\":\"СТОП 'x' <y>\"}}")),
    ];

    private static ArchiveHead FullHead() => new()
    {
        Number = LongNumber,
        Hash = Hash,
        Pass = 3,
        StartedAt = Precise,
        Since = s_at,
        Known = 4,
        Range = 5,
        Continuation = "1!8!cGFnZQ--",
        IsPassOver = true,
    };

    private static IEnumerable<GoldenRow> Journals() =>
    [
        .. Row(
            new JournalEvent
            {
                Sequence = LongNumber,
                At = s_at.AddMilliseconds(123),
                Actor = s_officer,
                RequestedBy = s_admin,
                Kind = "card-issued",
                Operation = Operation,

                // A row within a row: what is escaped there is escaped once more.
                Changes = [new("hearing|1", "{\"courtName\":\"\\u041C <b>\",\"room\":\"М 'x'\"}"), new("left|1", "{}")],
            },
            new JournalEvent
            {
                Sequence = 1,
                At = s_at,
                Actor = s_officer,
                Kind = "enrolled",
                Operation = Operation,

                // An empty document is a row that was dropped.
                Changes = [new("left|1", "")],
            }),
        .. Row(FullHead(), new ArchiveHead()),
        .. Row(
            new ArchiveHeader(1, Hash, 1000, FullHead()),
            new ArchiveHeader(1, "", 0, new ArchiveHead())),
        .. Row(
            new ArchivedRow("places", "site|NYC", "site", "{\"name\":\"\\u041C <b>\",\"room\":\"М 'x'\"}") { Sealed = s_bytes },
            new ArchivedRow("dockets", s_person.ToString(), "~event|0000000001", null)),
        .. Row(
            new KeyCopyList
            {
                Parts = [new("20270304T160000-0123456789abcdef0123456789abcdef", Precise, true) { Hash = s_bytes }, new("20270305T160000-0123456789abcdef0123456789abcdef", s_at, true) { Hash = s_bytes }],
                WholeSince = Precise,
                Shards = [new("05|00001", new("docket-shards/1", s_bytes, s_at) { Hash = s_bytes }) { GoneSince = Precise }],
                Erased = [new(s_other, Precise)],
            },
            new KeyCopyList()),
        .. Row(new KeyCopyMark(Precise, s_at, "1!8!cGFnZQ--", true), new KeyCopyMark(s_at, null, null, false)),
        .. Row(
            new Erasure
            {
                Docket = s_other,
                Reason = ErasureReasons.Order,
                Authority = "Records schedule 12, item 3",
                RequestedBy = s_officer,
                ApprovedBy = s_admin,
                BegunAt = Precise,
                ErasedAt = s_at,
                CertifiedAt = s_at,
                Events = LongNumber,
                Head = s_bytes,
                Disclosures = 2,
                Rows = 3,
                Blobs = 4,
                Cards = [new("2", 7)],
            },
            new Erasure { Docket = s_other, Reason = ErasureReasons.Request, RequestedBy = s_officer, ApprovedBy = s_admin, BegunAt = s_at, Events = 1, Head = new byte[32], Cards = [] }),
        .. Row(Rule("P7Y6M")),
        .. Row(
            new RetentionReport
            {
                Id = "20271231235959",
                StartedAt = Precise,
                FinishedAt = s_at,
                Rules = [Rule("P7Y6M")],
                Lines = [new("documents", 14, 19, 1, true)],
                Dockets = 9120,
                Held = 3,
                Unreadable = 1,
                Continuation = "1!8!cGFnZQ--",
            },
            new RetentionReport { Id = "20271231235959", StartedAt = s_at, Rules = [], Lines = [] }),
        .. Row(new DueDockets(Precise, [s_person, s_other])),
        .. Row(new DisposedRow(Precise)),
        .. Row(new ShardRow("docket-shards/0123456789abcdef", s_bytes, Precise) { Hash = s_bytes }, new ShardRow("docket-shards/0123456789abcdef", s_bytes, Precise)),
        .. Row(
            new RebuildMark(RebuildStep.Replaying, PreciseInstant)
            {
                Head = FullHead(),
                Continuation = "1!8!cGFnZQ--",
                LastDocket = s_person.ToString(),
                Report = new()
                {
                    Segments = 1,
                    Rows = LongNumber,
                    WholeUntil = Precise,
                    Dockets = 2,
                    Erased = 9,
                    Events = 3,
                    Unknown = 4,
                    StatusLists = 5,
                    Suspended = 6,
                    BrokenCount = 7,
                    Broken = [new(s_other.ToString(), 8)],
                },
            },
            new RebuildMark(RebuildStep.Copying, s_instant)),
    ];

    private static IEnumerable<GoldenRow> Places() =>
    [
        .. Row(
            new Court("ELP", Text, "1 O'Neill St <2>, El Paso", "America/Denver") { Phone = "1-915-555-0106", Registrars = ["app-1", "app_2.x"], Closures = [FullClosure()] },
            new Court("ELP", "El Paso", "1 Main St", "America/Denver")),
        .. Row(
            new Office
            {
                Id = "ATL",
                Name = Text,
                Address = "1 O'Neill St, Atlanta",
                Phone = "1-202-555-0143",
                TimeZone = "America/New_York",
                OpeningHours =
                [
                    new(IsoDayOfWeek.Monday, new(8, 5), new(12, 0)),
                    new(IsoDayOfWeek.Sunday, new(13, 30), new(23, 59)),
                ],
                Holidays = [s_day, new(2028, 2, 29)],
                SlotMinutes = 15,
                SeatsPerSlot = 4,
                RemoteAllowed = true,
                GraceMinutes = 60,
                Closures = [FullClosure()],
            },
            new Office
            {
                Id = "ATL",
                Name = "Atlanta",
                Address = "1 Main St",
                Phone = "1",
                TimeZone = "America/New_York",
                OpeningHours = [],
                Holidays = [],
                SlotMinutes = 5,
                SeatsPerSlot = 1,
                GraceMinutes = 0,
            }),
        .. Row(
            new Site("HOU", Text, 10_000_000, 9_999_999) { HasSecondOfficer = true },
            new Site("HOU", "Houston", 0, 0)),
        .. Row(new OpenClosure(Operation, PlaceKind.Court, "ELP", PreciseInstant)),
        .. Row(new ClosedDate(s_person, ClosedDateOutcome.NotHeld, true)),
    ];

    private static Closure FullClosure() => new()
    {
        Id = Operation,
        Day = s_day,
        From = new(8, 5),
        To = new(12, 0),
        Reason = "weather",
        LetsChoose = true,
        Dates = 3,
        Status = ClosureStatus.Withdrawn,
        RequestedBy = s_officer,
        ApprovedBy = new("Officer", "officer-8"),
        At = PreciseInstant,
        Cursor = "0905|03",
        IsSecondPass = true,
        HasUnread = true,
        Again = s_instant,
    };

    private static Partner FullPartner() => new()
    {
        Id = "agency-1",
        Name = Text,
        Kind = PartnerKind.Sandbox,
        Scopes = [PartnerScope.Verify, PartnerScope.MatchName, PartnerScope.MatchBirthDate],
        PerMinute = 60_000,
        Contact = "desk & phone",
        Version = LongNumber,
        Operation = Operation,
        RevokedAt = Precise,
    };

    private static Partner LeastPartner() => new()
    {
        Id = "agency-1",
        Name = "Agency",
        Kind = PartnerKind.Live,
        Scopes = [PartnerScope.Verify],
        PerMinute = 1,
        Contact = "desk",
    };

    private static IEnumerable<GoldenRow> Partners() =>
    [
        .. Row(FullPartner(), LeastPartner()),
        .. Row(
            new PartnerChange(PartnerChangeKind.Revoked, Precise, s_admin, "agreement-ended", FullPartner()),
            new PartnerChange(PartnerChangeKind.Registered, s_at, s_admin, null, LeastPartner())),
        .. Row(
            new PartnerDay
            {
                Minute = LongNumber,
                Granted = 8,
                Leases = [new("instance-1", 2, 100)],
                Counts = new() { Valid = 1, Invalid = 2, Undetermined = 3, Refused = 4, Matched = 5, Mismatched = 6, MatchLimited = long.MaxValue },
            },
            new PartnerDay()),
        .. Row(
            new Scanner
            {
                Id = new("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"),
                Officer = s_officer.Id,
                Release = "1.2.3+abc",
                PackIssuedAt = Precise,
                Waiting = 9,
                LastSeen = s_at,
                EndedAt = s_at.AddDays(1),
                EndedBy = s_admin.Id,
            },
            new Scanner { Id = new("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"), Officer = "officer-7", Release = "1", Waiting = 0, LastSeen = s_at }),
    ];

    private static IEnumerable<GoldenRow> Keys() =>
    [
        .. Row(
            new KeyRecord
            {
                Version = "v-7",
                X = s_bytes,
                Y = [0xFF, 0xFE, 0xFD],
                Use = KeyUse.Anchor,
                Site = "HOU",
                CreatedAt = Precise,
                SignsFrom = s_at,
                SignsUntil = s_at.AddYears(1),
                PublishedAt = s_at.AddDays(1),
                BelievedSince = s_at.AddDays(2),
                Withdrawal = new(s_at.AddDays(3), WithdrawalReasons.Misused, s_officer, s_admin),
                Endorsements = [[1, 2, 3], [0xFB, 0xEF]],
            },
            new KeyRecord
            {
                Version = "v-1",
                X = [],
                Y = [],
                Use = KeyUse.Cards,
                CreatedAt = s_at,
                PublishedAt = s_at,
            }),
    ];

    private static IEnumerable<GoldenRow> Approvals() =>
    [
        .. Row(
            new Approval
            {
                Id = "20270304091530123-9c1f0b5e",
                Kind = ApprovalKinds.KeyWithdrawal,
                Status = ApprovalStatus.Finished,
                Reason = "compromised",
                Cards = 250,
                Closure = new("office", "ATL", Operation),
                KeyId = "AQIDBAUGBwg",
                Docket = s_other,
                Report = "20271231235959",
                RequestedBy = s_officer,
                RequestedAt = Precise,
                ExpiresAt = s_at.AddHours(1),
                Operation = Operation,
                ApprovedBy = s_admin,
                ApprovedAt = s_at.AddMinutes(5),
                Progress = new() { Done = 1, Revoked = 2, Already = 3, Refused = 4, Unknown = 5, Killed = 6, Cursor = "20270304|x", Unread = [1], Finished = true },
            },
            new Approval
            {
                Id = "20270304091530123-9c1f0b5e",
                Kind = ApprovalKinds.BulkRevocation,
                Status = ApprovalStatus.Pending,
                Reason = "lost",
                Cards = 1,
                RequestedBy = s_officer,
                RequestedAt = s_at,
                ExpiresAt = s_at.AddHours(1),
                Operation = Operation,
            }),
        .. Row(new ApprovalCardsRow([s_card, s_oldCard]), new ApprovalCardsRow([])),
        .. Row(new ApprovalRequestRow("20270304091530123-9c1f0b5e")),
        .. Row(
            new IdempotencyRow(Hash, Precise, new(201, "/cardholders/x", "\"v-1\"", "{\"name\":\"\\u041C <b>\"}")),
            new IdempotencyRow(Hash, s_at, null)),
    ];

    private static IEnumerable<GoldenRow> Marks() =>
    [
        .. Row(new LagMark(Precise, IsBehind: true)),
        .. Row(new TimerMark(Precise, HasRun: true)),
        .. Row(new StorageFormatRow(2)),
        .. Row(new RewrapMark(Precise, "1!8!cGFnZQ--", 3, true), new RewrapMark(s_at, null, 0, false)),
    ];

    private static RetentionRule Rule(string period) => new()
    {
        Class = "documents",
        Trigger = "withdrawn",
        Period = period,
        Action = "delete",
        Authority = "Records schedule 12, item 3",
        SetBy = "admin-2",
        SetAt = Precise,
    };

    private static BirthDate Birth(string text) => BirthDate.TryParse(text, out var date) ? date : throw new FormatException(text);
}
