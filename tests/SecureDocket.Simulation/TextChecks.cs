using NodaTime;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>Holds the exchange of texts to what was promised: only what people mean counts, each for themselves, and each is answered.</summary>
internal sealed class TextChecks(TextRecord record)
{
    private static readonly Duration s_day = Duration.FromDays(1);
    private static readonly Duration s_clocksDiffer = Duration.FromMinutes(1);

    // A docket gets this many replies a day, however many texts there are.
    private const int DayLimit = 10;

    private readonly Simulation _simulation = record.Simulation;

    /// <summary>What was broken.</summary>
    public IEnumerable<string> Violations() =>
        [.. OnlyWishesOptOut(), .. NothingIsSaidToNothing(), .. EveryAnswerWasGiven(), .. OneTextAnswersOneDate(), .. OlderAnswersChangeNothing(), .. EverybodyIsAnswered(), .. WhoIsOffHearsItOnceADay()];

    private IEnumerable<SaidText> Heard => record.Said.Values.Where(text => text.HeardAt is not null);

    private IEnumerable<string> OnlyWishesOptOut() => Heard
        .Where(text => text.WasOptOut && text.Meaning is not (Meaning.Stop or Meaning.WrongNumber))
        .Select(text => $"{text} was taken for an opt-out.");

    private IEnumerable<string> NothingIsSaidToNothing() => Heard
        .Where(text => text.Meaning == Meaning.Nothing && record.RepliesTo(text).Count > 0)
        .Select(text => $"{text} was replied to, and says nothing: {string.Join(", ", record.RepliesTo(text))}");

    // By somebody who had the number of the docket, after the date was asked about, and meaning it.
    private IEnumerable<string> EveryAnswerWasGiven()
    {
        foreach (var reminder in record.Reminders.Values.Where(reminder => reminder.Answer is not null))
        {
            var (at, person) = (reminder.AnsweredAt!.Value, _simulation.PersonOf(reminder.Id.Cardholder));
            var text = person.NumberAt(at).Mobile is { } mobile ? _simulation.PhoneOf(mobile).Texts.Find(text => text.At == at) : null;
            if (text is null)
                yield return $"{reminder.Id} was answered at {at} by nobody who had the number of {person.ANumber}.";
            else if (!Means(text, reminder))
                yield return $"{reminder.Id} has the answer {reminder.Answer}, and what was said is {text}.";
            else if (!WasAsked(reminder, text))
                yield return $"{reminder.Id} is answered by {text}, before it was asked about.";
        }
    }

    // Nobody can come to a closed door.
    private bool Means(SaidText text, Reminder asked) => asked.Answer!.Value switch
    {
        ReminderAnswer.WillCome => text.Meaning == Meaning.Come,
        ReminderAnswer.NeedsToMove => text.Meaning == Meaning.Move || (text.Meaning == Meaning.Come && record.History.Of(asked).Any(state => state.IsOf(asked) && state.IsClosed)),
        _ => text.Meaning is Meaning.Help or Meaning.Question,
    };

    private bool WasAsked(Reminder asked, SaidText text) => record.Dockets[asked.Id.Cardholder].Reminders.Any(reminder =>
        (reminder.Subject == asked.Subject && record.LeftAt(reminder) <= text.At + s_clocksDiffer) || (reminder.Asks == asked.Subject && record.LeftAt(reminder) <= text.At));

    private IEnumerable<string> OneTextAnswersOneDate() => record.Reminders.Values
        .Where(reminder => reminder.Answer is not null)
        .GroupBy(reminder => (_simulation.PersonOf(reminder.Id.Cardholder).NumberAt(reminder.AnsweredAt!.Value).Mobile, reminder.AnsweredAt))
        .Where(group => group.Select(reminder => (reminder.Id.Cardholder, reminder.Subject)).Distinct().Count() > 1)
        .Select(group => $"What was said on {group.Key.Mobile} at {group.Key.AnsweredAt} answers {string.Join(" and ", group.Select(reminder => reminder.Id))}.");

