using System.Globalization;
using NodaTime;
using SecureDocket.Hearings;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>The registrar of the courts, who sets, moves and cancels dates, and feeds that invent hundreds.</summary>
internal sealed class SimulatedRegistrar(Simulation simulation, SimulatedOfficers officers)
{
    private const int FloodSize = 100;

    /// <summary>Who speaks for every court.</summary>
    public static readonly Actor Actor = new("Court.Registrar", "simulation");

    private readonly Random _random = simulation.Random;

    /// <summary>Draws what the registrar will say of a person's hearing.</summary>
    public void Foresee(SimulatedPerson person)
    {
        // By then everybody is enrolled who will be.
        var setAt = simulation.Options.Start + Duration.FromMinutes(_random.Next(person.IsEnrolledLater ? 4 * 60 : 0, 2 * 24 * 60));
        var (start, another) = (Draw(person, setAt + Duration.FromHours(6)), Draw(person, setAt + Duration.FromHours(6)));
        var courts = SimulatedPlaces.CourtsIn(person.CourtZone);
        if (person.Number % 50 == 17)
            start = DrawWithin(person, setAt, 14 * 60);
        Enqueue(person, new(1, setAt, start, false, courts[0]));
        if (person.HasTwoHearings)
            simulation.Later(setAt, process => SetAnotherAsync(process, person, new(1, setAt, another, false, courts[0])));
        if (person.HasCheckIn)
            officers.ForeseeCheckIn(person, setAt);
        switch (_random.Next(10))
        {
            case 0:
                var movedAt = setAt + Duration.FromMinutes(_random.Next(3 * 24 * 60));
                Enqueue(person, new(2, movedAt, Draw(person, movedAt + Duration.FromHours(1)), false, courts[_random.Next(3)]));
                break;
            case 1:
                Enqueue(person, new(2, setAt + Duration.FromMinutes(_random.Next(3 * 24 * 60)), start, true, courts[0]));
                break;
            case 2:
                // Another room at the same hour, and for some a third one.
                Enqueue(person, new(2, setAt + Duration.FromMinutes(person.Number % 4001), start, false, courts[0], "R22"));
                if (person.Number % 3 == 0)
                    Enqueue(person, new(3, setAt + Duration.FromMinutes((person.Number % 4001) + (person.Number % 61)), start, false, courts[0], "R33"));
                break;
            case 4:
                // Called off, or to another building, when hardly any time is left.
                var late = start.InZoneStrictly(DateTimeZoneProviders.Tzdb[person.CourtZone]).ToInstant() - Duration.FromMinutes(_random.Next(30, 15 * 60));
                Enqueue(person, new(2, Instant.Max(late, setAt), start, _random.Next(2) == 0, courts[2]));
                break;
            case 3:
                // Another building at the same hour, and for some the first one again.
                Enqueue(person, new(2, setAt + Duration.FromMinutes(person.Number % 4001), start, false, courts[_random.Next(1, 3)]));
                if (person.Number % 3 == 0)
                    Enqueue(person, new(3, setAt + Duration.FromMinutes((person.Number % 4001) + (person.Number % 61)), start, false, courts[0]));
                break;
        }
    }

