using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>
/// Planning, sending, settling and replanning meet every fault at every call that they make. The calls are not written down
/// anywhere: they are those of a run in which nothing goes wrong.
/// </summary>
public sealed class ReminderCrashTests
{
    // Two days ahead: a notice and one reminder.
    private const string First = "2030-06-05T09:00";
    private const string Moved = "2030-06-05T16:00";

    private static readonly Duration s_afterwards = Duration.FromHours(27);

    /// <summary>What is tried: how its world is prepared, and what is then done in it.</summary>
    private static readonly Dictionary<string, Operation> s_operations = new()
    {
        ["set a hearing"] = new(_ => Task.CompletedTask, (world, id) => WordAsync(world, id, Dates.Hearing(First)), IsCommand: true),
        ["move a hearing told of"] = new(ToldAsync, (world, id) => WordAsync(world, id, Dates.Hearing(Moved, 2)), IsCommand: true),
        ["move a hearing not told of"] = new(SetAsync, (world, id) => WordAsync(world, id, Dates.Hearing(Moved, 2)), IsCommand: true),
        ["cancel a hearing told of"] = new(ToldAsync, (world, id) => WordAsync(world, id, Dates.Hearing(First, 2, cancelled: true)), IsCommand: true),
        ["cancel a hearing not told of"] = new(SetAsync, (world, id) => WordAsync(world, id, Dates.Hearing(First, 2, cancelled: true)), IsCommand: true),
        ["cancel a hearing where another has to leave"] = new(
            async scene =>
            {
                for (var hearing = 0; hearing < 20; hearing++)
                {
                    await scene.World.PutAsync(scene.Cardholder, Dates.Hearing(First, id: $"C-{hearing}", cancelled: true));
                }

                await SetAsync(scene);
            },
            (world, id) => WordAsync(world, id, Dates.Hearing(First, 2, cancelled: true)),
            IsCommand: true),
        ["send"] = new(SetAsync, SendAsync),
        ["send to who opted out"] = new(
            async scene =>
            {
                await SetAsync(scene);
                await scene.World.OptOutAsync();
            },
            SendAsync),
        ["find that it is too late"] = new(
            async scene =>
            {
                await scene.World.PutAsync(scene.Cardholder, Dates.Hearing("2030-06-03T12:30"));
                scene.World.Advance(Duration.FromMinutes(40));
            },
            SendAsync),
        ["put off until morning"] = new(
            async scene =>
            {
                scene.World.Advance(Duration.FromHours(8) - Duration.FromMinutes(10));
                await scene.World.Process.Send.ExecuteAsync(default);
                await SetAsync(scene);
                scene.World.Advance(Duration.FromMinutes(20));
            },
            SendAsync),
        ["send what is more than a docket's share, and older than a run looks back"] = new(
            async scene =>
            {
                for (var hearing = 0; hearing <= SendDueReminders.DocketShare; hearing++)
                {
                    await scene.World.PutAsync(scene.Cardholder, Dates.Hearing(First, id: $"H-{hearing}"));
                }

                scene.World.Advance(Duration.FromMinutes(55));
            },
            SendAsync),
        ["settle"] = new(
            async scene =>
            {
                await ToldAsync(scene);
                scene.World.Advance(Duration.FromHours(25));
                await scene.World.Process.Send.ExecuteAsync(default);
                await scene.World.Process.Settle.ExecuteAsync(default);
                scene.World.Advance(Duration.FromMinutes(20));
            },
            (world, _) => world.Process.Settle.ExecuteAsync(default)),
        ["replan"] = new(OutOfStepAsync, (world, _) => world.Process.Replan.ExecuteAsync(default), Replans: true),
    };

