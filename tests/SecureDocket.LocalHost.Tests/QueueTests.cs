using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.LocalHost.Functions;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>Queue functions, with a clock that moves when the test says so and a folder that outlives the host.</summary>
public sealed class QueueTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("queues-").FullName;
    private readonly ManualClock _clock = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Calls _calls = new();
    private readonly List<ServiceProvider> _hosts = [];

    private static string[] Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

    [Fact]
    public async Task A_message_is_met_once_by_its_queues_function_the_oldest_first()
    {
        var queues = Host();
        queues.Add("orders", "a");
        queues.Add("orders", "b");
        queues.Add("nobodys", "c");

        await queues.DrainAsync(default);
        await queues.DrainAsync(default);

        Assert.Equal(["Order a", "Order b"], _calls.Trace);
        Assert.Contains("\"c\"", File.ReadAllText(Assert.Single(Files(_folder))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_fails_is_tried_five_times_with_growing_waits_and_then_is_poison()
    {
        _calls.Do = call => call == "Order bad" ? throw new InvalidOperationException("broken") : Task.CompletedTask;
        var queues = Host();
        queues.Add("orders", "bad");
        queues.Add("orders", "good");
        List<double> tries = [];
        for (var second = 0; second <= 120; second++)
        {
            var before = _calls.Trace.Count(call => call == "Order bad");
            await queues.DrainAsync(default);
            tries.AddRange(_calls.Trace.Count(call => call == "Order bad") > before ? [second] : []);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 1, 5, 21, 85], tries);
        Assert.Equal(["Order bad", "Order good", "Order bad", "Order bad", "Order bad", "Order bad", "Poison bad"], _calls.Trace);
        Assert.Empty(Files(_folder));
    }

    [Fact]
    public async Task Poison_that_fails_stays_and_is_tried_again()
    {
        _calls.Do = _ => throw new InvalidOperationException("broken");
        var queues = Host();
        queues.Add("orders-poison", "bad");
        for (var minute = 0; minute < 20; minute++)
        {
            await queues.DrainAsync(default);
            _clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(20, _calls.Trace.Count);
        Assert.Equal(Path.Combine(_folder, "orders-poison"), Path.GetDirectoryName(Assert.Single(Files(_folder))));
    }

    [Fact]
    public async Task A_host_that_is_killed_before_the_function_returned_leaves_the_message_to_the_next()
    {
        var forever = new TaskCompletionSource();
        _calls.Do = _ => forever.Task;
        var killed = Host();
        killed.Add("orders", "a");
        killed.Add("orders", "b");
        _ = killed.DrainAsync(default);
        Assert.Equal(["Order a"], _calls.Trace);

        _calls.Do = _ => Task.CompletedTask;
        await Host().DrainAsync(default);
        await Host().DrainAsync(default);

        Assert.Equal(["Order a", "Order a", "Order b"], _calls.Trace);
        Assert.Empty(Files(_folder));
    }

    [Fact]
    public async Task A_message_that_kills_the_host_five_times_is_poison_without_a_sixth()
    {
        Host().Add("orders", "deadly");
        var forever = new TaskCompletionSource();
        _calls.Do = _ => forever.Task;
        for (var life = 0; life < LocalQueues.MaxTries; life++)
        {
            _ = Host().DrainAsync(default);
        }

        _calls.Do = _ => Task.CompletedTask;
        await Host().DrainAsync(default);

        Assert.Equal([.. Enumerable.Repeat("Order deadly", 5), "Poison deadly"], _calls.Trace);
        Assert.Empty(Files(_folder));
    }

    [Fact]
    public async Task The_end_of_the_host_is_no_failure_of_the_message()
    {
        using var stop = new CancellationTokenSource();
        _calls.Do = async _ =>
        {
            await stop.CancelAsync();
            stop.Token.ThrowIfCancellationRequested();
        };
        var queues = Host();
        queues.Add("orders", "a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queues.DrainAsync(stop.Token));

        Assert.Contains("\"Tries\":0", File.ReadAllText(Assert.Single(Files(_folder))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delayed_message_waits_for_its_time_and_can_be_taken_back_until_then()
    {
        var queues = Host();
        var taken = queues.Add("orders", "taken back", TimeSpan.FromHours(1));
        queues.Add("orders", "late", TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        await queues.DrainAsync(default);
        Assert.Empty(_calls.Trace);

        Assert.True(queues.Remove("orders", taken));
        Assert.False(queues.Remove("orders", taken));
        _clock.Advance(TimeSpan.FromTicks(1));
        await Host().DrainAsync(default);

        Assert.Equal(["Order late"], _calls.Trace);
    }

    [Fact]
    public async Task What_a_function_is_called_with_cannot_be_taken_back()
    {
        var queues = Host();
        var id = queues.Add("orders", "a");
        var removed = true;
        _calls.Do = _ =>
        {
            removed = queues.Remove("orders", id);
            return Task.CompletedTask;
        };
        await queues.DrainAsync(default);
        Assert.False(removed);
    }

    [Fact]
    public async Task A_message_that_comes_while_the_host_runs_is_met_at_once()
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Do = _ =>
        {
            met.SetResult();
            return Task.CompletedTask;
        };
        var queues = Host();
        using var watched = new WatchedQueues(queues);
        await watched.StartAsync(default);

        queues.Add("orders", "a");
        await met.Task.WaitAsync(s_limit);
        await watched.StopAsync(default).WaitAsync(s_limit);

        Assert.Equal(["Order a"], _calls.Trace);
    }

    [Fact]
    public async Task A_function_is_found_by_its_name_and_run_with_any_text_and_its_failure_stays_here()
    {
        _calls.Do = _ => throw new InvalidOperationException("broken");
        var queues = Host();

        Assert.Null(queues.Find("Orders"));
        await queues.RunAsync(queues.Find("oNorder")!, "by hand", default);

        Assert.Equal(["Order by hand"], _calls.Trace);
        Assert.Empty(Files(_folder));
    }

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Queues over the folder, as a host that has just started has them. Those before it are never asked to end: they were killed.</summary>
    private LocalQueues Host()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddSingleton(_calls);
        var worker = new LocalWorkerBuilder(services);
        var host = services.BuildServiceProvider();
        _hosts.Add(host);
        return new(typeof(Functions).GetMethods().Where(method => method.IsDefined(typeof(FunctionAttribute), false)), worker, host, _folder);
    }

    /// <summary>A queue's function and its poison's.</summary>
    public sealed class Functions(Calls calls)
    {
        [Function("OnOrder")]
        public Task OnOrder([QueueTrigger("orders")] string message, CancellationToken cancellationToken) => calls.RunAsync($"Order {message}");

        [Function("OnPoison")]
        public Task OnPoison([QueueTrigger("orders-poison")] string message) => calls.RunAsync($"Poison {message}");
    }

    /// <summary>What the functions did and shall do.</summary>
    public sealed class Calls
    {
        public ConcurrentQueue<string> Trace { get; } = new();

        public Func<string, Task> Do { get; set; } = _ => Task.CompletedTask;

        public Task RunAsync(string call)
        {
            Trace.Enqueue(call);
            return Do(call);
        }
    }
}