    /// <summary>Lets a feed write invented hearings about a person.</summary>
    public void ForeseeFlood(SimulatedPerson person)
    {
        for (var number = 0; number < FloodSize; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"F-{person.ANumber}-{number}");
            var at = simulation.Flood.From + Duration.FromMinutes(number % Simulation.FloodMinutes);
            simulation.Later(at, process => InventAsync(process, person, id));
        }
    }

    private async Task<bool> InventAsync(SimulatedProcess process, SimulatedPerson person, string id)
    {
        var start = (simulation.Flood.From + Duration.FromDays(20)).InZone(DateTimeZoneProviders.Tzdb[person.CourtZone]).LocalDateTime;

        // As if people had released all of it.
        var entry = new HearingEntry(person.ANumber, HearingOf(person, id, new(1, simulation.Now, start, false, SimulatedPlaces.CourtsIn(person.CourtZone)[0])));
        var result = await process.SetHearing.ReleaseAsync(entry, Actor, Actor, simulation.Now, default);
        return result.IsRefused ? throw new InvalidOperationException(result.Refusals[0].Detail) : true;
    }

    /// <summary>Puts a date on record that was told of long ago, for every fifth person one that is reminded of within two hours of the rush.</summary>
    public async Task RememberAsync(SimulatedProcess setup, SimulatedPerson person, int number)
    {
        var zone = DateTimeZoneProviders.Tzdb[person.CourtZone];
        var days = number % 5 == 0 ? new[] { 1, 3, 7 }[_random.Next(3)] : 20;
        var moment = simulation.Options.Start + Simulation.RushAfter + Duration.FromMinutes(_random.Next(120)) + Duration.FromDays(days);
        await SetAsync(setup, person, new(1, simulation.Now, moment.InZone(zone).LocalDateTime, false, SimulatedPlaces.CourtsIn(person.CourtZone)[0]));
        var docket = (await setup.Dockets.LoadAsync(person.Id, default))!;
        var told = docket.Reminders
            .Where(reminder => reminder.Due < simulation.Options.Start)
            .Select(reminder => reminder with { State = ReminderState.Delivered, ChangedAt = simulation.Now });
        await setup.Dockets.CommitAsync(docket, new("told") { Reminders = [.. told] }, Actor, OperationId.New(), default);
    }

    private LocalDateTime Draw(SimulatedPerson person, Instant from) => DrawWithin(person, from, 9 * 24 * 60);

    private LocalDateTime DrawWithin(SimulatedPerson person, Instant from, int minutes)
    {
        var zone = DateTimeZoneProviders.Tzdb[person.CourtZone];
        while (true)
        {
            var moment = from + Duration.FromMinutes(_random.Next(minutes));
            var local = moment.InZone(zone).LocalDateTime;
            local = local.Date + new LocalTime(_random.Next(20) == 0 ? 23 : _random.Next(7, 18), _random.Next(20) == 0 ? 59 : 15 * _random.Next(4));
            var mapping = zone.MapLocal(local);
            if (mapping.Count == 1 && mapping.Single().ToInstant() > from)
                return local;
        }
    }

    /// <summary>Draws what comes of hearings that are not held: a new date for half of them, and for some just another room.</summary>
    public void Answer(SimulatedClosure closure)
    {
        foreach (var person in simulation.People.Where(person => person is { IsFlooded: false, Versions: [.., { IsCancelled: false } last] }
            && last.Court.Id == closure.PlaceId && last.Start.Date == closure.Day && _random.Next(3) > 0))
        {
            var at = simulation.Now + Duration.FromMinutes(_random.Next(24 * 60));
            var isMoved = _random.Next(4) > 0;
            simulation.Later(at, process => Answer(person, isMoved));
        }
    }

    // A version is numbered once nothing else is on its way.
    private Task<bool> Answer(SimulatedPerson person, bool isMoved)
    {
        if (person.LastSet < person.LastForeseen)
            return Task.FromResult(false);

        var last = person.Versions[^1];
        if (!last.IsCancelled)
        {
            var start = isMoved ? Draw(person, simulation.Now + Duration.FromHours(6)) : last.Start;
            Enqueue(person, last with { Version = person.LastForeseen + 1, SetAt = simulation.Now, Start = start, Room = isMoved ? last.Room : "R44" });
        }

        return Task.FromResult(true);
    }

    private void Enqueue(SimulatedPerson person, SetVersion version)
    {
        person.LastForeseen = version.Version;
        simulation.Later(version.SetAt, process => SetAsync(process, person, version));
    }

    private async Task<bool> SetAsync(SimulatedProcess process, SimulatedPerson person, SetVersion version)
    {
        // One version after another, and none of who is not enrolled yet.
        if (!person.IsOpen || person.LastSet != version.Version - 1)
            return false;

        // What would lie in the past by now, the registrar does not set.
        var instant = version.Start.InZoneStrictly(DateTimeZoneProviders.Tzdb[person.CourtZone]).ToInstant();
        if (instant > simulation.Now)
        {
            var recorded = await SetAsync(process, person, person.ANumber, version);

            // A commit whose answer was lost is on record since then. One that says the same date as before tells the person nothing.
            if (recorded.DateVersion == version.Version)
                person.Versions.Add(version with { SetAt = recorded.RecordedAt });
        }

        person.LastSet = version.Version;
        return true;
    }

    // A second hearing, which is only there to be told of together with the first one.
    private async Task<bool> SetAnotherAsync(SimulatedProcess process, SimulatedPerson person, SetVersion version)
    {
        if (!person.IsOpen)
            return false;

        if (version.Start.InZoneStrictly(DateTimeZoneProviders.Tzdb[person.CourtZone]).ToInstant() > simulation.Now)
            await SetAsync(process, person, $"S-{person.ANumber}", version);
        return true;
    }

    private static async Task<Hearing> SetAsync(SimulatedProcess process, SimulatedPerson person, string id, SetVersion version)
    {
        var entry = new HearingEntry(person.ANumber, HearingOf(person, id, version)) { Court = await process.Courts.FindAsync(version.Court.Id, default) };
        var result = await process.SetHearing.ExecuteAsync(entry, Actor, default);
        return result.IsRefused ? throw new InvalidOperationException(result.Refusals[0].Detail) : result.Value!.Hearing;
    }

    private static Hearing HearingOf(SimulatedPerson person, string id, SetVersion version) => new()
    {
        Id = id,
        SourceVersion = version.Version,
        Kind = HearingKind.Master,
        Status = version.IsCancelled ? HearingStatus.Cancelled : HearingStatus.Scheduled,
        CourtId = version.Court.Id,
        CourtName = version.Court.Name,
        CourtAddress = version.Court.Address,
        Room = version.Room,
        Start = version.Start,
        TimeZone = person.CourtZone,
        TzdbVersion = NodaTime.TimeZones.TzdbDateTimeZoneSource.Default.TzdbVersion,
        Instant = version.Start.InZoneStrictly(DateTimeZoneProviders.Tzdb[person.CourtZone]).ToInstant(),
    };
}
