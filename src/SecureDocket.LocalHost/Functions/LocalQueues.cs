using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace SecureDocket.LocalHost.Functions;

/// <summary>The queues of this process, stored in its data folder, and the worker's functions they trigger.</summary>
/// <remarks>
/// As on the Functions host, a message stays until its function has returned, so it may be delivered twice. A message that fails
/// <see cref="MaxTries"/> times moves to the poison queue, but not from a poison queue. Here each queue's messages are processed
/// one at a time.
/// </remarks>
public sealed partial class LocalQueues : IDisposable
{
    /// <summary>The number of attempts before a message counts as poison.</summary>
    public const int MaxTries = 5;

    private const string Poison = "-poison";

    // Delayed messages depend on a clock that can be moved, so it is polled.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, LocalQueue> _queues = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<QueueFunction> _functions;
    private readonly string _folder;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly ILogger<LocalQueues> _logger;
    private readonly SemaphoreSlim _added = new(0);

    /// <summary>Finds the functions with a queue trigger among <paramref name="methods"/>.</summary>
    internal LocalQueues(IEnumerable<MethodInfo> methods, LocalWorkerBuilder worker, IServiceProvider services, string folder)
    {
        _folder = folder;
        _scopes = services.GetRequiredService<IServiceScopeFactory>();
        _clock = services.GetRequiredService<TimeProvider>();
        _logger = services.GetRequiredService<ILogger<LocalQueues>>();
        _functions =
        [
            .. from method in methods
               let parameter = method.GetParameters().FirstOrDefault(parameter => parameter.IsDefined(typeof(QueueTriggerAttribute)))
               where parameter is not null
               select new QueueFunction(
                   new(method, worker), parameter.Name!, parameter.GetCustomAttribute<QueueTriggerAttribute>()!.QueueName),
        ];
    }

    /// <summary>Adds a message to a queue; it is on disk when this returns.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="text">The message.</param>
    /// <param name="delay">How long it stays invisible, by the host's clock.</param>
    /// <returns>The message's ID.</returns>
    public string Add(string queue, string text, TimeSpan delay = default)
    {
        var id = Queue(queue).Add(text, delay);
        _added.Release();
        return id;
    }

    /// <summary>Deletes a message unless a function is processing it; false when it is too late.</summary>
    public bool Remove(string queue, string id) => Queue(queue).Remove(id);

    /// <summary>Makes delayed messages visible, also those that no host has looked at yet, because the clock goes back.</summary>
    public void ShowAll(DateTimeOffset now)
    {
        var names = Directory.Exists(_folder) ? Directory.EnumerateDirectories(_folder).Select(folder => Path.GetFileName(folder)) : [];
        foreach (var name in names)
        {
            Queue(name).ShowAll(now);
        }
    }

    /// <summary>Calls functions until no queue with a function has a visible message.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        bool any;
        do
        {
            any = false;
            foreach (var function in _functions)
            {
                while (await TryNextAsync(function, cancellationToken))
                {
                    any = true;
                }
            }
        }
        while (any);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _added.Dispose();
        foreach (var queue in _queues.Values)
        {
            queue.Dispose();
        }
    }

    /// <summary>The queue function with this name, ignoring case; null when there is none.</summary>
    internal QueueFunction? Find(string name) =>
        _functions.FirstOrDefault(function => string.Equals(function.Function.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Calls a function with a text that is not in a queue. A failure is logged, not thrown, and not retried.</summary>
    internal async Task RunAsync(QueueFunction function, string text, CancellationToken stop)
    {
        try
        {
            await InvokeAsync(function, text, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host is shutting down.
        }
#pragma warning disable CA1031 // The boundary: the failure is logged.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            CallFailed(_logger, function.Function.Name, failure);
        }
    }

    /// <summary>Calls functions as messages become visible, until <paramref name="stop"/>.</summary>
    internal async Task WatchAsync(CancellationToken stop)
    {
        while (true)
        {
            await DrainAsync(stop);
            var waiting = _functions.Any(function => !Queue(function.Queue).IsEmpty);
            await _added.WaitAsync(waiting ? s_longestWait : Timeout.InfiniteTimeSpan, stop);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Function} failed with a message of {Queue} at attempt {Try}.")]
    private static partial void TryFailed(ILogger logger, string function, string queue, int @try, Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Function} failed.")]
    private static partial void CallFailed(ILogger logger, string function, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "A message of {Queue} was moved to {Poison}.")]
    private static partial void Poisoned(ILogger logger, string queue, string poison);

    // 1, 4, 16 and 64 seconds.
    private static TimeSpan WaitAfter(int tries) => TimeSpan.FromSeconds(Math.Pow(4, Math.Min(tries, MaxTries - 1) - 1));

    private LocalQueue Queue(string name)
    {
        lock (_queues)
        {
            return _queues.TryGetValue(name, out var found) ? found : _queues[name] = new(Path.Combine(_folder, name), _clock);
        }
    }

    private async Task<bool> TryNextAsync(QueueFunction function, CancellationToken stop)
    {
        var queue = Queue(function.Queue);
        await queue.Turn.WaitAsync(stop);
        try
        {
            if (queue.Take() is not { } message)
            {
                return false;
            }

            // Attempts exceeded: the host ended during the last one.
            var last = message.Tries >= MaxTries && !function.Queue.EndsWith(Poison, StringComparison.Ordinal);
            if ((last && message.Tries > MaxTries) || await FailsAsync(function, queue, message, stop))
            {
                if (last)
                {
                    // Added before it is deleted, because a duplicate is better than a loss.
                    Poisoned(_logger, function.Queue, function.Queue + Poison);
                    Add(function.Queue + Poison, message.Text);
                    queue.Delete(message);
                }
                else
                {
                    queue.PutBack(message, WaitAfter(message.Tries));
                }
            }

            return true;
        }
        finally
        {
            queue.Turn.Release();
        }
    }

    /// <summary>Calls the function, and deletes the message when it returns.</summary>
    private async Task<bool> FailsAsync(QueueFunction function, LocalQueue queue, QueueMessage message, CancellationToken stop)
    {
        try
        {
            await InvokeAsync(function, message.Text, stop);
            queue.Delete(message);
            return false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Not a failure of the message, so the attempt does not count.
            queue.PutBack(message with { Tries = message.Tries - 1 }, TimeSpan.Zero);
            throw;
        }
#pragma warning disable CA1031 // The boundary: the queue continues after any failure.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            TryFailed(_logger, function.Function.Name, function.Queue, message.Tries, failure);
            return true;
        }
    }

    private async Task InvokeAsync(QueueFunction function, string text, CancellationToken stop)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var call = new LocalFunctionContext(function.Function.Definition, scope.ServiceProvider, new() { [function.Parameter] = text }, stop);
        await function.Function.InvokeAsync(call);
    }

    /// <summary>A function with a queue trigger.</summary>
    /// <param name="Function">The function.</param>
    /// <param name="Parameter">The parameter that receives the message.</param>
    /// <param name="Queue">The queue's name.</param>
    internal sealed record QueueFunction(LocalFunction Function, string Parameter, string Queue);
}
