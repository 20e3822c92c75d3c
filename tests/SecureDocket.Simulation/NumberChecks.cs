using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>Holds texts to numbers: none to who opted out, none to a stranger, and one first text to each number.</summary>
internal sealed class NumberChecks(TextRecord record)
{
    // A tick that was missed or died, an outage and the rush of a morning may each delay a message.
    private static readonly Duration s_mayTake = Duration.FromHours(3);

    private readonly Simulation _simulation = record.Simulation;
    private readonly ILookup<CardholderId, LeftMessage> _leftFor = record.Simulation.Provider.Left.ToLookup(left => left.Message.Tag.Cardholder);

    /// <summary>What was broken.</summary>
    public IEnumerable<string> Violations() => [.. NoneAfterOptOut(), .. FormerOwnersAreLeftAlone(), .. EachNumberIsWelcomedOnce()];

    private IEnumerable<string> NoneAfterOptOut()
    {
        foreach (var left in _simulation.Provider.Left)
        {
            var person = _simulation.PersonOf(left.Message.Tag.Cardholder);
            var since = person.NumberAt(left.At) is var number && number.Mobile == left.Message.To ? number.Since : Instant.MinValue;
            if (!IsReply(left) && _simulation.PhoneOf(left.Message.To).IsOff(left.At, since))
                yield return $"{left.Message.Tag} left at {left.At} for {left.Message.To}, which had opted out.";
        }
    }

    // Whose number was said to be another's is not texted, not answered for, and not taken for its owner again.
    private IEnumerable<string> FormerOwnersAreLeftAlone()
    {
        foreach (var person in _simulation.People)
        {
            for (var index = 0; index < person.Numbers.Count; index++)
            {
                var (since, mobile) = person.Numbers[index];
                if (mobile is null || record.Disowned(person, mobile, since) is not { } report)
                    continue;

                var until = index + 1 < person.Numbers.Count ? person.Numbers[index + 1].Since : Instant.MaxValue;
                var (docket, known) = (record.Dockets[person.Id], report.HeardAt!.Value);
                if (until == Instant.MaxValue && docket.Cardholder.PhoneFault?.Code != PhoneFault.WrongNumber)
                    yield return $"{person.ANumber} has {mobile}, of which {report} says that it is another's, and no fault says so.";

                foreach (var text in docket.Reminders.Select(reminder => AnswerTo(reminder, mobile)).OfType<SaidText>())
                {
                    if (text.BegunAt > known && text.At < until && text.HeardAt < until)
                        yield return $"{text} answers for {person.ANumber}, though {report} says that the number is another's.";
                }

                foreach (var left in _leftFor[person.Id].Where(left => left.Message.To == mobile && left.At > known && left.At < until && !MayReach(left, person, report)))
                    yield return $"{left.Message.Tag} ({left.Message.Text}) left at {left.At} for {mobile}, though {report} says that it is another's.";
            }
        }
    }

    private SaidText? AnswerTo(Reminder reminder, string mobile) =>
        reminder.AnsweredAt is { } at ? _simulation.PhoneOf(mobile).Texts.Find(text => text.At == at && text.BegunAt is not null) : null;

    // Somebody who texts is told that the number is another's, if it is nobody's else. What was begun before is finished.
    private bool MayReach(LeftMessage left, SimulatedPerson person, SaidText report) => IsReply(left)
        && record.Said.TryGetValue(record.Reminders[left.Message.Tag].Subject.Id, out var text)
        && (text == report || text.BegunAt <= report.HeardAt || !record.OwnersOf(left.Message.To).Any(other => other != person && IsTheirs(other, left.Message.To, text)));

    private bool IsTheirs(SimulatedPerson other, string mobile, SaidText text) =>
        other.NumberAt(text.At) is var number && number.Mobile == mobile && other.NumberAt(text.HeardAt ?? _simulation.Now).Since == number.Since
        && !(record.Disowned(other, mobile, number.Since)?.BegunAt <= (text.HeardAt ?? _simulation.Now));

    private bool IsReply(LeftMessage left) => record.Reminders.TryGetValue(left.Message.Tag, out var reminder) && TextRecord.IsReply(reminder);

    private IEnumerable<string> EachNumberIsWelcomedOnce()
    {
        foreach (var person in _simulation.People)
        {
            var welcomes = record.Dockets[person.Id].Reminders.Where(reminder => TextRecord.IsNews(reminder, TextRecord.WelcomeNews)).ToList();
            var left = _leftFor[person.Id].Where(left => welcomes.Exists(welcome => welcome.Id == left.Message.Tag)).ToList();
            for (var index = 0; index < person.Numbers.Count; index++)
            {
                var (since, mobile) = person.Numbers[index];
                var until = index + 1 < person.Numbers.Count ? person.Numbers[index + 1].Since : Instant.MaxValue;
                if (left.Count(one => one.At > since && one.At < until) > 1)
                    yield return $"{person.ANumber} was welcomed on {mobile} more than once since {since}.";
            }

            foreach (var one in left.Where(one => !person.Had(one.Message.To, one.At, one.At)))
                yield return $"{person.ANumber} was welcomed at {one.At} on {one.Message.To}, which is another number.";

            // Who was there before everything began was not welcomed.
            var (last, number) = person.Numbers[^1];
            if (last == Instant.MinValue || number is null)
                continue;

            var due = welcomes.Where(welcome => welcome.State != ReminderState.Superseded).ToList();
            if (due.Count(welcome => !(welcome.ChangedAt < last) && welcome.Due >= last) != 1)
                yield return $"{person.ANumber} has {number} since {last}, and these first texts: {string.Join(", ", welcomes)}.";
            else if (due.Exists(welcome => welcome.State is ReminderState.Planned or ReminderState.Claimed && welcome.Due + s_mayTake < _simulation.Now))
                yield return $"{person.ANumber} has {number} since {last}, and its first text still waits.";
        }
    }
}
