using NodaTime;
using SecureDocket.Closures;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Times;

namespace SecureDocket.Simulation;

/// <summary>Holds closed doors to what was promised: everybody is told once and before the date, or is on the list of people to call.</summary>
internal sealed class ClosureChecks
{
    // A day is gone through twice, ten minutes apart; runs in between may fail.
    private static readonly Duration s_telling = Duration.FromMinutes(40);

    // A tick that was missed or died, an outage and the rush of a morning may each delay a message.
    private static readonly Duration s_mayTake = Duration.FromHours(3);

    private readonly TextRecord _record;
    private readonly Simulation _simulation;
    private readonly List<ClosedPlace> _closed;
    private readonly ILookup<CardholderId, (LeftMessage Left, Reminder Reminder)> _left;

    public ClosureChecks(TextRecord record)
    {
        (_record, _simulation) = (record, record.Simulation);
        _closed = [.. ReadAsync(record.Simulation).GetAwaiter().GetResult()];
        _left = record.Simulation.Provider.Left
            .Where(left => record.Reminders.ContainsKey(left.Message.Tag))
            .Select(left => (left, record.Reminders[left.Message.Tag]))
            .ToLookup(each => each.left.Message.Tag.Cardholder);
    }

    /// <summary>What was broken.</summary>
    public IEnumerable<string> Violations() =>
        [.. NoDateIsPassedOver(), .. NothingHappensAfterAWithdrawal(), .. NobodyMissesAClosedDoor(), .. EverybodyIsTold(), .. NobodyIsToldTwice(), .. NoTellingIsStuck()];

    private static async Task<List<ClosedPlace>> ReadAsync(Simulation simulation)
    {
        var (observer, closed) = (simulation.Observer, new List<ClosedPlace>());
        foreach (var announced in simulation.Administrator.Closures)
        {
            var place = (await observer.Closures.FindAsync(announced.Kind, announced.PlaceId, default))!;
            var closure = place.Closures.Single(each => each.Id == announced.Operation.Value);
            closed.Add(new(announced, closure, place.Office?.SlotMinutes ?? 1));
        }

        return closed;
    }

    private IEnumerable<string> NoDateIsPassedOver()
    {
        foreach (var state in _record.History.States.Where(state => state is { IsScheduled: true, IsClosed: false }))
        {
            foreach (var closed in _closed.Where(closed => closed.Covers(state)))
            {
                var late = Instant.Max(state.From, closed.Closure.At) + s_telling;
                if (state.Until > late && state.Instant > late && _simulation.Now > late && !(closed.Announced.WithdrawalBegunAt <= late))
                    yield return $"{state} stands before a closed door: {closed}.";
            }
        }
    }

    // What is under way in the minute of the withdrawal may be finished.
    private IEnumerable<string> NothingHappensAfterAWithdrawal() =>
        from states in _record.History.Dates
        from state in states
        from closed in _closed
        where state.Door is { } door && door.ClosureId == closed.Closure.Id && door.RecordedAt > closed.Announced.WithdrawnAt
        select $"{state} was closed at {state.Door!.RecordedAt} by {closed}.";

    private IEnumerable<string> NobodyMissesAClosedDoor() =>
        from state in _record.History.States
        where state.IsMissed && (state.Door?.Start == state.Start || _closed.Exists(closed => closed.Closure.IsInForce && closed.Closure.At < state.From && closed.Covers(state)))
        select $"{state} counts as missed, and the door was closed.";

