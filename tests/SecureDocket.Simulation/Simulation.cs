using System.Globalization;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Hearings;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Simulation;

/// <summary>Days of reminders in minutes: people, a registrar, a provider, and processes that overlap, fail and die.</summary>
/// <remarks>Storage, clock and network are simulated; planning, sending and settling are the product's own code.</remarks>
public sealed class Simulation
{
    private static readonly Actor s_registrar = new("Court.Registrar", "simulation");

    // A rush is of dates that were set long before; it begins in the morning of the west and at noon of the east.
    private static readonly Duration s_toldBefore = Duration.FromDays(10);
    private static readonly Duration s_rushAfter = Duration.FromHours(6);

    // In the morning of the second day, before the outage: more than are in flight at once, within ten minutes.
    private static readonly Duration s_floodAfter = Duration.FromHours(25);
    private const int FloodSize = 100;
    private const int FloodMinutes = 10;

    private readonly SimulationOptions _options;
    private readonly Random _random;
    private readonly SeededScheduler _scheduler;
    private readonly ManualClock _clock;
    private readonly InMemoryTables _truth = new();
    private readonly KeyedHash _hash = new(new byte[32]);
    private readonly List<SimulatedPerson> _people = [];
    private readonly PriorityQueue<Func<SimulatedProcess, Task<bool>>, Instant> _events = new();
    private readonly List<Func<SimulatedProcess, Task<bool>>> _unanswered = [];
    private readonly Dictionary<CardholderId, SimulatedPerson> _byId = [];
    private int _texts;
    private SimulatedProcess _first;
    private SimulatedProcess _second;

    /// <summary>Prepares a simulation.</summary>
    public Simulation(SimulationOptions options)
    {
        _options = options;
        _random = new(options.Seed);
        _scheduler = new(new(options.Seed + 1));
        _clock = new((options.IsRush ? options.Start - s_toldBefore : options.Start).ToDateTimeOffset());
        Provider = new(_random, options.ProviderFaults, () => Now) { OnLeft = Reply };
        _first = NewProcess();
        _second = NewProcess();
    }

    internal SimulatedProvider Provider { get; }

    internal IReadOnlyList<SimulatedPerson> People => _people;

    internal InMemoryTables Truth => _truth;

    internal SimulationOptions Options => _options;

    /// <summary>The codes of the receipts that were acknowledged, by message.</summary>
    internal Dictionary<ReminderId, int> Receipted { get; } = [];

    /// <summary>The minutes in which a process was killed.</summary>
    internal HashSet<Instant> KilledAt { get; } = [];

    /// <summary>When the feeds begin to flood, and when a docket that has its share of each minute is through.</summary>
    internal (Instant From, Instant To) Flood => (_options.Start + s_floodAfter, _options.Start + s_floodAfter + Duration.FromMinutes(FloodMinutes + 60));

    /// <summary>The first exception that no process may throw.</summary>
    internal Exception? Fault { get; private set; }

    internal Instant Now => Instant.FromDateTimeOffset(_clock.GetUtcNow());

    /// <summary>A process that nothing goes wrong for, to look at what came of it.</summary>
    internal SimulatedProcess Observer => new(_truth, Provider, _clock, _hash, new(0), faults: 0, _options.PerMinute);

