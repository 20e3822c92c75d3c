using NodaTime;
using NodaTime.TimeZones;
using SecureDocket.Cardholders;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;
using SecureDocket.Texts;
using SecureDocket.Times;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>Tables, a clock and a provider that outlive every process, and the processes that work on them.</summary>
internal sealed class World
{
    public static readonly Actor Registrar = new("Court.Registrar", "test");

    /// <summary>The court of <see cref="Dates.Hearing"/>, which hears from <see cref="Registrar"/>.</summary>
    public static readonly Court Court = new("C", "Court", "1 Sample Plaza", "America/Chicago") { Registrars = [Registrar.Id] };

    /// <summary>The moment at which every world begins: noon of a Monday in Chicago.</summary>
    public static readonly Instant Start = Instant.FromUtc(2030, 6, 3, 17, 0);

    // The docket's key decides into which shard a hint falls: every world is alike.
    private int _people;

    private static readonly KeyedHash s_hash = new(new byte[32]);

    public World(SmsOptions? options = null)
    {
        Options = options ?? new() { Senders = [new("+18335550100", 200)], Brand = "SDC", Contact = "1-800-555-0100" };
        Sms = new(Clock);
        Process = NewProcess();
    }

    public ManualClock Clock { get; } = new(Start.ToDateTimeOffset());

    public InMemoryTables Tables { get; } = new();

    public RecordingSms Sms { get; }

    public SmsOptions Options { get; }

    /// <summary>Everything that a process calls, in the order of its calls; the taps of all processes are one.</summary>
    public CallTap Tap { get; } = new();

    /// <summary>The process that works now.</summary>
    public Process Process { get; private set; }

    public Instant Now => Instant.FromDateTimeOffset(Clock.GetUtcNow());

    /// <summary>Another process beside the present one.</summary>
    public Process NewProcess() => new(this, Tap);

    /// <summary>A new process takes the place of the present one.</summary>
    public void Restart() => Process = NewProcess();

    public void Advance(Duration by) => Clock.Advance(by.ToTimeSpan());

    public void AdvanceTo(Instant moment) => Advance(moment - Now);

    /// <summary>Opens a docket.</summary>
    public async Task<CardholderId> EnrollAsync(string zone = "America/Chicago", string? mobile = "+17135550199", MessageTier tier = default)
    {
        var key = new byte[CardholderId.Length];
        BitConverter.TryWriteBytes(key, ++_people);
        var cardholder = Dates.Person(zone, mobile, tier) with { Id = CardholderId.FromBytes(key) };
        await Behind().Lookups.ClaimAsync(LookupKind.ANumber, cardholder.Details.ANumber, cardholder.Id, default);
        Assert.NotNull(await Behind().Dockets.OpenAsync(cardholder, [], Registrar, OperationId.New(), default));
        return cardholder.Id;
    }

    /// <summary>The A-number that <see cref="EnrollAsync"/> gave.</summary>
    public async Task<string> ANumberAsync(CardholderId id) => (await DocketAsync(id)).Cardholder.Details.ANumber;

    /// <summary>Puts a hearing into a docket as the registrar's command does, without its lookups.</summary>
    public async Task<Docket> PutAsync(CardholderId id, Hearing hearing, string kind = "hearing-set")
    {
        var behind = Behind();
        var docket = await DocketAsync(id);
        var after = hearing.After(docket.Hearings.FirstOrDefault(one => one.Id == hearing.Id), Now);
        return (await behind.Dockets.CommitAsync(docket, new DocketChange(kind) { Hearings = [after] }, Registrar, OperationId.New(), default))!;
    }

    /// <summary>Another command changes the docket, and nothing that anybody is reminded of.</summary>
    public async Task TouchAsync(CardholderId id) => await Behind().Dockets.CommitAsync(await DocketAsync(id), new("touched"), Registrar, OperationId.New(), default);

    public async Task<Docket> DocketAsync(CardholderId id) => (await Behind().Dockets.LoadAsync(id, default))!;

    public async Task<Reminder> OnlyAsync(CardholderId id) => Assert.Single((await DocketAsync(id)).Reminders);

    /// <summary>The person's phone says STOP.</summary>
    public Task OptOutAsync(string mobile = "+17135550199") => new Phones(Tables, s_hash).ChangeAsync(
        mobile, phone => phone.WithOptOut(new(Instant.FromDateTimeOffset(Clock.GetUtcNow()), "test")), default);

    /// <summary>A reminder's row and hint are gone, as a defect or a hand may have it.</summary>
    public async Task LoseAsync(CardholderId id, Reminder reminder)
    {
        await Tables.DropAsync(id, DocketRows.ReminderPrefix + reminder.Id);
        foreach (var (partition, row) in Tables.RowsOf(TableNames.Due).Where(hint => hint.Row.Key.EndsWith(reminder.Id.ToString(), StringComparison.Ordinal)))
        {
            await Tables.CommitAsync(TableNames.Due, partition, [RowWrite.Delete(row.Key, null)], default);
        }
    }

    /// <summary>The hints that no sender has followed to their end.</summary>
    public IReadOnlyList<string> OpenHints() => [.. Tables.RowsOf(TableNames.Due).Select(hint => hint.Row.Key).Where(key => key[0] != '~')];

