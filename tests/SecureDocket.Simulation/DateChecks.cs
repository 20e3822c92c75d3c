using NodaTime;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>Holds texts about dates to the dates as they stood: their version, their door and their place; and the reminders of check-ins to the promise.</summary>
internal sealed class DateChecks(TextRecord record)
{
    private static readonly Duration s_mailTakes = Duration.FromDays(7);

    private readonly Simulation _simulation = record.Simulation;

    /// <summary>What was broken.</summary>
    public IEnumerable<string> Violations() => [.. NoneOfADateThatIsOver(), .. EveryPlaceIsTheOneThatStood(), .. NoCheckInIsForgotten(), .. NearNewsIsToldOrCalled()];

    /// <summary>What left about a date, with its reminder.</summary>
    private IEnumerable<(LeftMessage Left, Reminder Reminder)> AboutDates() => _simulation.Provider.Left
        .Where(left => record.Reminders.TryGetValue(left.Message.Tag, out var reminder) && reminder.Subject.Kind is ReminderSubjectKind.Hearing or ReminderSubjectKind.CheckIn)
        .Select(left => (left, record.Reminders[left.Message.Tag]));

    // Within one minute either may have come first.
    private IEnumerable<string> NoneOfADateThatIsOver()
    {
        foreach (var (left, reminder) in AboutDates())
        {
            var states = record.History.Of(reminder);
            if (!states.Any(state => state.IsOf(reminder)))
                yield return $"{reminder.Id} left, and there was never such a date.";
            else if (states.FirstOrDefault(state => state.Version > reminder.Subject.Version && state.From < left.At) is { } newer)
                yield return $"{reminder.Id} ({reminder.Occasion}) left at {left.At} for version {reminder.Subject.Version}, when there was {newer}.";
            else if (IsReminder(reminder) && states.FirstOrDefault(state => state.IsOf(reminder) && state.IsClosed && state.From < left.At && left.At < state.Until) is { } closed)
                yield return $"{reminder.Id} ({reminder.Occasion}) left at {left.At} for a closed door: {closed}.";
        }
    }

    // Only who chose details is told an address, and that is the one of the date as it stands.
    private IEnumerable<string> EveryPlaceIsTheOneThatStood()
    {
        var addresses = _simulation.Places.Addresses;
        foreach (var (left, reminder) in AboutDates())
        {
            var isDetailed = _simulation.PersonOf(reminder.Id.Cardholder).IsDetailed;
            var stood = record.History.Of(reminder).Where(state => state.IsOf(reminder) && state.From <= left.At && left.At <= state.Until).ToList();
            if (addresses.FirstOrDefault(address => left.Message.Text.Contains(address, StringComparison.Ordinal)) is { } named)
            {
                if (!isDetailed)
                    yield return $"{reminder.Id} names {named} to who did not choose details: {left.Message.Text}";
                else if (!stood.Exists(state => state.Address == named))
                    yield return $"{reminder.Id} names {named} at {left.At}, which is not the place of {string.Join(" or ", stood)}.";
            }
            else if (isDetailed && IsReminder(reminder) && stood.TrueForAll(state => state is { IsScheduled: true, IsClosed: false }))
            {
                yield return $"{reminder.Id} ({reminder.Occasion}) does not name the place: {left.Message.Text}";
            }
        }
    }

    // What a reply told already is not told again.
    private IEnumerable<string> NoCheckInIsForgotten()
    {
        foreach (var state in record.History.States.Where(state => state is { Kind: ReminderSubjectKind.CheckIn, IsScheduled: true, IsClosed: false }))
        {
            var person = _simulation.PersonOf(state.Person);
            var wanted = PlainPromise.Wanted(person.Zone, state.TimeZone, state.Start, state.From, [3, 1])
                .Where(each => each.Occasion != ReminderOccasion.Notice || (!state.IsByText && state.Door is null));
            foreach (var (occasion, at, late) in wanted.Where(each => each.At < state.Until && each.Late < _simulation.Now))
            {
                var reminder = record.Dockets[state.Person].Reminders.FirstOrDefault(one => state.IsOf(one) && one.Occasion == occasion && one.Retry == 0);
                if (record.FaultOf(reminder, person, state.Until) is { } fault)
                    yield return $"{occasion} of {state}, due {at}, {fault}.";
            }
        }
    }

    // Of a date that was set, or called off, within a week of it the person is told before it, or somebody is asked to call.
    private IEnumerable<string> NearNewsIsToldOrCalled()
    {
        foreach (var states in record.History.Dates.Where(states => states[0].Kind == ReminderSubjectKind.Hearing && !_simulation.PersonOf(states[0].Person).IsFlooded))
        {
            foreach (var news in states.GroupBy(state => state.Version))
            {
                var (first, last) = (news.First(), news.Last());
                var isNear = first.Instant > first.From && first.Instant - first.From < s_mailTakes && first.Instant <= _simulation.Now && last.Until >= first.Instant;
                if (isNear && !news.Any(state => state.IsClosed) && (first.IsScheduled || WasTold(states, first))
                    && !record.Dockets[first.Person].Reminders.Any(reminder => first.IsOf(reminder) && IsKnownBefore(reminder, first.Instant))
                    && !record.Inbox.AsksToCall(first.Person, $"{first.Id}:"))
                {
                    yield return $"{first} is near, and is neither told nor on the list: {string.Join(", ", record.Dockets[first.Person].Reminders.Where(first.IsOf))}.";
                }
            }
        }
    }

    private bool WasTold(IReadOnlyList<DateState> states, DateState cancelled) => record.Dockets[cancelled.Person].Reminders.Any(reminder =>
        states.Any(state => state.Version < cancelled.Version && state.IsOf(reminder)) && reminder.State == ReminderState.Delivered && reminder.ChangedAt < cancelled.From);

    // Of what turns out to have failed only once the date is over, nobody can be told any more.
    private bool IsKnownBefore(Reminder reminder, Instant start) => (reminder.State != ReminderState.Failed || reminder.ChangedAt >= start) && record.LeftAt(reminder) <= start;

    private static bool IsReminder(Reminder reminder) => reminder.Occasion is ReminderOccasion.SevenDays or ReminderOccasion.ThreeDays or ReminderOccasion.OneDay;
}