    // What came while the newer one was still being recorded may have come first.
    private IEnumerable<string> OlderAnswersChangeNothing()
    {
        foreach (var text in Heard.Where(text => text.IsAnswer && record.OwnersOf(text.Sms.From).Any(owner => IsOwner(owner, text))))
        {
            var newer = _simulation.PhoneOf(text.Sms.From).Texts.Find(other => other.IsAnswer && other.At > text.At && other.HeardAt < text.BegunAt
                && record.OwnersOf(text.Sms.From).Any(owner => IsOwner(owner, other)));
            if (newer is null)
                continue;

            var changed = record.OwnersOf(text.Sms.From).SelectMany(owner => record.Dockets[owner.Id].Reminders).FirstOrDefault(reminder => reminder.AnsweredAt == text.At);
            if (changed is not null || record.RepliesTo(text).Count > 0)
                yield return $"{text} came after {newer}, and counts all the same.";
        }
    }

    private IEnumerable<string> EverybodyIsAnswered() => Heard
        .Where(text => text.Meaning is not (Meaning.Nothing or Meaning.Noise) && record.RepliesTo(text).Count == 0 && !MayStayUnanswered(text))
        .Select(text => $"{text} was never replied to.");

    private bool MayStayUnanswered(SaidText text)
    {
        var owners = record.OwnersOf(text.Sms.From).Where(owner => IsOwner(owner, text)).ToList();
        if (owners.Count == 0 || SimulatedProcess.Sender(_simulation.Options.PerMinute).CarrierAnswers(text.Sms.To, text.Sms.Text) || owners.Exists(owner => IsAboveLimit(owner, text)))
            return true;

        // What was said later speaks for what was said before; parts of one text are answered once.
        var others = _simulation.PhoneOf(text.Sms.From).Texts.Where(other => other != text).ToList();
        if (others.Exists(other => other.At > text.At && other.BegunAt <= text.HeardAt && IsSameConcern(text, other)))
            return true;

        // Who is opted out, and who has a number that is another's, hears so once a day, and so does who says the same wish again.
        return others.Exists(other => Distance(other, text) <= s_day && (record.RepliesTo(other).Count > 0 || IsSameWish(other, text))
            && (IsSameWish(other, text) || owners.Exists(owner => MayBeSilent(owner, text))));
    }

    private static bool IsSameWish(SaidText one, SaidText other) => one.IsWish && one.Meaning == other.Meaning;

    private static bool IsSameConcern(SaidText text, SaidText later) => (text.IsWish && later.IsWish) || (text.MayAnswer && later is { IsWish: false, Meaning: not Meaning.Nothing });

    private bool MayBeSilent(SimulatedPerson owner, SaidText text)
    {
        var (phone, since) = (_simulation.PhoneOf(text.Sms.From), owner.NumberAt(text.HeardAt!.Value).Since);
        return phone.MayBeOff(text.BegunAt!.Value, since) || phone.MayBeOff(text.HeardAt.Value, since) || record.Disowned(owner, phone.Number, since) is { } report && report.BegunAt <= text.HeardAt;
    }

    private bool IsAboveLimit(SimulatedPerson owner, SaidText text) =>
        record.Dockets[owner.Id].Reminders.Count(reminder => TextRecord.IsReply(reminder) && reminder.Due > text.BegunAt - s_day && reminder.Due <= text.HeardAt + s_day) >= DayLimit;

    // One confirms the opt-out; of whatever else is said, one a day.
    private IEnumerable<string> WhoIsOffHearsItOnceADay()
    {
        foreach (var phone in _simulation.Phones)
        {
            var owners = record.OwnersOf(phone.Number).ToList();
            var told = phone.Texts.Where(text => !text.IsWish && text.HeardAt is not null && record.HasLeft(text)
                && owners.TrueForAll(owner => IsOff(phone, owner, text.BegunAt!.Value) && IsOff(phone, owner, text.HeardAt.Value))).OrderBy(text => text.At).ToList();
            foreach (var (first, second) in told.Zip(told.Skip(1)))
            {
                if (Distance(first, second) < s_day && !phone.Texts.Exists(text => text.Meaning == Meaning.Start && text.At >= first.At && text.At <= second.At))
                    yield return $"{second} was replied to, and so was {first}, though texts were off.";
            }
        }
    }

    private static bool IsOff(SimulatedPhone phone, SimulatedPerson owner, Instant at) => phone.IsOff(at, owner.NumberAt(at).Since);

    // Whoever had the number when it was said and until it was acknowledged.
    private static bool IsOwner(SimulatedPerson owner, SaidText text) =>
        owner.NumberAt(text.At) is var number && number.Mobile == text.Sms.From && owner.NumberAt(text.HeardAt!.Value).Since == number.Since;

    private static Duration Distance(SaidText one, SaidText other) => one.At > other.At ? one.At - other.At : other.At - one.At;
}
