using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureDocket.LocalHost.Functions;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>Timer functions on their schedules, with a clock that moves when the test says so.</summary>
public sealed class TimerTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 30, TimeSpan.Zero);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly ManualClock _clock = new(s_start);
    private readonly Calls _calls = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ServiceProvider _services;
    private readonly ScheduledTimers _scheduled;

    public TimerTests()
    {
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new Failures(_failures))).AddSingleton<TimeProvider>(_clock).AddSingleton(_calls).AddScoped<Scoped>();
        var worker = new LocalWorkerBuilder(services);
        worker.Use(next => async context =>
        {
            _calls.Trace.Enqueue($"before {context.FunctionDefinition.Name} {context.GetHttpContext() is null}");
            await next(context);
            _calls.Trace.Enqueue("after");
        });
        services.AddSingleton(provider => new LocalTimers(typeof(Functions).GetMethods().Where(method => method.IsDefined(typeof(FunctionAttribute), false)), worker, provider));
        _services = services.BuildServiceProvider(validateScopes: true);
        _scheduled = ActivatorUtilities.CreateInstance<ScheduledTimers>(_services);
    }

    private LocalTimer Every5Minutes => _services.GetRequiredService<LocalTimers>().Find("every5minutes")!;

    public Task InitializeAsync() => _scheduled.StartAsync(default);

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _scheduled.StopAsync(default);
        await _services.DisposeAsync();
    }

    public void Dispose()
    {
        _scheduled.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task A_timer_runs_at_each_of_its_moments_and_not_before()
    {
        await WaitedForAsync(At(5));
        _clock.Advance(At(5) - s_start - TimeSpan.FromTicks(1));
        Assert.Empty(_calls.Trace);

        _clock.Advance(TimeSpan.FromTicks(1));
        await _calls.NextAsync();
        await WaitedForAsync(At(10));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await _calls.NextAsync();
        await WaitedForAsync(At(15));

        Assert.Equal(["before Every5Minutes True", "call 00:05", "after", "before Every5Minutes True", "call 00:10", "after"], _calls.Trace);
    }

    [Fact]
    public async Task A_wait_that_begins_between_milliseconds_ends_after_its_moment()
    {
        await WaitedForAsync(At(5));
        await Task.Run(() => _clock.Advance(At(5) - s_start + TimeSpan.FromTicks(3))).WaitAsync(s_limit);
        await _calls.NextAsync();

        await WaitedForAsync(At(10));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await _calls.NextAsync();
        await WaitedForAsync(At(15));

        Assert.Equal(2, _calls.Count);
    }

    [Fact]
    public async Task A_timer_is_told_its_last_and_its_next_moment()
    {
        await WaitedForAsync(At(5));
        _clock.Advance(At(5) - s_start);
        var first = await _calls.NextAsync();
        await WaitedForAsync(At(10));
        _clock.Advance(TimeSpan.FromMinutes(5));
        var second = await _calls.NextAsync();

        Assert.Equal((DateTime.MinValue, At(10).UtcDateTime), (first.ScheduleStatus!.Last, first.ScheduleStatus.Next));
        Assert.Equal((At(5).UtcDateTime, At(15).UtcDateTime), (second.ScheduleStatus!.Last, second.ScheduleStatus.Next));
        Assert.False(first.IsPastDue);
    }

    [Fact]
    public async Task A_schedule_goes_on_after_a_failure_which_is_logged()
    {
        _calls.Do = _ => throw new InvalidOperationException("broken");
        await WaitedForAsync(At(5));
        _clock.Advance(At(5) - s_start);
        await _calls.NextAsync();
        await WaitedForAsync(At(10));
        Assert.Equal(["Every5Minutes failed. InvalidOperationException"], _failures);

        _calls.Do = _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromMinutes(5));
        await _calls.NextAsync();
        await WaitedForAsync(At(15));
        Assert.Single(_failures);
    }

    [Fact]
    public async Task Moments_that_pass_during_a_call_are_not_made_up_for()
    {
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Do = stop => free.Task.WaitAsync(stop);
        await WaitedForAsync(At(5));
        _clock.Advance(At(5) - s_start);
        await _calls.NextAsync();
        _clock.Advance(TimeSpan.FromMinutes(17));
        free.SetResult();

        await WaitedForAsync(At(25));
        Assert.Equal(1, _calls.Count);
    }

    [Fact]
    public async Task A_timer_that_is_asked_to_run_waits_for_its_call_under_way()
    {
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Do = stop => free.Task.WaitAsync(stop);
        await WaitedForAsync(At(5));
        _clock.Advance(At(5) - s_start);
        await _calls.NextAsync();

        var asked = Task.WhenAll(Every5Minutes.RunAsync(_end.Token), Every5Minutes.RunAsync(_end.Token));
        Assert.Equal(1, _calls.Count);
        free.SetResult();
        await asked.WaitAsync(s_limit);

        Assert.Equal((3, 1), (_calls.Count, _calls.MostAtOnce));
    }

    [Fact]
    public async Task The_end_of_the_host_ends_a_call_that_is_under_way_and_is_no_failure()
    {
        _calls.Do = stop => Task.Delay(Timeout.Infinite, stop);
        await WaitedForAsync(At(5));
        _clock.Advance(At(5) - s_start);
        await _calls.NextAsync();
        using var mine = new CancellationTokenSource();
        var asked = Every5Minutes.RunAsync(mine.Token);

        await _scheduled.StopAsync(default).WaitAsync(s_limit);
        await mine.CancelAsync();
        await asked.WaitAsync(s_limit);

        Assert.Empty(_failures);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain("after", _calls.Trace);
    }

    [Fact]
    public async Task The_end_of_the_host_ends_the_wait_for_a_moment()
    {
        await WaitedForAsync(At(5));

        await _scheduled.StopAsync(default).WaitAsync(s_limit);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(_calls.Trace);
    }

    [Fact]
    public async Task A_moment_that_is_far_away_is_waited_for()
    {
        // The wait is longer than any single one can be.
        for (var day = s_start.AddDays(1); day < Functions.NewYear; day = day.AddDays(1))
        {
            await WaitedForAsync(day);
            _clock.Advance(day - _clock.GetUtcNow());
        }

        await WaitedForAsync(Functions.NewYear);
        Assert.DoesNotContain("new year", _calls.Trace);
        _clock.Advance(Functions.NewYear - _clock.GetUtcNow());
        await WaitedForAsync(Functions.NewYear.AddDays(1));
        Assert.Single(_calls.Trace, "new year");
    }

    [Fact]
    public void A_name_that_is_no_timers_finds_nothing()
    {
        var timers = _services.GetRequiredService<LocalTimers>();

        Assert.Null(timers.Find("Every5Minute"));
        Assert.Null(timers.Find("OverHttp"));
        Assert.Equal("NewYear", timers.Find("NEWYEAR")!.Name);
    }

    private static DateTimeOffset At(int minutes) => s_start.AddSeconds(-30).AddMinutes(minutes);

    private Task WaitedForAsync(DateTimeOffset moment) => _clock.WaitedForAsync(moment).WaitAsync(s_limit);

    /// <summary>Functions of every kind that matters here.</summary>
    public sealed class Functions(Calls calls, TimeProvider clock)
    {
        public static readonly DateTimeOffset NewYear = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

        [Function("Every5Minutes")]
        public Task Every5Minutes([TimerTrigger("0 */5 * * * *")] TimerInfo timer, FunctionContext context, CancellationToken cancellationToken)
        {
            context.InstanceServices.GetRequiredService<Scoped>();
            calls.Trace.Enqueue($"call {clock.GetUtcNow():HH:mm}");
            return calls.RunAsync(timer, cancellationToken);
        }

        [Function("NewYear")]
        public void OnNewYear([TimerTrigger("0 0 1 1 *")] TimerInfo timer) => calls.Trace.Enqueue("new year");

        [Function("Never")]
        public void Never([TimerTrigger("0 0 0 30 2 *")] TimerInfo timer) => calls.Trace.Enqueue("never");

        [Function("OverHttp")]
        public void OverHttp([HttpTrigger(AuthorizationLevel.Anonymous, "get")] Microsoft.AspNetCore.Http.HttpRequest request) => calls.Trace.Enqueue("over HTTP");
    }

    /// <summary>A service that only a scope may give.</summary>
    public sealed class Scoped;

    /// <summary>What the functions did and shall do.</summary>
    public sealed class Calls
    {
        private readonly Channel<TimerInfo> _begun = Channel.CreateUnbounded<TimerInfo>();
        private int _count;
        private int _now;
        private int _most;

        public ConcurrentQueue<string> Trace { get; } = new();

        public Func<CancellationToken, Task> Do { get; set; } = _ => Task.CompletedTask;

        public int Count => Volatile.Read(ref _count);

        public int MostAtOnce => Volatile.Read(ref _most);

        public async Task<TimerInfo> NextAsync()
        {
            using var limit = new CancellationTokenSource(s_limit);
            return await _begun.Reader.ReadAsync(limit.Token);
        }

        public async Task RunAsync(TimerInfo timer, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            _most = Math.Max(_most, Interlocked.Increment(ref _now));
            _begun.Writer.TryWrite(timer);
            try
            {
                await Do(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }

    private sealed class Failures(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                lines.Enqueue($"{formatter(state, exception)} {exception?.GetType().Name}");
        }

        public void Dispose()
        {
            // Nothing to give back; the lines are read after the end.
        }
    }
}