    /// <summary>Runs it and checks what came of it.</summary>
    /// <returns>What was found.</returns>
    public SimulationResult Run()
    {
        Populate();
        var end = _options.Start + _options.Length;
        var outage = (From: _options.Start + Duration.FromHours(27), To: _options.Start + Duration.FromHours(28));
        Provider.IsDown = now => now >= outage.From && now < outage.To;
        while (Now < end)
        {
            Minute();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        return SimulationCheck.Of(this);
    }

    private void Minute()
    {
        // Now and then the host misses its ticks for some minutes.
        var isAway = _random.Next(500) == 0;
        while (_events.TryPeek(out var act, out var at) && at <= Now)
        {
            _events.Dequeue();
            StartEvent(act);
        }

        if (!isAway)
        {
            StartTick(_first);
            if (_random.Next(20) == 0)
                StartTick(_second);
        }

        _scheduler.RunUntilIdle();
        _first = Revive(_first);
        _second = Revive(_second);
        foreach (var act in _unanswered)
            _events.Enqueue(act, Now + Duration.FromMinutes(1));
        _unanswered.Clear();
    }

    private void StartTick(SimulatedProcess process)
    {
        if (_random.NextDouble() < _options.Kills)
            process.Tables.KillWithin(200);
        var (minute, isNight) = (_clock.GetUtcNow().Minute, _clock.GetUtcNow().Hour is >= 6 and < 10);
        Start(async () =>
        {
            await process.SendDue.ExecuteAsync(default);
            if (minute % 10 == 0)
                await process.Settle.ExecuteAsync(default);
            if (minute % 10 == 0 && isNight)
                await process.Replan.ExecuteAsync(default);
        });
    }

    private SimulatedProcess Revive(SimulatedProcess process)
    {
        if (!process.Tables.IsDead)
        {
            process.Tables.Spare();
            return process;
        }

        KilledAt.Add(Now);
        return NewProcess();
    }

    // Whoever feeds the system repeats what was not acknowledged, as the registrar's system does.
    private void StartEvent(Func<SimulatedProcess, Task<bool>> act)
    {
        _unanswered.Add(act);
        Start(async () =>
        {
            if (await act(_second))
                _unanswered.Remove(act);
        });
    }

    private void Start(Func<Task> work) => _ = _scheduler.Start(async () =>
    {
        try
        {
            await work();
        }
        catch (DependencyUnavailableException)
        {
            // The next run goes on.
        }
        catch (Exception exception)
        {
            Fault ??= exception;
        }
    });

    private SimulatedProcess NewProcess() => new(_truth, Provider, _clock, _hash, _random, _options.StorageFaults, _options.PerMinute);

    private void Populate()
    {
        var setup = Observer;
        for (var number = 0; number < _options.People; number++)
        {
            var person = new SimulatedPerson(number, _random);
            _people.Add(person);
            _byId[person.Id] = person;
            _scheduler.Start(async () =>
            {
                await setup.Lookups.ClaimAsync(LookupKind.ANumber, person.ANumber, person.Id, default);
                if (person.Mobile is { } mobile)
                    await setup.Lookups.AddAsync(LookupKind.Mobile, mobile, person.Id, default);
                var cardholder = new Cardholder { Id = person.Id, Details = person.Details(), EnrolledBy = "simulation" };
                await setup.Dockets.OpenAsync(cardholder, [], s_registrar, OperationId.New(), default);
            });
            if (!_options.IsRush)
                Foresee(person);
        }

        for (var flood = 0; flood < _options.Floods; flood++)
            ForeseeFlood(_people[flood * _people.Count / _options.Floods]);
        _scheduler.RunUntilIdle();
        if (!_options.IsRush)
            return;

        for (var number = 0; number < _people.Count; number++)
        {
            var (person, place) = (_people[number], number);
            _scheduler.Start(() => RememberAsync(setup, person, place));
        }

        _scheduler.RunUntilIdle();
        _clock.Advance(s_toldBefore.ToTimeSpan());
    }

    /// <summary>Draws what the registrar will say of a person's hearing.</summary>
    private void Foresee(SimulatedPerson person)
    {
        var setAt = _options.Start + Duration.FromMinutes(_random.Next(2 * 24 * 60));
        var start = Draw(person, setAt + Duration.FromHours(6));
        Enqueue(person, new(1, setAt, start, false));
        switch (_random.Next(10))
        {
            case 0:
                var movedAt = setAt + Duration.FromMinutes(_random.Next(3 * 24 * 60));
                Enqueue(person, new(2, movedAt, Draw(person, movedAt + Duration.FromHours(1)), false));
                break;
            case 1:
                Enqueue(person, new(2, setAt + Duration.FromMinutes(_random.Next(3 * 24 * 60)), start, true));
                break;
        }
    }

    private void ForeseeFlood(SimulatedPerson person)
    {
        person.IsFlooded = true;
        for (var number = 0; number < FloodSize; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"F-{person.ANumber}-{number}");
            var at = Flood.From + Duration.FromMinutes(number % FloodMinutes);
            _events.Enqueue(process => InventAsync(process, person, id), at);
        }
    }

    private async Task<bool> InventAsync(SimulatedProcess process, SimulatedPerson person, string id)
    {
        var start = (Flood.From + Duration.FromDays(20)).InZone(DateTimeZoneProviders.Tzdb[person.CourtZone]).LocalDateTime;

        // As if people had released all of it.
        var entry = new HearingEntry(person.ANumber, Hearing(person, id, new(1, Now, start, false)));
        var result = await process.SetHearing.ReleaseAsync(entry, s_registrar, s_registrar, Now, default);
        return result.IsRefused ? throw new InvalidOperationException(result.Refusals[0].Detail) : true;
    }

    /// <summary>Puts a date on record that was told of long ago, for every fifth person one that is reminded of within two hours of the rush.</summary>
    private async Task RememberAsync(SimulatedProcess setup, SimulatedPerson person, int number)
    {
        var zone = DateTimeZoneProviders.Tzdb[person.CourtZone];
        var days = number % 5 == 0 ? new[] { 1, 3, 7 }[_random.Next(3)] : 20;
        var moment = _options.Start + s_rushAfter + Duration.FromMinutes(_random.Next(120)) + Duration.FromDays(days);
        await SetAsync(setup, person, new(1, Now, moment.InZone(zone).LocalDateTime, false));
        var docket = (await setup.Dockets.LoadAsync(person.Id, default))!;
        var told = docket.Reminders
            .Where(reminder => reminder.Due < _options.Start)
            .Select(reminder => reminder with { State = ReminderState.Delivered, ChangedAt = Now });
        await setup.Dockets.CommitAsync(docket, new("told") { Reminders = [.. told] }, s_registrar, OperationId.New(), default);
    }

