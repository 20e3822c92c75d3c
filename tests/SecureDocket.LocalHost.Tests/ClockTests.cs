using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Files;
using SecureDocket.LocalHost.Functions;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The clock that can be put forward, over a real time that stands still unless the test moves it.</summary>
public sealed class ClockTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 30, TimeSpan.Zero);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("clock-").FullName;
    private readonly ManualClock _real = new(s_start);
    private readonly Calls _calls = new();
    private readonly ServiceProvider _services;
    private readonly LocalClock _clock;

    public ClockTests()
    {
        _clock = new(_folder, _real);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddSingleton(_calls).AddSingleton<ClockWalk>();
        var worker = new LocalWorkerBuilder(services);
        var methods = typeof(Functions).GetMethods().Where(method => method.IsDefined(typeof(FunctionAttribute), false)).ToList();
        services.AddSingleton(provider => new LocalTimers(methods, worker, provider));
        services.AddSingleton(provider => new LocalQueues(methods, worker, provider, Path.Combine(_folder, "queues")));
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    private ClockWalk Walk => _services.GetRequiredService<ClockWalk>();

    [Fact]
    public void The_clock_goes_with_real_time_forward_only_and_on_after_a_restart()
    {
        Assert.Equal(s_start, _clock.GetUtcNow());
        _clock.MoveTo(s_start.AddDays(3));
        _clock.MoveTo(s_start.AddDays(2));
        _real.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(s_start.AddDays(3).AddMinutes(5), _clock.GetUtcNow());
        Assert.Equal(s_start.AddDays(3).AddMinutes(5), new LocalClock(_folder, _real).GetUtcNow());
    }

    [Fact]
    public void An_offset_that_is_none_is_told_with_what_to_do()
    {
        File.WriteAllText(Path.Combine(_folder, "clock-offset"), "soon");
        Assert.Contains("clock-offset", Assert.Throws<LocalHostException>(() => new LocalClock(_folder, _real)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_walk_runs_a_timer_once_in_each_step_in_which_it_is_due()
    {
        await WalkAsync(TimeSpan.FromDays(7));

        Assert.Equal(s_start.AddDays(7), _clock.GetUtcNow());
        Assert.Equal(7 * 24 * 2, _calls.Count("minute"));
        Assert.Equal(7 * 24, _calls.Count("hourly"));
        Assert.Equal(7, _calls.Count("daily"));
        Assert.Equal(["daily 01T04:30", "daily 02T04:30"], _calls.Trace.Where(call => call.StartsWith("daily", StringComparison.Ordinal)).Take(2));
        Assert.Equal(s_start.AddDays(7), new LocalClock(_folder, _real).GetUtcNow());
    }

    [Fact]
    public async Task What_a_timer_puts_into_a_queue_is_met_in_the_same_step()
    {
        _calls.Do = call =>
        {
            if (call.StartsWith("hourly", StringComparison.Ordinal))
            {
                _services.GetRequiredService<LocalQueues>().Add("orders", "from " + call);
            }

            return Task.CompletedTask;
        };
        await WalkAsync(TimeSpan.FromHours(2));

        Assert.Equal(
            ["hourly 01T00:30", "order from hourly 01T00:30", "hourly 01T01:30", "order from hourly 01T01:30"],
            _calls.Trace.Where(call => !call.StartsWith("minute", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task There_is_one_walk_at_a_time_and_it_tells_where_to()
    {
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Do = _ => free.Task;
        var first = Walk.Begin(TimeSpan.FromHours(1), default)!;

        Assert.Equal(s_start.AddHours(1), Walk.UnderWay!.Target);
        Assert.Null(Walk.Begin(TimeSpan.FromHours(1), default));

        free.SetResult();
        await first.WaitAsync(s_limit);
        Assert.Null(Walk.UnderWay);
        Assert.Equal(s_start.AddHours(1), _clock.GetUtcNow());
        await WalkAsync(TimeSpan.FromHours(1));
        Assert.Equal(s_start.AddHours(2), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_walk_that_the_end_of_the_host_cuts_short_leaves_the_clock_where_it_came_to()
    {
        using var stop = new CancellationTokenSource();
        _calls.Do = call => call == "daily 01T04:30" ? stop.CancelAsync() : Task.CompletedTask;
        await Walk.Begin(TimeSpan.FromDays(7), stop.Token)!.WaitAsync(s_limit);

        Assert.Null(Walk.UnderWay);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 4, 30, 0, TimeSpan.Zero), new LocalClock(_folder, _real).GetUtcNow());
    }

    [Fact]
    public async Task Schedules_stand_still_during_a_walk_and_go_on_by_the_new_time()
    {
        using var scheduled = new ScheduledTimers(_services.GetRequiredService<LocalTimers>());
        await scheduled.StartAsync(default);
        await _real.WaitedForAsync(s_start.AddSeconds(30)).WaitAsync(s_limit);
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Do = _ =>
        {
            begun.TrySetResult();
            return free.Task;
        };

        // 00:00:30 to 04:29:30; in the midst of it real time passes a minute mark.
        var walk = Walk.Begin(TimeSpan.FromMinutes(269), default)!;
        await begun.Task.WaitAsync(s_limit);
        _real.Advance(TimeSpan.FromSeconds(40));
        _calls.Do = _ => Task.CompletedTask;
        free.SetResult();
        await walk.WaitAsync(s_limit);
        Assert.Equal(9, _calls.Count("minute"));
        Assert.Equal(0, _calls.Count("daily"));

        // The walk ended at 04:29:30 of its clock: the daily timer is half a minute away, where it was four hours.
        await _real.WaitedForAsync(s_start.AddSeconds(70)).WaitAsync(s_limit);
        _real.Advance(TimeSpan.FromSeconds(30));
        await _calls.SeenAsync("daily 01T04:30").WaitAsync(s_limit);
        await scheduled.StopAsync(default).WaitAsync(s_limit);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task WalkAsync(TimeSpan by) => Walk.Begin(by, default)!.WaitAsync(s_limit);

    /// <summary>Functions that are due often, now and then, and by a message.</summary>
    public sealed class Functions(Calls calls, TimeProvider clock)
    {
        [Function("EveryMinute")]
        public Task EveryMinute([TimerTrigger("0 * * * * *")] TimerInfo timer) => calls.RunAsync($"minute {clock.GetUtcNow():dd'T'HH:mm}");

        [Function("Hourly")]
        public Task Hourly([TimerTrigger("0 5 * * * *")] TimerInfo timer) => calls.RunAsync($"hourly {clock.GetUtcNow():dd'T'HH:mm}");

        [Function("Daily")]
        public Task Daily([TimerTrigger("0 30 4 * * *")] TimerInfo timer) => calls.RunAsync($"daily {clock.GetUtcNow():dd'T'HH:mm}");

        [Function("OnOrder")]
        public Task OnOrder([QueueTrigger("orders")] string message) => calls.RunAsync($"order {message}");
    }

    /// <summary>What the functions did and shall do.</summary>
    public sealed class Calls
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _seen = new();

        public ConcurrentQueue<string> Trace { get; } = new();

        public Func<string, Task> Do { get; set; } = _ => Task.CompletedTask;

        public int Count(string kind) => Trace.Count(call => call.StartsWith(kind, StringComparison.Ordinal));

        public Task SeenAsync(string call) => Source(call).Task;

        public Task RunAsync(string call)
        {
            Trace.Enqueue(call);
            Source(call).TrySetResult();
            return Do(call);
        }

        private TaskCompletionSource Source(string call) => _seen.GetOrAdd(call, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