    public static TheoryData<string, CallFault, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, CallFault, bool>();
            foreach (var (name, operation) in s_operations)
            {
                foreach (var fault in Enum.GetValues<CallFault>())
                {
                    cases.Add(name, fault, false);
                    if (operation.IsCommand)
                    {
                        cases.Add(name, fault, true);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fault_at_any_call_sends_nothing_twice_and_leaves_nothing_unexplained(string name, CallFault fault, bool isRepeated)
    {
        var operation = s_operations[name];
        var dry = await SceneAsync(operation);
        dry.World.Tap.Restart();
        await operation.Act(dry.World, dry.Cardholder);
        var calls = dry.World.Tap.Calls;
        Assert.NotEmpty(calls);

        foreach (var call in calls)
        {
            var scene = await SceneAsync(operation);
            var (world, id) = (scene.World, scene.Cardholder);
            world.Tap.FailAt(call, fault);
            await TryAsync(() => operation.Act(world, id));
            Assert.Contains(call, world.Tap.Calls);
            var mayBeUnknown = fault != CallFault.NotDone && IsBetweenClaimAndOutcome(world.Tap.Calls, call);

            world.Tap.Restart();
            if (world.Process.IsDead)
            {
                world.Restart();
            }

            if (isRepeated)
            {
                world.Advance(Duration.FromSeconds(5));
                await operation.Act(world, id);
            }

            await RunOutAsync(world, operation.Replans);
            await AssertWholeAsync(world, id, mayBeUnknown, $"{name}, {fault} at {call.What} {call.Nth}");
        }
    }

    /// <summary>What holds of every world at its end, whatever befell it.</summary>
    private static async Task AssertWholeAsync(World world, CardholderId id, bool mayBeUnknown, string what)
    {
        var docket = await world.DocketAsync(id);
        await world.JournalAsync(id);
        Assert.True(world.OpenHints().Count == 0, $"{what} left hints open: {string.Join(", ", world.OpenHints())}");

        var left = world.Sms.Left.Select(sms => sms.Message.Tag).ToList();
        Assert.True(left.Distinct().Count() == left.Count, $"{what} sent a message twice.");
        Assert.All(left, tag => Assert.Contains(docket.Reminders, reminder => reminder.Id == tag));
        foreach (var reminder in docket.Reminders)
        {
            // No receipt ever comes here, so whatever left is Unknown in the end.
            var hasLeft = left.Contains(reminder.Id);
            Assert.True(reminder.IsSettled, $"{what} left {reminder.Occasion} {reminder.State}.");
            Assert.True(!hasLeft || reminder.State == ReminderState.Unknown, $"{what} sent {reminder.Occasion}, which is {reminder.State}.");
            Assert.True(hasLeft || reminder.State != ReminderState.Unknown || mayBeUnknown, $"{what} lost {reminder.Occasion}: {reminder.Reason}.");
        }

        var (counted, sent, explained) = (0, 0, 0);
        for (var day = World.Start.InUtc().Date; day <= world.Now.InUtc().Date; day = day.PlusDays(1))
        {
            var report = await world.NewProcess().Report.ExecuteAsync(day, default);
            counted += report.Due;
            sent += report.Counts.Where(count => count.State is ReminderState.Accepted or ReminderState.Delivered or ReminderState.Failed or ReminderState.Unknown).Sum(count => count.Count);
            explained += report.Counts.Where(count => count.State is >= ReminderState.Cancelled and <= ReminderState.Expired).Sum(count => count.Count);
        }

        Assert.True(counted == docket.Reminders.Count, $"{what}: {counted} of {docket.Reminders.Count} reminders are in the reports.");
        Assert.True(counted == sent + explained, $"{what}: {counted} were due, {sent} sent, {explained} explained.");
    }

    /// <summary>The timers run until everything is long past: each minute at first, and then whenever something is due.</summary>
    private static async Task RunOutAsync(World world, bool replans)
    {
        var end = Dates.Hearing(Moved).Instant + s_afterwards;
        for (var tick = 0; world.Now < end; tick++)
        {
            world.AdvanceTo(tick < 15 ? world.Now + Duration.FromMinutes(1) : NextTick(world));
            await world.Process.Send.ExecuteAsync(default);
            if (tick >= 15)
            {
                await world.Process.Settle.ExecuteAsync(default);
            }

            if (replans)
            {
                await world.Process.Replan.ExecuteAsync(default);
            }
        }
    }

    private static Instant NextTick(World world)
    {
        var (soonest, latest) = (world.Now + Duration.FromMinutes(5), world.Now + Duration.FromHours(6));
        var due = world.OpenHints().Select(DueReminders.TimeOf).Append(latest).Min();
        return Instant.Max(soonest, Instant.Min(due, latest));
    }

    private static async Task<Scene> SceneAsync(Operation operation)
    {
        var world = new World();
        await world.Process.Send.ExecuteAsync(default);
        await world.Process.Settle.ExecuteAsync(default);
        var scene = new Scene(world, await world.EnrollAsync());
        await operation.Prepare(scene);
        return scene;
    }

    private static async Task SetAsync(Scene scene) => await scene.World.PutAsync(scene.Cardholder, Dates.Hearing(First));

    private static async Task ToldAsync(Scene scene)
    {
        await SetAsync(scene);
        Assert.Equal(1, await scene.World.Process.Send.ExecuteAsync(default));
    }

    // The court's zone had another rule when the hearing was set, and a reminder has lost its row.
    private static async Task OutOfStepAsync(Scene scene)
    {
        var hearing = Dates.Hearing(First);
        var docket = await scene.World.PutAsync(scene.Cardholder, hearing with { TzdbVersion = "1999z", Instant = hearing.Instant + Duration.FromHours(1) });
        var lost = docket.Reminders.Single(reminder => reminder.Occasion == ReminderOccasion.OneDay);
        await scene.World.Tables.DropAsync(scene.Cardholder, DocketRows.ReminderPrefix + lost.Id);
    }

    private static async Task WordAsync(World world, CardholderId id, Hearing hearing)
    {
        var word = await world.Process.SetHearing.ExecuteAsync(new HearingEntry(await world.ANumberAsync(id), hearing) { Court = World.Court }, World.Registrar, default);
        Assert.False(word.IsRefused);
    }

    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception failure) when (failure is DependencyUnavailableException or ProcessKilledException)
        {
            // What the caller does about it comes next.
        }
    }

    private static async Task SendAsync(World world, CardholderId id) => await world.Process.Send.ExecuteAsync(default);

    private static bool IsBetweenClaimAndOutcome(IReadOnlyList<Call> calls, Call call)
    {
        const string Claim = "commit dockets reminder-claimed";
        var upTo = calls.TakeWhile(one => one != call).Append(call).ToList();
        var commits = upTo.Where(one => one.What.StartsWith("commit dockets", StringComparison.Ordinal)).Select(one => one.What).ToList();

        // A claim may be under way beside the call.
        var endsClaimed = calls.LastOrDefault(one => one.What.StartsWith("commit dockets", StringComparison.Ordinal))?.What == Claim;
        return endsClaimed || commits.LastOrDefault() == Claim || (commits is [.., Claim, var last] && call.What == last);
    }

    private sealed record Operation(Func<Scene, Task> Prepare, Func<World, CardholderId, Task> Act, bool IsCommand = false, bool Replans = false);

    private sealed record Scene(World World, CardholderId Cardholder);
}
