using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Simulation;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Tests.Reminders;

/// <summary>Days of reminders, with everything that goes wrong; and that the simulation would notice a promise that is broken.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("the clocks go back", 1_250, 11, "2026-10-29T12:00:00Z", 168)]
    [InlineData("the clocks go forward", 300, 12, "2027-03-11T12:00:00Z", 120)]
    [InlineData("leap day", 100, 13, "2028-02-25T12:00:00Z", 168)]
    public void Nothing_is_lost_doubled_or_sent_at_night(string when, int peoplePerChange, int seed, string start, int hours)
    {
        var people = LongRun.Of(peoplePerChange, times: 16);
        var result = new Simulation.Simulation(new()
        {
            Seed = seed,
            People = people,
            Start = NodaTime.Text.InstantPattern.General.Parse(start).Value,
            Length = Duration.FromHours(hours),
        }).Run();

        output.WriteLine($"{when}: {result}");
        Assert.True(result.Violations.Count == 0, result.ToString());
        Assert.True(result.Left > 2 * people, result.ToString());
    }

    [Fact]
    public void Nobody_waits_for_another_s_flood()
    {
        // Until the flood is through, and before the provider's outage would hide it. Nothing else goes wrong, so that lateness is the flood's.
        var quiet = new SimulationOptions
        {
            Seed = 14,
            People = LongRun.Of(1_000, times: 20),
            Length = Duration.FromMinutes((25 * 60) + 70),
            StorageFaults = 0,
            ProviderFaults = 0,
            Kills = 0,
        };
        var floods = LongRun.Of(1, times: 10);
        var (without, with) = (new Simulation.Simulation(quiet).Run(), new Simulation.Simulation(quiet with { Floods = floods }).Run());
        output.WriteLine($"{without}{Environment.NewLine}{with}");
        Assert.Empty(with.Violations);
        Assert.True(with.States.Values.Sum() > without.States.Values.Sum(), with.ToString());
        Assert.Equal((without.LatenessOf(0.5), without.LatenessOf(0.99)), (with.LatenessOf(0.5), with.LatenessOf(0.99)));
        Assert.InRange(with.LatenessOf(1), Duration.Zero, without.LatenessOf(1) + Duration.FromMinutes(1));

        var troubled = new Simulation.Simulation(quiet with { People = 300, Floods = floods, StorageFaults = 0.001, ProviderFaults = 0.01, Kills = 0.02 }).Run();
        Assert.True(troubled.Violations.Count == 0, troubled.ToString());
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    public void Nothing_is_lost_or_doubled_while_the_vault_is_away(int seed)
    {
        var options = new SimulationOptions { Seed = seed, People = LongRun.Of(250, times: 16), Length = Duration.FromHours(96), IsVaultAway = true };
        var simulation = new Simulation.Simulation(options);
        var result = simulation.Run();

        output.WriteLine($"{result}");
        Assert.True(result.Violations.Count == 0, result.ToString());

        // Who had opened nothing texted nobody for a while.
        var away = options.Start + Duration.FromHours(51);
        var sent = simulation.Provider.Left.Select(left => (left.At - away).TotalMinutes).Where(minute => minute is >= 0 and < 120).ToList();
        Assert.Contains(sent, minute => minute < 60);
        Assert.Contains(sent, minute => minute >= 60);
    }

    [Fact]
    public void One_seed_is_one_history()
    {
        var options = new SimulationOptions { People = 150, Seed = 5, Length = Duration.FromDays(3) };
        var (first, second) = (new Simulation.Simulation(options), new Simulation.Simulation(options));
        first.Run();
        second.Run();

        Assert.Equal(History(first), History(second));
        var other = new Simulation.Simulation(options with { Seed = 6 });
        other.Run();
        Assert.NotEqual(History(first), History(other));
    }

    [Fact]
    public async Task A_broken_promise_is_noticed()
    {
        var simulation = new Simulation.Simulation(new() { People = 100, Seed = 7, Length = Duration.FromDays(4) });
        Assert.Empty(simulation.Run().Violations);
        var left = simulation.Provider.Left;
        var place = left.FindIndex(one => one.Message.Text.Contains("STOP", StringComparison.Ordinal) && !one.Message.Text.Contains("1-800", StringComparison.Ordinal));
        var untouched = left[place];

        left.Add(untouched);
        Noticed(simulation, "left 2 times");
        left.RemoveAt(left.Count - 1);

        left[place] = untouched with { At = untouched.At + Duration.FromHours(12) };
        Noticed(simulation, "o'clock");
        left[place] = untouched with { Message = untouched.Message with { To = "+12005550199" } };
        Noticed(simulation, "another phone");
        left[place] = untouched with { Message = untouched.Message with { Text = "SDC: Hello." } };
        Noticed(simulation, "does not name");

        left.RemoveAt(place);
        Noticed(simulation, "not what happened");
        left.Insert(place, untouched);

        var row = DocketRows.ReminderPrefix + untouched.Message.Tag;
        await simulation.Truth.DropAsync(untouched.Message.Tag.Cardholder, row);
        Noticed(simulation, "was never planned");
    }

    [Fact]
    public async Task A_broken_promise_of_the_exchange_of_texts_is_noticed()
    {
        var simulation = new Simulation.Simulation(new() { People = 600, Seed = 8, Length = Duration.FromDays(3) });
        Assert.Empty(simulation.Run().Violations);
        var phone = await AnsweredOnceAsync(simulation);
        var said = phone.Texts[0];

        said.WasOptOut = true;
        Noticed(simulation, "was taken for an opt-out");
        said.WasOptOut = false;

        void MeantAs(Meaning meaning, string words)
        {
            phone.Texts[0] = new(said.Sms, meaning) { BegunAt = said.BegunAt, HeardAt = said.HeardAt };
            Noticed(simulation, words);
            phone.Texts[0] = said;
        }

        MeantAs(Meaning.Nothing, "and says nothing");
        MeantAs(Meaning.Move, "and what was said is");
        MeantAs(Meaning.WrongNumber, "and no fault says so");

        // Each of these was said as well, and nothing came of it.
        void Said(Meaning meaning, Duration after, Instant heard, string text, string words)
        {
            phone.Texts.Add(new(said.Sms with { MessageId = "Incoming", Text = text, At = said.At + after }, meaning) { BegunAt = heard, HeardAt = heard });
            Noticed(simulation, words);
            phone.Texts.RemoveAt(1);
        }

        var hour = Duration.FromHours(1);
        Said(Meaning.Question, Duration.FromSeconds(40), said.At + hour, "what?", "was never replied to");
        Said(Meaning.Come, hour, said.BegunAt!.Value - Duration.FromMinutes(1), "1", "counts all the same");
        Said(Meaning.Stop, -hour, said.At - hour, "STOP", "which had opted out");
        Said(Meaning.WrongNumber, -hour, said.At - hour, "wrong number", "though Incoming of");
        phone.Texts.Clear();
        Noticed(simulation, "by nobody who had the number");
        phone.Texts.Add(said);

        var left = simulation.Provider.Left;
        var welcome = await WelcomeAsync(simulation);
        left.Add(welcome with { At = welcome.At + hour });
        Noticed(simulation, "more than once");
        left[^1] = welcome with { Message = welcome.Message with { To = "+12005550199" } };
        Noticed(simulation, "which is another number");
        left.RemoveAt(left.Count - 1);
        Assert.Empty(SimulationCheck.Of(simulation).Violations);
    }

    [Fact]
    public async Task A_broken_promise_about_doors_and_places_is_noticed()
    {
        var simulation = new Simulation.Simulation(new() { People = 500, Seed = 9, Length = Duration.FromDays(5) });
        Assert.Empty(simulation.Run().Violations);
        var (left, history) = (simulation.Provider.Left, new DateHistory(simulation));
        var reminders = await RemindersAsync(simulation);
        var hour = Duration.FromHours(1);

        // What left about a state of a date that fulfils a condition; taken away, or changed.
        int Find(Func<LeftMessage, Reminder, DateState, bool> matches) => left.FindIndex(one => reminders.TryGetValue(one.Message.Tag, out var reminder)
            && reminder.State == ReminderState.Delivered && history.Of(reminder).LastOrDefault(state => state.IsOf(reminder)) is { } state && matches(one, reminder, state));
        void Changed(int place, Func<LeftMessage, LeftMessage> change, string words)
        {
            var untouched = left[place];
            left[place] = change(untouched);
            Noticed(simulation, words);
            left[place] = untouched;
        }

        void Gone(int place, string words)
        {
            var untouched = left[place];
            left.RemoveAt(place);
            Noticed(simulation, words);
            left.Insert(place, untouched);
        }

        var told = Find((one, reminder, state) => state.Door is not null && state.IsClosed && reminder.Occasion == (state.Kind == ReminderSubjectKind.Hearing ? ReminderOccasion.Closed : ReminderOccasion.Notice)
            && one.At <= state.Door.Instant && state.Until >= state.Door.Instant && state.Door.Instant + (hour * 7) < simulation.Now);
        Gone(told, "and nobody says so");
        left.Add(left[told] with { At = left[told].At + hour });
        Noticed(simulation, "was told of 2 times");
        left.RemoveAt(left.Count - 1);

        var place = Find((_, reminder, state) => simulation.PersonOf(state.Person).IsDetailed && reminder.Occasion == ReminderOccasion.OneDay);
        var address = history.Of(reminders[left[place].Message.Tag])[^1].Address;
        Changed(place, one => one with { Message = one.Message with { Text = one.Message.Text.Replace(address, simulation.Places.Addresses.First(other => other != address), StringComparison.Ordinal) } }, "which is not the place of");
        Changed(place, one => one with { Message = one.Message with { Text = "SDC: " } }, "does not name the place");
        Changed(Find((_, _, state) => !simulation.PersonOf(state.Person).IsDetailed), one => one with { Message = one.Message with { Text = one.Message.Text + address } }, "who did not choose details");

        var moved = Find((_, _, state) => state is { Kind: ReminderSubjectKind.CheckIn, IsScheduled: true } && state.Until + hour < simulation.Now);
        var until = history.Of(reminders[left[moved].Message.Tag]).Last(state => state.IsOf(reminders[left[moved].Message.Tag])).Until;
        Changed(moved, one => one with { At = until + hour }, "when there was CheckIn");
        var closed = Find((_, _, state) => state is { Kind: ReminderSubjectKind.Hearing, IsClosed: true });
        var three = reminders.Values.First(reminder => reminder.Occasion == ReminderOccasion.ThreeDays
            && history.Of(reminder).Any(state => state.IsOf(reminder) && state.IsClosed && state.From < simulation.Now && simulation.Now < state.Until)
            && history.Of(reminder).All(state => state.Version <= reminder.Subject.Version));
        left.Add(left[closed] with { At = simulation.Now, Message = left[closed].Message with { Tag = three.Id } });
        Noticed(simulation, "for a closed door");
        left.RemoveAt(left.Count - 1);

        var near = Find((one, reminder, state) => reminder.Occasion == ReminderOccasion.Notice && state is { Kind: ReminderSubjectKind.Hearing, IsScheduled: true, Door: null } && state.Until > state.Instant
            && state.Instant < simulation.Now && state.Instant - one.At < hour * 18);
        Gone(near, "is near, and is neither told nor on the list");

        // The administrator's word is changed behind the product's back.
        var announced = simulation.Administrator.Closures.First(closure => history.States.Any(state => state.Door?.ClosureId == closure.Operation.Value));
        announced.WithdrawnAt = Instant.MinValue;
        Noticed(simulation, "was closed at");
        announced.WithdrawnAt = null;
        var missed = history.States.First(state => state.IsMissed && simulation.Administrator.Closures.Exists(closure => closure.PlaceId == state.Place));
        await MovedAsync(simulation, missed);
        Noticed(simulation, "counts as missed");
        Noticed(simulation, "stands before a closed door");

        var forgotten = reminders.Values.First(reminder => reminder is { Subject.Kind: ReminderSubjectKind.CheckIn, Occasion: ReminderOccasion.OneDay, State: ReminderState.Delivered }
            && history.Of(reminder).Any(state => state.IsOf(reminder) && state is { IsScheduled: true, Door: null }) && history.Of(reminder).All(state => state.Version <= reminder.Subject.Version));
        await simulation.Truth.DropAsync(forgotten.Id.Cardholder, DocketRows.ReminderPrefix + forgotten.Id);
        Noticed(simulation, "OneDay of CheckIn");
    }

    [Fact]
    public async Task A_broken_promise_about_what_people_read_is_noticed()
    {
        var simulation = new Simulation.Simulation(new() { People = 400, Seed = 10, Length = Duration.FromDays(4) });
        Assert.Empty(simulation.Run().Violations);
        var items = new InboxRecord(simulation.Observer).Items;
        var deeds = simulation.Desk.Deeds;

        var refused = deeds.First(deed => deed.Outcome == "item-done" && deeds.Exists(other => other.ItemId == deed.ItemId && other.Outcome == Deed.Done));
        refused.Outcome = Deed.Done;
        Noticed(simulation, "has 2 ends");
        refused.Outcome = "item-done";
        var only = deeds.First(deed => deed.Outcome == Deed.Done && deeds.Count(other => other.ItemId == deed.ItemId) == 1);
        only.Outcome = "item-taken";
        Noticed(simulation, "and nobody did it");
        only.Outcome = Deed.Done;

        var reminders = await RemindersAsync(simulation);
        var left = simulation.Provider.Left;
        var answer = left.FindIndex(one => reminders.TryGetValue(one.Message.Tag, out var reminder) && reminder is { Words: not null, State: ReminderState.Delivered });
        left.Add(left[answer]);
        Noticed(simulation, "The answer to");
        left.RemoveAt(left.Count - 1);

        var item = items.First(worded => worded.Words.Contains(Sayings.Mark, StringComparison.Ordinal) && reminders.Values.Any(reminder => reminder.Raised == worded.Id));
        var (partition, row) = simulation.Truth.RowsOf(TableNames.Inbox).Single(found => found.Row.Key.EndsWith(item.Id, StringComparison.Ordinal));
        await simulation.Truth.CommitAsync(TableNames.Inbox, partition, [RowWrite.Put("0" + item.Id[1..], row.Json)], default);
        Noticed(simulation, "is 2 items");
        await simulation.Truth.CommitAsync(TableNames.Inbox, partition, [RowWrite.Delete("0" + item.Id[1..], null), RowWrite.Delete(row.Key, null)], default);
        Noticed(simulation, "and nobody reads it");
        Noticed(simulation, "and there is no item");
        await simulation.Truth.CommitAsync(TableNames.Inbox, partition, [RowWrite.Put(row.Key, row.Json)], default);
        Assert.Empty(SimulationCheck.Of(simulation).Violations);

        await simulation.Truth.PutAsync(item.Item.Cardholder, "~~words", $"{{\"words\":\"{item.Words}\"}}");
        Noticed(simulation, "The words of a text are in");
    }

    /// <summary>A closure of the place of a date is of its day, and was announced and told long before.</summary>
    private static async Task MovedAsync(Simulation.Simulation simulation, DateState date)
    {
        var announced = simulation.Administrator.Closures.First(closure => closure.PlaceId == date.Place);
        await simulation.Observer.Closures.ChangeAsync(
            announced.Kind,
            announced.PlaceId,
            closures => [.. closures.Select(closure => closure.Id != announced.Operation.Value ? closure : closure with { Day = date.Start.Date, From = null, To = null, At = Instant.MinValue, Status = ClosureStatus.Told })],
            default);
        announced.WithdrawalBegunAt = null;
    }

    private static async Task<Dictionary<ReminderId, Reminder>> RemindersAsync(Simulation.Simulation simulation)
    {
        Dictionary<ReminderId, Reminder> reminders = [];
        foreach (var person in simulation.People)
        {
            foreach (var reminder in (await simulation.Observer.Dockets.LoadAsync(person.Id, default))!.Reminders)
                reminders[reminder.Id] = reminder;
        }

        return reminders;
    }

    private static async Task<LeftMessage> WelcomeAsync(Simulation.Simulation simulation)
    {
        foreach (var left in simulation.Provider.Left)
        {
            var docket = (await simulation.Observer.Dockets.LoadAsync(left.Message.Tag.Cardholder, default))!;
            if (docket.Reminders.Any(reminder => reminder.Id == left.Message.Tag && reminder.Subject.Id == ReminderText.NewNumber))
            {
                return left;
            }
        }

        throw new InvalidOperationException("Nobody got a first text.");
    }

    /// <summary>A phone of one person, who said "1" once, which is on record, and was texted again later.</summary>
    private static async Task<SimulatedPhone> AnsweredOnceAsync(Simulation.Simulation simulation)
    {
        foreach (var person in simulation.People.Where(person => person.IsAlone && person.Numbers.Count == 1 && person.Mobile is not null))
        {
            var phone = simulation.PhoneOf(person.Mobile!);
            if (phone.Texts is [{ Meaning: Meaning.Come, Sms.Text: "1", HeardAt: not null } said]
                && simulation.Provider.Left.Exists(left => left.Message.To == phone.Number && left.At > said.At + Duration.FromHours(5))
                && (await simulation.Observer.Dockets.LoadAsync(person.Id, default))!.Reminders.Any(reminder => reminder.AnsweredAt == said.At && reminder.Answer == ReminderAnswer.WillCome))
            {
                return phone;
            }
        }

        throw new InvalidOperationException("Nobody answered once.");
    }

    private static void Noticed(Simulation.Simulation simulation, string words) =>
        Assert.Contains(SimulationCheck.Of(simulation).Violations, violation => violation.Contains(words, StringComparison.Ordinal));

    private static List<(Instant, string, string)> History(Simulation.Simulation simulation) =>
        [.. simulation.Provider.Left.Select(left => (left.At, left.Message.Tag.ToString(), left.Message.Text))];
}
