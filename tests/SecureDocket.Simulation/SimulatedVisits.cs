using System.Globalization;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Places;

namespace SecureDocket.Simulation;

/// <summary>People and officers who book, move and cancel check-ins at the offices, as the openings allow.</summary>
internal sealed class SimulatedVisits(Simulation simulation)
{
    private const int AttemptLimit = 8;

    private static readonly Actor s_officer = new("Enrollment.Officer", "simulation");

    private readonly Random _random = simulation.Random;

    /// <summary>Draws when a person books a check-in, and when it is moved to another time or office, or cancelled.</summary>
    public void Foresee(SimulatedPerson person)
    {
        if (!person.Reports)
            return;

        var booked = simulation.Options.Start + Duration.FromMinutes(_random.Next(36 * 60));
        var (first, second) = (Draw(person, "book"), Draw(person, "move"));
        simulation.Later(booked, process => BookAsync(process, person, first));
        var changed = booked + Duration.FromMinutes(_random.Next(60, 3 * 24 * 60));
        switch (_random.Next(8))
        {
            case < 3:
                simulation.Later(changed, process => MoveAsync(process, person, second));
                break;
            case 3:
                simulation.Later(changed, process => CancelAsync(process, person));
                break;
        }
    }

    private Visit Draw(SimulatedPerson person, string what) => new(
        string.Create(CultureInfo.InvariantCulture, $"{what} {person.ANumber}"),
        simulation.Places.Offices[_random.Next(simulation.Places.Offices.Count)],
        _random.Next(2) == 0 ? CheckInBooking.Officer : CheckInBooking.Cardholder);

    // A person takes one of the first openings, an officer whatever slot suits; where another was quicker, another one is drawn.
    private async Task<LocalDateTime?> StartAsync(SimulatedProcess process, Visit visit)
    {
        if (visit.Start is not null)
            return visit.Start;

        if (visit.By == CheckInBooking.Officer)
        {
            var day = visit.Office.DayOf(simulation.Now).PlusDays(_random.Next(1, 6));
            return visit.Start = visit.Office.SlotsOn(day) is { Count: > 0 } slots ? slots[_random.Next(slots.Count)].Start : null;
        }

        var after = simulation.Now + Duration.FromHours(_random.Next(2, 72));
        var openings = await process.FindOpenings.ExecuteAsync(visit.Office.Id, after, after + Duration.FromDays(6), 4, default);
        return visit.Start ??= openings.Count > 0 ? openings[_random.Next(openings.Count)].Start : null;
    }

    private async Task<bool> BookAsync(SimulatedProcess process, SimulatedPerson person, Visit visit)
    {
        if (await StartAsync(process, visit) is not { } start)
            return visit.TryAnother(AttemptLimit);

        var result = await process.BookCheckIn.ExecuteAsync(person.Id, visit.Office.Id, start, visit.By, s_officer, visit.Operation(s_officer), default);
        person.CheckIn ??= result.Value?.Id;
        return !result.IsRefused || visit.TryAnother(AttemptLimit);
    }

    private async Task<bool> MoveAsync(SimulatedProcess process, SimulatedPerson person, Visit visit)
    {
        if (person.CheckIn is not { } checkIn || await StartAsync(process, visit) is not { } start)
            return visit.TryAnother(AttemptLimit);

        var result = await process.MoveCheckIn.ExecuteAsync(person.Id, checkIn, visit.Office.Id, start, visit.By, s_officer, visit.Operation(s_officer), default);
        return !result.IsRefused || visit.TryAnother(AttemptLimit);
    }

    // What is over by now is not cancelled.
    private static async Task<bool> CancelAsync(SimulatedProcess process, SimulatedPerson person)
    {
        if (person.CheckIn is { } checkIn)
        {
            var operation = OperationId.For(s_officer, $"cancel {person.ANumber}");
            await process.CancelCheckIn.ExecuteAsync(person.Id, checkIn, CancelReasons.NotRequired, CheckInBooking.Officer, s_officer, operation, default);
        }

        return true;
    }

    /// <summary>What somebody is trying to book.</summary>
    private sealed class Visit(string name, Office office, CheckInBooking by)
    {
        private int _attempts;

        public Office Office { get; } = office;

        public CheckInBooking By { get; } = by;

        /// <summary>The start that is asked for, until there is an answer.</summary>
        public LocalDateTime? Start { get; set; }

        public OperationId Operation(Actor actor) => OperationId.For(actor, string.Create(CultureInfo.InvariantCulture, $"{name} {_attempts}"));

        /// <summary>Gives up the start.</summary>
        /// <returns>Whether nobody tries any more.</returns>
        public bool TryAnother(int limit)
        {
            Start = null;
            return ++_attempts >= limit;
        }
    }
}