    /// <summary>Draws what a phone and its owner do about a message: receipts that come at once, late, twice or never, and texts.</summary>
    private void Reply(LeftMessage left)
    {
        // A phone that fails or says STOP would end the flood.
        var person = _byId[left.Message.Tag.Cardholder];
        var code = person.IsFlooded ? 2000 : _random.Next(100) switch { < 92 => 2000, < 94 => 5001, 94 => 4006, 95 => 4004, 96 => 5002, _ => 0 };
        if (code != 0)
        {
            var report = new DeliveryReport(left.MessageId, left.Message.From, left.Message.To, code == 2000, code, left.Message.Tag.ToString(), left.At);
            for (var copies = _random.Next(10) == 0 ? 3 : 1; copies > 0; copies--)
                Bring(process => ReceiveAsync(process, report), _random.Next(3) == 0 ? 0 : _random.Next(1, 40));
        }

        switch (person.IsFlooded ? -1 : _random.Next(60))
        {
            case 0:
                Text(person, left, _random.Next(2) == 0 ? "STOP" : "por favor alto", 1);
                if (_random.Next(2) == 0)
                    Text(person, left, "START", 600);
                break;
            case 1:
                Text(person, left, "1", 2);
                break;
        }
    }

    private void Text(SimulatedPerson person, LeftMessage left, string text, int minutes)
    {
        var after = minutes + _random.Next(60);
        var sms = new InboundSms($"Incoming_{_texts++}", left.Message.To, left.Message.From, text, left.At + Duration.FromMinutes(after));
        for (var copies = _random.Next(5) == 0 ? 2 : 1; copies > 0; copies--)
            Bring(process => HearAsync(process, person, sms), after + _random.Next(3));
    }

    // What comes at once may overtake the sender's own commit.
    private void Bring(Func<SimulatedProcess, Task<bool>> act, int minutes)
    {
        if (minutes == 0)
            StartEvent(act);
        else
            _events.Enqueue(act, Now + Duration.FromMinutes(minutes));
    }

    private async Task<bool> ReceiveAsync(SimulatedProcess process, DeliveryReport report)
    {
        var result = await process.Receipts.ExecuteAsync(report, default);
        if (!result.IsRefused && ReminderId.TryParse(report.Tag, out var id))
            Receipted[id] = report.Code!.Value;
        return true;
    }

    private async Task<bool> HearAsync(SimulatedProcess process, SimulatedPerson person, InboundSms sms)
    {
        await process.Texts.ExecuteAsync(sms, default);
        if (sms.Text != "1")
            person.Wishes.Add((Now, sms.Text != "START"));
        return true;
    }

    private LocalDateTime Draw(SimulatedPerson person, Instant from)
    {
        var zone = DateTimeZoneProviders.Tzdb[person.CourtZone];
        while (true)
        {
            var moment = from + Duration.FromMinutes(_random.Next(9 * 24 * 60));
            var local = moment.InZone(zone).LocalDateTime;
            local = local.Date + new LocalTime(_random.Next(20) == 0 ? 23 : _random.Next(7, 18), _random.Next(20) == 0 ? 59 : 15 * _random.Next(4));
            var mapping = zone.MapLocal(local);
            if (mapping.Count == 1 && mapping.Single().ToInstant() > from)
                return local;
        }
    }

    private void Enqueue(SimulatedPerson person, SetVersion version) =>
        _events.Enqueue(process => SetAsync(process, person, version), version.SetAt);

    private async Task<bool> SetAsync(SimulatedProcess process, SimulatedPerson person, SetVersion version)
    {
        // What would lie in the past by now, the registrar does not set.
        var instant = version.Start.InZoneStrictly(DateTimeZoneProviders.Tzdb[person.CourtZone]).ToInstant();
        if (instant <= Now)
            return true;

        var court = new Court("SIM", "Simulated Court", "1 Sample Plaza", person.CourtZone) { Registrars = [s_registrar.Id] };
        var entry = new HearingEntry(person.ANumber, Hearing(person, person.ANumber, version)) { Court = court };
        var result = await process.SetHearing.ExecuteAsync(entry, s_registrar, default);
        if (result.IsRefused)
            throw new InvalidOperationException(result.Refusals[0].Detail);

        // A commit whose answer was lost is on record since then. One that says the same date as before tells the person nothing.
        var recorded = result.Value!.Hearing;
        if (recorded.DateVersion == version.Version)
            person.Versions.Add(version with { SetAt = recorded.RecordedAt });
        return true;
    }

    private static Hearing Hearing(SimulatedPerson person, string id, SetVersion version) => new()
    {
        Id = id,
        SourceVersion = version.Version,
        Kind = HearingKind.Master,
        Status = version.IsCancelled ? HearingStatus.Cancelled : HearingStatus.Scheduled,
        CourtId = "SIM",
        CourtName = "Simulated Court",
        Start = version.Start,
        TimeZone = person.CourtZone,
        TzdbVersion = NodaTime.TimeZones.TzdbDateTimeZoneSource.Default.TzdbVersion,
        Instant = version.Start.InZoneStrictly(DateTimeZoneProviders.Tzdb[person.CourtZone]).ToInstant(),
    };
}
