using NodaTime;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Simulation;

/// <summary>Days of reminders in minutes: people, a registrar, a provider, and processes that overlap, fail and die.</summary>
/// <remarks>Storage, clock and network are simulated; planning, sending and settling are the product's own code.</remarks>
public sealed class Simulation
{
    /// <summary>Within how many minutes a feed writes what it invents.</summary>
    internal const int FloodMinutes = 10;

    // A rush is of dates that were set long before.
    private static readonly Duration s_toldBefore = Duration.FromDays(10);

    // In the morning of the second day, before the outage: more than are in flight at once, within ten minutes.
    private static readonly Duration s_floodAfter = Duration.FromHours(25);

    // In the morning of the third day.
    private static readonly Duration s_vaultAwayAfter = Duration.FromHours(51);

    private readonly SimulationOptions _options;
    private readonly Random _random;
    private readonly SeededScheduler _scheduler;
    private readonly ManualClock _clock;
    private readonly InMemoryTables _truth = new();
    private readonly InMemoryBlobs _blobs = new();
    private readonly KeyedHash _hash = new(new byte[32]);
    private readonly List<SimulatedPerson> _people = [];
    private readonly PriorityQueue<Func<SimulatedProcess, Task<bool>>, Instant> _events = new();
    private readonly List<Func<SimulatedProcess, Task<bool>>> _unanswered = [];
    private readonly Dictionary<CardholderId, SimulatedPerson> _byId = [];
    private readonly Dictionary<string, SimulatedPhone> _phones = new(StringComparer.Ordinal);
    private readonly SimulatedOfficers _officers;
    private readonly SimulatedRegistrar _registrar;
    private readonly SimulatedVisits _visits;
    private int _tokens;
    private SimulatedProcess _first;
    private SimulatedProcess _second;

    /// <summary>Prepares a simulation.</summary>
    public Simulation(SimulationOptions options)
    {
        _options = options;
        _random = new(options.Seed);
        _scheduler = new(new(options.Seed + 1));
        _clock = new((options.IsRush ? options.Start - s_toldBefore : options.Start).ToDateTimeOffset());
        Provider = new(_random, options.ProviderFaults, () => Now);
        _officers = new(this);
        _registrar = new(this, _officers);
        _visits = new(this);
        Places = new(options.People);
        Administrator = new(this, _registrar);
        Desk = new(this);
        Provider.OnLeft = new SimulatedTalk(this, _officers).Reply;
        _first = NewProcess();
        _second = NewProcess();
    }

    /// <summary>When a rush begins: in the morning of the west and at noon of the east.</summary>
    internal static Duration RushAfter { get; } = Duration.FromHours(6);

    internal SimulatedProvider Provider { get; }

    internal Random Random => _random;

    internal IReadOnlyList<SimulatedPerson> People => _people;

    internal IReadOnlyCollection<SimulatedPhone> Phones => _phones.Values;

    internal SimulatedPlaces Places { get; }

    internal SimulatedAdministrator Administrator { get; }

    internal SimulatedDesk Desk { get; }

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
    internal SimulatedProcess Observer => new(_truth, _blobs, Provider, _clock, _hash, new(0), faults: 0, _options.PerMinute, () => false);

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

    /// <summary>The next number for a word that nobody else says.</summary>
    internal int NextToken() => _tokens++;

    internal SimulatedPerson PersonOf(CardholderId id) => _byId[id];

    internal SimulatedPhone PhoneOf(string number) => _phones.TryGetValue(number, out var phone) ? phone : _phones[number] = new(number);

    /// <summary>Lets something happen at a time; what is not acknowledged is brought again each minute.</summary>
    internal void Later(Instant at, Func<SimulatedProcess, Task<bool>> act) => _events.Enqueue(act, at);

    /// <summary>Lets something happen at once.</summary>
    internal void AtOnce(Func<SimulatedProcess, Task<bool>> act) => StartEvent(act);

    private bool VaultAway(Instant now) =>
        _options.IsVaultAway && now >= _options.Start + s_vaultAwayAfter && now < _options.Start + s_vaultAwayAfter + Duration.FromHours(1);

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

        // Who starts while the vault is away has opened nothing.
        if (VaultAway(Now) && (Now - (_options.Start + s_vaultAwayAfter)).TotalMinutes is 10 or 40)
        {
            _first.Tables.KillWithin(200);
            _second.Tables.KillWithin(2);
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

        // Other timers, which go on beside the sender.
        Start(() => process.TellClosures.ExecuteAsync(default));
        if (minute == 7)
            Start(() => process.MarkMissed.ExecuteAsync(default));
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

    private SimulatedProcess NewProcess() => new(_truth, _blobs, Provider, _clock, _hash, _random, _options.StorageFaults, _options.PerMinute, () => VaultAway(Now));

    private void Populate()
    {
        var setup = Observer;
        _scheduler.Start(() => SimulatedOfficers.OpenOfficeAsync(setup));
        _scheduler.Start(() => Places.OpenAsync(setup));
        for (var number = 0; number < _options.People; number++)
        {
            var person = new SimulatedPerson(number, _random);
            _people.Add(person);
            _byId[person.Id] = person;
        }

        for (var flood = 0; flood < _options.Floods; flood++)
            _people[flood * _people.Count / _options.Floods].IsFlooded = true;
        ShareTwoOrThree();
        foreach (var person in _people)
        {
            _scheduler.Start(() => _officers.OpenAsync(setup, person));
            if (!_options.IsRush)
            {
                _registrar.Foresee(person);
                _visits.Foresee(person);
            }

            _officers.Foresee(person);
        }

        if (!_options.IsRush)
        {
            Administrator.Foresee();
            Desk.Foresee();
        }

        foreach (var person in _people.Where(person => person.IsFlooded))
            _registrar.ForeseeFlood(person);
        _scheduler.RunUntilIdle();
        if (!_options.IsRush)
            return;

        for (var number = 0; number < _people.Count; number++)
        {
            var (person, place) = (_people[number], number);
            _scheduler.Start(() => _registrar.RememberAsync(setup, person, place));
        }

        _scheduler.RunUntilIdle();
        _clock.Advance(s_toldBefore.ToTimeSpan());
    }

    // Every 25th person shares the phone with the next one, every 50th with one more.
    private void ShareTwoOrThree()
    {
        for (var first = 0; first + 2 < _people.Count; first += 25)
        {
            var family = _people[first..(first % 50 == 0 ? first + 3 : first + 2)];
            if (_people[first].FirstMobile is null || family.Exists(person => person.IsFlooded))
                continue;

            foreach (var other in family[1..])
                other.Share(family[0]);
        }
    }
}
