using NodaTime;
using SecureDocket.Dockets;
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
    [InlineData("the clocks go back", 2_000, 11, "2026-10-29T12:00:00Z", 168)]
    [InlineData("the clocks go forward", 300, 12, "2027-03-11T12:00:00Z", 120)]
    [InlineData("leap day", 100, 13, "2028-02-25T12:00:00Z", 168)]
    public void Nothing_is_lost_doubled_or_sent_at_night(string when, int peoplePerChange, int seed, string start, int hours)
    {
        var people = LongRun.Of(peoplePerChange, times: 10);
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
        await simulation.Truth.CommitAsync(TableNames.Dockets, untouched.Message.Tag.Cardholder.ToString(), [RowWrite.Delete(row, null)], default);
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
                && (await simulation.Observer.Dockets.LoadAsync(person.Id, default))!.Reminders.Any(reminder => reminder.AnsweredAt == said.At))
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