    private IEnumerable<string> EverybodyIsTold()
    {
        foreach (var state in Closings())
        {
            var door = state.Door!;
            if (Told(state).Any(told => told.Left.At <= door.Instant || door.Instant <= state.From) || IsToldInDoubt(state)
                || _record.Inbox.AsksToCall(state.Person, state.Id, LocalMinute.Format(door.Start)))
            {
                continue;
            }

            // What turns out to have failed only once the date is over is too late for a call. What became of the date meanwhile is told
            // instead, and mail is early enough for what is far away.
            if (Tellings(state).Any(reminder => reminder.State == ReminderState.Failed && reminder.ChangedAt >= door.Instant))
                continue;

            var zone = TimeZoneInfo.FindSystemTimeZoneById(_simulation.PersonOf(state.Person).Zone);
            var leaves = Instant.FromDateTimeUtc(DateTime.SpecifyKind(PlainPromise.NewsLeaves(state.From.ToDateTimeUtc(), door.Instant.ToDateTimeUtc(), zone), DateTimeKind.Utc));
            var late = Instant.Min(leaves + s_mayTake, door.Instant);
            if (state.Until > late && _simulation.Now > late + s_mayTake && !IsForMail(state))
                yield return $"{state} does not stand because of {door}, and nobody says so: {string.Join(", ", Tellings(state))}.";
        }
    }

    private bool IsForMail(DateState state) => Tellings(state).Any(reminder =>
        reminder.State is ReminderState.Failed or ReminderState.Suppressed && reminder.ShouldBeKnownBy(reminder.ChangedAt!.Value) - reminder.ChangedAt.Value >= Inbox.PeopleToCall.MailTakes);

    private bool IsToldInDoubt(DateState state) => Tellings(state).Any(reminder => reminder.State is ReminderState.Unknown or ReminderState.Claimed || _simulation.Provider.Ambiguous.Contains(reminder.Id));

    private IEnumerable<string> NobodyIsToldTwice()
    {
        foreach (var states in _record.History.Dates)
        {
            foreach (var door in states.Where(state => state is { Door: not null, IsScheduled: true }).GroupBy(state => (state.Door!.ClosureId, state.Door.Start)))
            {
                var told = door.DistinctBy(state => state.Version).SelectMany(Told).ToList();
                if (told.Count > 1)
                    yield return $"{door.First()} was told of {told.Count} times: {string.Join(" / ", told.Select(each => $"{each.Left.At} {each.Left.Message.Text}"))}";
            }
        }
    }

    private IEnumerable<string> NoTellingIsStuck() => _closed
        .Where(closed => closed.Closure.Status == ClosureStatus.Announced && closed.Closure.At + Duration.FromHours(1) < _simulation.Now)
        .Select(closed => $"{closed} is still being told.");

    /// <summary>The first state of each date in which a closed door is known.</summary>
    private IEnumerable<DateState> Closings() => _record.History.Dates.SelectMany(states =>
        states.Where(state => state is { Door: not null, IsScheduled: true }).DistinctBy(state => (state.Door!.ClosureId, state.Door.RecordedAt)));

    private IEnumerable<Reminder> Tellings(DateState state) => _record.Dockets[state.Person].Reminders.Where(reminder => IsTelling(reminder, state));

    private static bool IsTelling(Reminder reminder, DateState state) => state.IsOf(reminder)
        && reminder.Occasion == (state.Kind == ReminderSubjectKind.Hearing ? ReminderOccasion.Closed : ReminderOccasion.Notice);

    /// <summary>What left about a closed door, and did not fail.</summary>
    private IEnumerable<(LeftMessage Left, Reminder Reminder)> Told(DateState state) =>
        _left[state.Person].Where(each => IsTelling(each.Reminder, state) && each.Reminder.State != ReminderState.Failed);

    private sealed record ClosedPlace(SimulatedClosure Announced, Closure Closure, int Minutes)
    {
        public bool Covers(DateState state) => Closure.Status != ClosureStatus.Pending && state.Place == Announced.PlaceId
            && (state.Kind == ReminderSubjectKind.CheckIn) == (Announced.Kind == PlaceKind.Office) && Closure.Covers(state.Start, Minutes);

        public override string ToString() =>
            FormattableString.Invariant($"closure {Closure.Id} of {Announced.PlaceId}, {Closure.Day} {Closure.From}-{Closure.To}, at {Closure.At}, {Closure.Status}, withdrawn {Announced.WithdrawnAt}");
    }
}
