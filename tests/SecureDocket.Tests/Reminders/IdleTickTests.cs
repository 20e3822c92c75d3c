using NodaTime;
using SecureDocket.Reminders;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>What a run costs that has nothing to send, however much is planned.</summary>
public sealed class IdleTickTests
{
    /// <summary>Four shards of this ten minutes and the six before, and the mark read and written.</summary>
    internal const int Calls = (7 * 4) + 2;

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    [InlineData(300_000)]
    public async Task An_idle_run_costs_the_same_whatever_is_planned(int planned)
    {
        var world = new World();
        var due = new DueReminders(world.Tables, world.Clock);
        var subject = new ReminderSubject(ReminderSubjectKind.Hearing, "H-1", 1);
        for (var i = 0; i < planned; i++)
        {
            // Over a month, from the day after on.
            var at = World.Start + Duration.FromDays(1) + Duration.FromSeconds(i * 2_592_000L / planned);
            await due.AddAsync(ReminderId.Of(CardholderId.New(), subject, ReminderOccasion.Notice, 0), (Urgency)(i % 3), at, default);
        }

        for (var run = 0; run < 3; run++)
        {
            world.Tap.Restart();
            Assert.Equal(0, await world.Process.Send.ExecuteAsync(default));
            Assert.Equal(Calls, world.Tap.Calls.Count);
            Assert.Equal(
                [("commit watermarks", 1), ("find watermarks", 1), ("range due", Calls - 2)],
                world.Tap.Calls.GroupBy(call => call.What).Select(calls => (calls.Key, calls.Count())).OrderBy(calls => calls.Key, StringComparer.Ordinal));
            world.Advance(Duration.FromMinutes(7));
        }
    }

    [Fact]
    public async Task A_reminder_costs_five_calls_and_the_provider_s()
    {
        var world = new World();
        var id = await world.EnrollAsync();
        await world.PutAsync(id, Dates.Hearing("2030-06-03T22:00"));

        // A process learns its shard keys with the first docket that it reads.
        await world.Process.Dockets.LoadAsync(id, default);
        world.Tap.Restart();
        Assert.Equal(1, await world.Process.Send.ExecuteAsync(default));
        Assert.Equal(
            ["range dockets", "commit dockets reminder-claimed", "find phones", "sms", "commit dockets reminder-accepted", "commit due"],
            world.Tap.Calls.Select(call => call.What).Where(what => what is not ("range due" or "find watermarks" or "commit watermarks")));
        Assert.Equal(Calls + 2 + 6, world.Tap.Calls.Count);
    }
}