    /// <summary>The kinds of a journal's events, after a check of its chain and of the docket's head.</summary>
    public async Task<List<string>> JournalAsync(CardholderId id)
    {
        var events = await Tables.JournalAsync(id);
        var previous = new byte[32];
        for (var i = 0; i < events.Count; i++)
        {
            Assert.Equal(i + 1, events[i].Sequence);
            Assert.Equal(previous, events[i].Previous);
            previous = events[i].Hash;
        }

        Assert.Equal(previous, (await DocketAsync(id)).Head);
        return [.. events.Select(link => link.Kind)];
    }

    /// <summary>Services without a tap, to prepare and to look.</summary>
    private Process Behind() => new(this, null);

    internal static KeyedHash Hash => s_hash;
}

/// <summary>One process: the services, over the world's tables.</summary>
internal sealed class Process
{
    public Process(World world, CallTap? tap)
    {
        var (tables, clock) = (tap is null ? world.Tables : tap.Over(world.Tables, this), world.Clock);
        Clock = clock;
        ISms sms = tap is null ? world.Sms : tap.Over(world.Sms, this);
        var core = Core.Over(tables, clock, World.Hash, world.Options, sms);
        Services = core;
        Due = core.Get<DueReminders>();
        Dockets = core.Get<DocketStore>();
        Lookups = core.Get<Lookups>();
        Rates = core.Get<SenderRates>();
        SendOne = core.Get<SendReminder>();
        Send = core.Get<SendDueReminders>();
        Settle = core.Get<SettleUnansweredReminders>();
        Replan = core.Get<ReplanReminders>();
        Report = core.Get<ReportReminders>();
        Courts = core.Get<CourtStore>();
        Quarantine = core.Get<HearingQuarantine>();
        SetHearing = core.Get<SetHearing>();
    }

    /// <summary>Whether it was killed: nothing that it still tries happens.</summary>
    public bool IsDead { get; set; }

    public TimeProvider Clock { get; }

    /// <summary>Everything else.</summary>
    public IServiceProvider Services { get; }

    public DueReminders Due { get; }

    public DocketStore Dockets { get; }

    public Lookups Lookups { get; }

    public SenderRates Rates { get; }

    public SendReminder SendOne { get; }

    public SendDueReminders Send { get; }

    public SettleUnansweredReminders Settle { get; }

    public ReplanReminders Replan { get; }

    public ReportReminders Report { get; }

    public CourtStore Courts { get; }

    public HearingQuarantine Quarantine { get; }

    public SetHearing SetHearing { get; }
}

/// <summary>Invented people and their dates.</summary>
internal static class Dates
{
    private static int s_aNumber = 100_000_000;

    /// <summary>The plan of the usual hours.</summary>
    public static ReminderPlan Plan { get; } = new(new());

    public static Cardholder Person(string zone = "America/Chicago", string? mobile = "+17135550199", MessageTier tier = default, string language = "en") => new()
    {
        Id = CardholderId.New(),
        EnrolledBy = "test",
        Details = new()
        {
            ANumber = $"A{Interlocked.Increment(ref s_aNumber)}",
            Name = "Test Person",
            LatinName = "Test Person",
            BirthDate = BirthDate.TryParse("1990", out var date) ? date : default,
            Nationality = "UKR",
            Language = language,
            Mobile = mobile,
            TimeZone = zone,
            MessageTier = tier,
        },
    };

    public static Docket Docket(string zone = "America/Chicago") => new() { Cardholder = Person(zone), Version = 1, Edited = 1, Head = [], Guard = "" };

    /// <summary>A hearing at a local time of a court.</summary>
    public static Hearing Hearing(string start = "2030-06-14T09:00", long version = 1, string id = "H-1", string zone = "America/Chicago", bool cancelled = false)
    {
        var local = LocalMinute.Pattern.Parse(start).Value;
        return new()
        {
            Id = id,
            SourceVersion = version,
            Kind = HearingKind.Master,
            Status = cancelled ? HearingStatus.Cancelled : HearingStatus.Scheduled,
            CourtId = "C",
            CourtName = "Court",
            Start = local,
            TimeZone = zone,
            TzdbVersion = TzdbDateTimeZoneSource.Default.TzdbVersion,
            Instant = local.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToInstant(),
            DateVersion = version,
            RecordedAt = World.Start,
        };
    }

    public static CheckIn CheckIn(
        string start = "2030-06-14T09:00", long version = 1, CheckInStatus status = CheckInStatus.Booked, CheckInBooking by = CheckInBooking.Officer)
    {
        var local = LocalMinute.Pattern.Parse(start).Value;
        return new()
        {
            Id = "K-1",
            Version = version,
            Status = status,
            OfficeId = "O",
            OfficeName = "Office",
            Start = local,
            TimeZone = "America/Chicago",
            TzdbVersion = "test",
            Instant = local.InZoneLeniently(DateTimeZoneProviders.Tzdb["America/Chicago"]).ToInstant(),
            Seat = 1,
            BookedBy = by,
            RecordedAt = World.Start,
        };
    }
}
