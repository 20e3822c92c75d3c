using System.Runtime.CompilerServices;
using NodaTime;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>Sends what is due, oldest first, for as long as a run may take; the next one goes on where it stopped.</summary>
/// <remarks>
/// An idle run reads the partitions of the last hour and its mark, however many people there are. Two runs at once, a run
/// that comes late and one that dies change nothing but the time: every message is claimed by one.
/// </remarks>
public sealed class SendDueReminders(
    SendReminder send, DueReminders due, Watermarks watermarks, SenderRates rates, SmsOptions options, TimeProvider clock)
{
    private const string Timer = "send-due-reminders";

    // Calls to a provider that answers in 100 ms: 320 a second, more than the fastest number sends.
    private const int InFlight = 32;

    // So many partitions in vain are a store that is down.
    private const int UnreadLimit = 4;

    // A run a minute: it ends before the next begins.
    private static readonly TimeSpan s_runMayTake = TimeSpan.FromSeconds(50);

    private static readonly Duration s_longestLookBack = Duration.FromDays(31);

    // While the provider is down a run's first message may become Unknown: fewer runs try.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(8);
    private DateTimeOffset _pausedUntil;
    private TimeSpan _pause;

    /// <summary>How far every run looks back: hints are written before their docket's commit and may be met late, and no command is slower than this.</summary>
    internal static Duration LooksBack { get; } = Duration.FromHours(1);

    /// <summary>Sends one reminder now that was just planned for now, such as an answer. When it cannot, the next run does.</summary>
    public async Task SendNowAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        if (clock.GetUtcNow() >= _pausedUntil && await due.FindAsync(reminder, cancellationToken) is { } hint)
        {
            using var run = new SendingRun(rates);
            await send.ExecuteAsync(hint, run, cancellationToken);
        }
    }

    /// <summary>One run.</summary>
    /// <returns>How many messages the provider accepted.</returns>
    /// <exception cref="DependencyUnavailableException">The store failed; the next run goes on.</exception>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        if (started < _pausedUntil)
        {
            return 0;
        }

        var now = Instant.FromDateTimeOffset(started);
        var lookBack = DueReminders.BucketOf(now - LooksBack);
        var mark = (await watermarks.ReadAsync(Timer, cancellationToken))?.Position ?? lookBack;
        var walk = new Walk(Instant.Max(Instant.Min(mark, lookBack), DueReminders.BucketOf(now - s_longestLookBack)));
        using var run = new SendingRun(rates);
        await SendAsync(walk, run, now, started, cancellationToken);
        Pause(run);
        if (walk.Failure is not null)
        {
            // The next run may be another process's, which would not know.
            await send.RecordAsync(cancellationToken);
        }

        mark = walk.OldestLeft ?? DueReminders.BucketOf(now);
        await watermarks.WriteAsync(Timer, new(Instant.FromDateTimeOffset(clock.GetUtcNow()), mark), cancellationToken);
        return walk.Failure is { } failure ? throw new DependencyUnavailableException("sending", failure) : run.Sent;
    }

    private Task SendAsync(Walk walk, SendingRun run, Instant now, DateTimeOffset started, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        HintsAsync(walk, run, now, started, cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = InFlight, TaskScheduler = null, CancellationToken = cancellationToken },
        async (found, stop) =>
        {
            try
            {
                if (!await send.ExecuteAsync(found.Hint, run, stop))
                {
                    walk.Left(found.Bucket);
                }
            }
            catch (DependencyUnavailableException failure)
            {
                walk.Left(found.Bucket);
                if (walk.Failed(failure) > InFlight)
                {
                    run.Stop();
                }
            }
#pragma warning disable CA1031 // Whatever is wrong with one message, the others go on; the run reports it at its end.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                walk.Failed(failure);
                await PutOffAsync(found.Hint, found.Bucket, walk, stop);
            }
        });

    private async Task PutOffAsync(DueHint hint, Instant bucket, Walk walk, CancellationToken cancellationToken)
    {
        try
        {
            await send.PutOffAsync(hint, cancellationToken);
        }
        catch (DependencyUnavailableException)
        {
            walk.Left(bucket);
        }
    }

    private async IAsyncEnumerable<(Instant Bucket, DueHint Hint)> HintsAsync(
        Walk walk, SendingRun run, Instant now, DateTimeOffset started, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var bucket = walk.From; bucket <= now; bucket += DueReminders.BucketLength)
        {
            if (run.IsStopped)
            {
                walk.Left(bucket);
                yield break;
            }

            for (var shard = 0; shard < DueReminders.Shards && !run.IsStopped; shard++)
            {
                IReadOnlyList<DueHint> page = [];
                do
                {
                    page = await PageAsync(walk, run, bucket, shard, page.Count > 0 ? page[^1] : null, now, cancellationToken);
                    foreach (var hint in page)
                    {
                        if (clock.GetUtcNow() - started > s_runMayTake || options.Senders.All(run.IsOver))
                        {
                            walk.Left(bucket);
                            yield break;
                        }

                        yield return (bucket, hint);
                    }
                }
                while (page.Count == DueReminders.PageSize);
            }
        }
    }

    // A partition that cannot be read holds up no other.
    private async Task<IReadOnlyList<DueHint>> PageAsync(
        Walk walk, SendingRun run, Instant bucket, int shard, DueHint? after, Instant now, CancellationToken cancellationToken)
    {
        try
        {
            return await due.OpenAsync(bucket, shard, after, now, cancellationToken);
        }
        catch (DependencyUnavailableException failure)
        {
            walk.Left(bucket);
            if (walk.Failed(failure) >= UnreadLimit)
            {
                run.Stop();
            }

            return [];
        }
    }

    private void Pause(SendingRun run)
    {
        if (run.StoppedBy is not { } outcome)
        {
            _pause = TimeSpan.Zero;
            return;
        }

        // What was refused may be tried each minute: it costs nobody a message.
        _pause = outcome.Result == SmsResult.NotSent ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Clamp(2 * _pause.Ticks, TimeSpan.TicksPerMinute, s_longestPause.Ticks));
        var asked = outcome.RetryAfter ?? TimeSpan.Zero;
        _pausedUntil = clock.GetUtcNow() + (asked > _pause && asked <= s_longestPause ? asked : _pause);
    }

    /// <summary>What a run has come to see.</summary>
    private sealed class Walk(Instant from)
    {
        private readonly Lock _gate = new();
        private int _failures;

        public Instant From { get; } = from;

        public Instant? OldestLeft { get; private set; }

        public Exception? Failure { get; private set; }

        public void Left(Instant bucket)
        {
            lock (_gate)
            {
                OldestLeft = OldestLeft is { } oldest ? Instant.Min(oldest, bucket) : bucket;
            }
        }

        public int Failed(Exception failure)
        {
            lock (_gate)
            {
                Failure ??= failure;
                return ++_failures;
            }
        }
    }
}
