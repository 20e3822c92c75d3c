using System.Globalization;
using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>Holds what came of a simulation to what was promised, by the history and by a calendar of its own.</summary>
internal sealed class SimulationCheck
{
    private readonly Simulation _simulation;
    private readonly List<string> _violations = [];
    private readonly Dictionary<ReminderId, Reminder> _reminders = [];
    private readonly Dictionary<CardholderId, Docket> _dockets = [];

    private readonly Dictionary<CardholderId, SimulatedPerson> _people;
    private readonly ILookup<CardholderId, LeftMessage> _leftFor;
    private readonly TextRecord _record;

    private SimulationCheck(Simulation simulation)
    {
        _simulation = simulation;
        _people = simulation.People.ToDictionary(person => person.Id);
        _leftFor = simulation.Provider.Left.ToLookup(left => left.Message.Tag.Cardholder);
        ReadDockets();
        _record = new(simulation, _dockets, _reminders);
    }

    public static SimulationResult Of(Simulation simulation)
    {
        var check = new SimulationCheck(simulation);
        check.NoneDoubled();
        check.NoneOutsideTheWindow();
        check.NoneSuperseded();
        check.EveryReceiptCounts();
        check.EveryStateIsTrue();
        check.EveryTextIsRight();
        check.NoneLost();
        check.NoneUnknownWithoutCause();
        check.EveryDayAddsUp();
        check.NobodyWaitsForAnothersFlood();
        check._violations.AddRange(new TextChecks(check._record).Violations());
        check._violations.AddRange(new NumberChecks(check._record).Violations());
        check._violations.AddRange(new DateChecks(check._record).Violations());
        check._violations.AddRange(new ClosureChecks(check._record).Violations());
        check._violations.AddRange(new InboxChecks(check._record).Violations());
        if (simulation.Fault is { } fault)
            check._violations.Add($"A process threw: {fault}");
        return new(
            simulation.Options,
            check._violations,
            simulation.Provider.Left.Count,
            check._reminders.Values.GroupBy(reminder => reminder.State).ToDictionary(group => group.Key, group => group.Count()),
            check.Lateness());
    }

    private void ReadDockets()
    {
        var observer = _simulation.Observer;
        foreach (var person in _simulation.People)
        {
            var docket = observer.Dockets.LoadAsync(person.Id, default).GetAwaiter().GetResult()!;
            _dockets[person.Id] = docket;
            foreach (var reminder in docket.Reminders)
                _reminders[reminder.Id] = reminder;
        }
    }

    private void NoneDoubled() => _violations.AddRange(_simulation.Provider.Left
        .GroupBy(left => left.Message.Tag)
        .Where(group => group.Count() > 1)
        .Select(group => $"{group.Key} left {group.Count()} times."));

