using NodaTime;
using SecureDocket.Inbox;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Simulation;

/// <summary>Holds what people have to read to what was promised: each free text is one item, each item has one end, and no word of it is in a row.</summary>
internal sealed class InboxChecks(TextRecord record)
{
    private static readonly Duration s_day = Duration.FromDays(1);
    private static readonly Duration s_isFresh = Duration.FromMinutes(30);

    private readonly Simulation _simulation = record.Simulation;
    private readonly Dictionary<string, WordedItem> _items = record.Inbox.Items.ToDictionary(worded => worded.Id, StringComparer.Ordinal);
    private readonly ILookup<string, Deed> _deeds = record.Simulation.Desk.Deeds.ToLookup(deed => deed.ItemId, StringComparer.Ordinal);

    /// <summary>What was broken.</summary>
    public IEnumerable<string> Violations() => [.. EveryFreeTextIsReadOnce(), .. NoPromiseWithoutAnItem(), .. EveryItemHasOneEnd(), .. EveryAnswerArrivesOnce(), .. NoWordIsInARow()];

    private IEnumerable<string> EveryFreeTextIsReadOnce()
    {
        var texts = record.Inbox.Items.Where(worded => worded.Item.Kind != InboxKind.Call).ToList();
        foreach (var text in record.Said.Values.Where(text => text.Token is not null && text.BegunAt is not null))
        {
            var items = texts.Where(worded => worded.Words.Contains(text.Token!, StringComparison.Ordinal)).ToList();
            if (items.Count > 1)
                yield return $"{text} is {items.Count} items: {string.Join(", ", items)}.";
            else if (items.Count == 0 && text.HeardAt is not null && record.RepliesTo(text).Count > 0 && !MayBeUnread(text))
                yield return $"{text} was replied to, and nobody reads it.";
            foreach (var item in items.Where(worded => !record.OwnersOf(text.Sms.From).Any(owner => owner.Id == worded.Item.Cardholder)))
                yield return $"{text} is an item of somebody else: {item}.";
        }
    }

    // Who is off, who is not meant, and who wrote five times that day, is promised nothing. Somebody in need is read all the same.
    private bool MayBeUnread(SaidText text) => text.Meaning != Meaning.Help && record.OwnersOf(text.Sms.From).Any(owner =>
        _simulation.PhoneOf(text.Sms.From).MayBeOff(text.BegunAt!.Value, owner.NumberAt(text.At).Since)
        || _simulation.PhoneOf(text.Sms.From).MayBeOff(text.HeardAt!.Value, owner.NumberAt(text.At).Since)
        || record.Disowned(owner, text.Sms.From, owner.NumberAt(text.At).Since) is not null
        || record.Dockets[owner.Id].Reminders.Count(reminder => reminder.Raised is not null && reminder.Due > text.BegunAt - s_day && reminder.Due <= text.HeardAt + s_day) >= 5);

    private IEnumerable<string> NoPromiseWithoutAnItem() => record.Reminders.Values
        .Where(reminder => reminder.Raised is { } raised && !(_items.TryGetValue(raised, out var worded) && worded.Item.Cardholder == reminder.Id.Cardholder))
        .Select(reminder => $"{reminder.Id} says that somebody reads the text, and there is no item {reminder.Raised}.");

    private IEnumerable<string> EveryItemHasOneEnd()
    {
        foreach (var deeds in _deeds)
        {
            if (!_items.TryGetValue(deeds.Key, out var worded))
            {
                yield return $"Item {deeds.Key} is gone.";
                continue;
            }

            var done = deeds.Where(deed => deed.Outcome == Deed.Done).ToList();
            if (done.Count > 1)
                yield return $"{worded} has {done.Count} ends: {string.Join(", ", done)}.";
            else if (done is [var only] && worded.Item.State != (only.IsAnswer ? InboxState.Answered : InboxState.Closed))
                yield return $"{worded} is not what came of {only}.";
        }

        foreach (var worded in record.Inbox.Items.Where(worded => worded.Item.IsDone && !_deeds[worded.Id].Any(deed => deed.Outcome is null or Deed.Done)))
            yield return $"{worded} is done, and nobody did it: {string.Join(", ", _deeds[worded.Id])}.";
    }

    private IEnumerable<string> EveryAnswerArrivesOnce()
    {
        var left = _simulation.Provider.Left.ToLookup(each => each.Message.Tag);
        foreach (var worded in record.Inbox.Items)
        {
            var person = _simulation.PersonOf(worded.Item.Cardholder);
            var answers = record.Dockets[worded.Item.Cardholder].Reminders.Where(reminder => reminder.Subject == ItemAnswer.SubjectOf(worded.Id)).ToList();
            if (worded.Item.State == InboxState.Answered && record.FaultOf(answers.Find(answer => answer.Retry == 0), person, Instant.MaxValue) is { } fault
                && !answers.Exists(answer => answer.State == ReminderState.Planned && answer.Due + Duration.FromHours(3) > _simulation.Now))
            {
                yield return $"The answer to {worded} {fault}.";
            }

            if (worded.Item.State == InboxState.Closed && answers.Count > 0)
                yield return $"{worded} was closed, and answered as well.";

            var arrived = answers.Where(answer => answer.State != ReminderState.Failed).SelectMany(answer => left[answer.Id]).ToList();
            if (arrived.Count > 1)
                yield return $"The answer to {worded} left {arrived.Count} times.";
            foreach (var one in answers.SelectMany(answer => left[answer.Id]))
            {
                if (!person.Had(one.Message.To, one.At, one.At))
                    yield return $"The answer to {worded} left for another phone.";
                if (IsAtNight(one, person) && one.At - worded.Item.At > s_isFresh)
                    yield return $"The answer to {worded} left at {one.At}, which is night in {person.Zone}.";
                if (_deeds[worded.Id].FirstOrDefault(deed => deed.Outcome is not null and not Deed.Done && one.Message.Text.Contains(deed.Token, StringComparison.Ordinal)) is { } refused)
                    yield return $"{refused} was refused, and left all the same.";
            }
        }
    }

    private static bool IsAtNight(LeftMessage left, SimulatedPerson person) =>
        TimeZoneInfo.ConvertTimeFromUtc(left.At.ToDateTimeUtc(), TimeZoneInfo.FindSystemTimeZoneById(person.Zone)).Hour is < 9 or >= 20;

    // Neither people's words nor officers'; the journal is a part of the dockets.
    private IEnumerable<string> NoWordIsInARow() =>
        from table in TableNames.All
        from found in table == TableNames.Dockets ? _simulation.Truth.OpenRows() : _simulation.Truth.RowsOf(table)
        where found.Row.Json.Contains(Sayings.Mark, StringComparison.Ordinal) || found.Row.Key.Contains(Sayings.Mark, StringComparison.Ordinal)
        select $"The words of a text are in {table}, {found.Partition}, {found.Row.Key}: {found.Row.Json}";
}