    // By the operating system's rules for local time, not by the library that the product reckons with.
    private void NoneOutsideTheWindow()
    {
        foreach (var left in Unasked())
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(_people[left.Message.Tag.Cardholder].Zone);
            var (at, hour) = (left.At.ToDateTimeUtc(), TimeZoneInfo.ConvertTimeFromUtc(left.At.ToDateTimeUtc(), zone).Hour);
            var isUrgent = _reminders.TryGetValue(left.Message.Tag, out var reminder) && reminder.Subject.Kind is ReminderSubjectKind.Hearing or ReminderSubjectKind.CheckIn
                && reminder.Occasion is ReminderOccasion.Notice or ReminderOccasion.Closed
                && PlainPromise.NewsLeaves(at, (reminder.Before > left.At ? reminder.Before.Value : reminder.Until).ToDateTimeUtc(), zone) == at;
            if (hour is < 9 or >= 20 && !isUrgent)
                _violations.Add($"{left.Message.Tag} left at {hour} o'clock.");
        }
    }

    // Within one minute either may have come first.
    private void NoneSuperseded()
    {
        foreach (var left in Unasked())
        {
            if (_reminders.TryGetValue(left.Message.Tag, out var reminder)
                && IsOfTrueHearing(reminder)
                && _people[left.Message.Tag.Cardholder].Versions.Any(version => version.Version > reminder.Subject.Version && version.SetAt < left.At))
            {
                _violations.Add($"{left.Message.Tag} left for version {reminder.Subject.Version} at {left.At}, when there was a newer one.");
            }
        }
    }

    private void EveryReceiptCounts()
    {
        foreach (var (id, code) in _simulation.Receipted)
        {
            if (!_reminders.TryGetValue(id, out var reminder))
            {
                _violations.Add($"{id} has a receipt, and is not on record.");
                continue;
            }

            if (reminder.State != (code switch { 2000 => ReminderState.Delivered, 5002 => ReminderState.Unknown, _ => ReminderState.Failed }))
                _violations.Add($"{id} has a receipt of {code}, and is {reminder.State}.");

            // What failed for a passing reason gets another try while there is time.
            if (code is 5001 or 4006 && reminder.Retry < 2 && reminder.Subject.Kind != ReminderSubjectKind.Text
                && reminder.ChangedAt!.Value + Duration.FromHours(16) < reminder.Until
                && !_reminders.ContainsKey(ReminderId.Of(id.Cardholder, reminder.Subject, reminder.Occasion, reminder.Retry + 1)))
            {
                _violations.Add($"{id} failed with {code}, and nothing took its place.");
            }
        }
    }

    // What a docket says of a message is what the provider knows of it.
    private void EveryStateIsTrue()
    {
        var left = _simulation.Provider.Left.Select(message => message.Message.Tag).ToHashSet();

        // Before a rush everyone was told without a provider.
        var reminders = _reminders.Values.Where(reminder => !_simulation.Options.IsRush || reminder.Due >= _simulation.Options.Start);
        foreach (var reminder in reminders)
        {
            var isTrue = reminder.State switch
            {
                ReminderState.Accepted or ReminderState.Delivered => left.Contains(reminder.Id),
                ReminderState.Failed => _simulation.Provider.Refused.Contains(reminder.Id) || _simulation.Receipted.ContainsKey(reminder.Id),
                ReminderState.Unknown when reminder.Reason == "no-receipt" => left.Contains(reminder.Id) && !_simulation.Receipted.ContainsKey(reminder.Id),
                ReminderState.Planned => !left.Contains(reminder.Id),
                ReminderState.Suppressed when reminder.Reason == "opted-out" => MayHaveOptedOut(reminder),
                _ => true,
            };
            if (!isTrue)
                _violations.Add($"{reminder.Id} ({reminder.Occasion} about {reminder.Subject.Kind} {reminder.Subject.Id}) is {reminder.State} ({reminder.Reason}) since {reminder.ChangedAt}, which is not what happened.");
        }
    }

    // That texts go to another number is told at the one before.
    private bool MayHaveOptedOut(Reminder reminder)
    {
        var (person, at) = (_people[reminder.Id.Cardholder], reminder.ChangedAt!.Value);
        var numbers = person.Numbers.Where(number => number.Since <= at).ToList();
        return TextRecord.IsNews(reminder, TextRecord.NumberNews)
            ? numbers.Exists(number => number.Mobile is { } before && _simulation.PhoneOf(before).MayBeOff(at, Instant.MinValue))
            : numbers is [.., { Mobile: { } mobile } present] && _simulation.PhoneOf(mobile).MayBeOff(at, present.Since);
    }

    // To the person's own phone, and about the date that stood when it left.
    private void EveryTextIsRight()
    {
        foreach (var left in Unasked())
        {
            var person = _people[left.Message.Tag.Cardholder];
            if (!person.Had(left.Message.To, left.At, left.At) && !IsToldAtOldNumber(left))
                _violations.Add($"{left.Message.Tag} left for another phone.");
            if (_reminders.TryGetValue(left.Message.Tag, out var reminder)
                && IsOfTrueHearing(reminder)
                && person.Versions.Find(version => version.Version == reminder.Subject.Version) is { } version
                && !left.Message.Text.Contains(version.Start.Day.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            {
                _violations.Add($"{left.Message.Tag} does not name the {version.Start.Day}th: {left.Message.Text}");
            }

            // Who is told details, every seventh, is told the place, and that is the one that stood. A hearing that is not held has none.
            if (reminder is not null && reminder.Occasion != ReminderOccasion.Closed && IsOfTrueHearing(reminder)
                && person.Versions.Find(each => each.Version == reminder.Subject.Version) is { IsCancelled: false } stood
                && (person.IsDetailed != left.Message.Text.Contains(stood.Room, StringComparison.Ordinal)
                    || person.IsDetailed != left.Message.Text.Contains(stood.Court.Address, StringComparison.Ordinal)))
            {
                _violations.Add($"{left.Message.Tag} does not name {stood.Court.Address}, room {stood.Room}: {left.Message.Text}");
            }
        }
    }

    private bool IsToldAtOldNumber(LeftMessage left) => _reminders.TryGetValue(left.Message.Tag, out var reminder)
        && reminder.Subject is { Kind: ReminderSubjectKind.Text, Id: TextRecord.NumberNews }
        && _people[left.Message.Tag.Cardholder].Numbers.Exists(each => each.Mobile == left.Message.To && each.Since < left.At);

    /// <summary>What left without the person's having texted just before.</summary>
    private IEnumerable<LeftMessage> Unasked() => _simulation.Provider.Left
        .Where(left => !_reminders.TryGetValue(left.Message.Tag, out var reminder) || reminder.Occasion != ReminderOccasion.Answer);

    private void NoneLost()
    {
        var end = _simulation.Now;
        foreach (var person in _simulation.People)
        {
            var docket = _dockets[person.Id];
            for (var index = 0; index < person.Versions.Count; index++)
            {
                var version = person.Versions[index];
                var replacedAt = index + 1 < person.Versions.Count ? person.Versions[index + 1].SetAt : Instant.MaxValue;

                // Nobody is reminded of a hearing that is not held.
                var states = _record.History.Of(person.Id, ReminderSubjectKind.Hearing, person.ANumber);
                replacedAt = states.Where(state => state.Version == version.Version && state.IsClosed).Select(state => state.From).Append(replacedAt).Min();
                if (version.IsCancelled)
                {
                    CancellationTold(person, docket, version);
                    continue;
                }

                foreach (var (occasion, at, late) in PlainPromise.Wanted(person.Zone, person.CourtZone, version.Start, version.SetAt, [7, 3, 1]))
                {
                    // A tick that was missed or died, an outage and the rush of a morning may each delay a message.
                    if (at < replacedAt && late < end)
                        Explained(person, docket, version, occasion, at, replacedAt);
                }
            }
        }
    }

    // Whoever was told of a date is told that it is off, unless it is over before somebody may be texted.
    private void CancellationTold(SimulatedPerson person, Docket docket, SetVersion version)
    {
        var wasTold = _leftFor[person.Id].Any(left => left.At < version.SetAt
            && _reminders.TryGetValue(left.Message.Tag, out var reminder) && reminder.State == ReminderState.Delivered
            && reminder.ChangedAt < version.SetAt && IsOfTrueHearing(reminder));
        var isPlanned = docket.Reminders.Any(reminder =>
            IsOfTrueHearing(reminder) && reminder.Subject.Version == version.Version && reminder.Occasion == ReminderOccasion.Notice);
        var start = version.Start.InZoneStrictly(DateTimeZoneProviders.Tzdb[person.CourtZone]).ToInstant();
        if (wasTold && !isPlanned && start > version.SetAt + Duration.FromHours(14))
            _violations.Add($"{person.ANumber} was told of a date and not that it is off.");
    }

    private void Explained(SimulatedPerson person, Docket docket, SetVersion version, ReminderOccasion occasion, Instant at, Instant replacedAt)
    {
        var reminder = docket.Reminders.FirstOrDefault(one =>
            IsOfTrueHearing(one) && one.Subject.Version == version.Version && one.Occasion == occasion && one.Retry == 0);
        if (_record.FaultOf(reminder, person, replacedAt) is { } fault)
            _violations.Add($"{occasion} of version {version.Version} of {person.ANumber} ({person.Zone}, court {person.CourtZone} {version.Start}) due {at} {fault}.");
    }

    private void NoneUnknownWithoutCause() => _violations.AddRange(_reminders.Values
        .Where(reminder => reminder.State == ReminderState.Unknown && reminder.Reason is "no-answer" or "timeout"
            && !_simulation.Provider.Ambiguous.Contains(reminder.Id) && !WasKilled(reminder.ClaimedAt!.Value))
        .Select(reminder => $"{reminder.Id} is Unknown though nothing went wrong: {reminder}."));

    // What a process could not record it still knows, until it dies; a claim holds for five minutes.
    private bool WasKilled(Instant claimed) => Enumerable.Range(0, 6).Any(minute => _simulation.KilledAt.Contains(claimed + Duration.FromMinutes(minute)));

    // What the report counts day by day is what the dockets hold.
    private void EveryDayAddsUp()
    {
        var days = _reminders.Values.GroupBy(reminder => reminder.Due.InUtc().Date).ToDictionary(group => group.Key, group => group.Count());
        for (var day = _simulation.Options.Start.InUtc().Date; day <= _simulation.Now.InUtc().Date; day = day.PlusDays(1))
        {
            var report = _simulation.Observer.Report.ExecuteAsync(day, default).GetAwaiter().GetResult();
            if (report.Due != days.GetValueOrDefault(day) || report.Due != report.Counts.Sum(count => count.Count))
                _violations.Add($"The report of {day} counts {report.Due} reminders, the dockets {days.GetValueOrDefault(day)}.");
        }
    }

    // A tick that was missed, one that died and a provider that refused may come together; a flood alone would take half an hour.
    private void NobodyWaitsForAnothersFlood()
    {
        if (_simulation.Options.Floods == 0)
            return;
        var (from, to) = _simulation.Flood;
        _violations.AddRange(_reminders.Values
            .Where(reminder => reminder.Due >= from && reminder.Due < to && !IsFlooded(reminder))
            .Where(reminder => (reminder.SentAt ?? (reminder.State == ReminderState.Planned ? _simulation.Now : reminder.Due)) - reminder.Due > Duration.FromMinutes(5))
            .Select(reminder => $"{reminder.Id} was due at {reminder.Due} and left at {reminder.SentAt}, behind another's flood."));
    }

    private bool IsFlooded(Reminder reminder) => _people[reminder.Id.Cardholder].IsFlooded;

    private bool IsOfTrueHearing(Reminder reminder) =>
        reminder.Subject.Kind == ReminderSubjectKind.Hearing && reminder.Subject.Id == _people[reminder.Id.Cardholder].ANumber;

    private IReadOnlyList<Duration> Lateness() =>
        [.. _reminders.Values.Where(reminder => reminder.SentAt is not null && !IsFlooded(reminder)).Select(reminder => reminder.SentAt!.Value - reminder.Due).Order()];
}
