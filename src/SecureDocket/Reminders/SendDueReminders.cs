using System.Collections.Concurrent;
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
    /// <summary>Whose mark says how far the runs have come.</summary>
    internal const string Timer = "send-due-reminders";

    /// <summary>How many hints to one docket a run follows, more than a person is told of in a minute: the rest is the next run's, so that a flood of one docket takes no run from the others.</summary>
    internal const int DocketShare = 8;

    // Calls to a provider that answers in 100 ms: 320 a second, more than the fastest number sends.
    private const int InFlight = 32;

    // So many partitions in vain are a store that is down.
    private const int UnreadLimit = 4;

    // A run a minute: it ends before the next begins.
    private static readonly TimeSpan s_runMayTake = TimeSpan.FromSeconds(50);

    private static readonly Duration s_longestLookBack = Duration.FromDays(31);

    // Another hour for what is wrong with a reminder itself.
    private static readonly Duration s_putOff = Duration.FromHours(1);

    // While the provider is down a run's first message may become Unknown: fewer runs try.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(8);
    private DateTimeOffset _pausedUntil;
    private TimeSpan _pause;

    /// <summary>How far every run looks back: hints are written before their docket's commit and may be met late, and no command is slower than this.</summary>
    internal static Duration LooksBack { get; } = Duration.FromHours(1);

    // What is younger is met again where it is.
    private static Duration StaysFor => LooksBack - DueReminders.BucketLength;

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
        var walk = new Walk(Instant.Max(Instant.Min(mark, lookBack), DueReminders.BucketOf(now - s_longestLookBack)), started + s_runMayTake);
        using var run = new SendingRun(rates);
        await SendAsync(walk, run, now, cancellationToken);
        Pause(run);

        // The next run may be another process's, which would not know.
        if (await send.RecordAsync(cancellationToken) is { } unrecorded)
        {
            walk.Failed(unrecorded);
        }

        mark = walk.OldestLeft ?? DueReminders.BucketOf(now);
        var written = new Watermark(clock.GetCurrentInstant(), mark) { Crowded = walk.Crowded };
        await watermarks.WriteAsync(Timer, written, cancellationToken);
        return walk.Failure is { } failure ? throw new DependencyUnavailableException("sending", failure) : run.Sent;
    }

    private Task SendAsync(Walk walk, SendingRun run, Instant now, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        HintsAsync(walk, run, now, cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = InFlight, TaskScheduler = null, CancellationToken = cancellationToken },
        async (found, stop) =>
        {
            // Side by side, one docket's would only lose each other's races: whoever is at work on it takes along what is met meanwhile.
            var turn = walk.TurnOf(found.Hint.Reminder.Cardholder);
            for (var next = turn.Enter(found); next is { } mine; next = turn.Next())
            {
                await FollowAsync(mine, turn, walk, run, stop);
            }
        });

    private async Task FollowAsync(FoundHint found, DocketTurn turn, Walk walk, SendingRun run, CancellationToken cancellationToken)
    {
        if (run.IsStopped || clock.GetUtcNow() > walk.EndsAt)
        {
            walk.Left(found.Bucket);
            return;
        }

        if (!turn.Take())
        {
            await LeaveAsync(found, walk, cancellationToken);
            return;
        }

        try
        {
            switch (await send.ExecuteAsync(found.Hint, run, cancellationToken))
            {
                case FollowedHint.MeetAgain:
                    walk.Left(found.Bucket);
                    break;
                case FollowedHint.Contended:
                    turn.PutOff();
                    await LeaveAsync(found, walk, cancellationToken);
                    break;
            }
        }
        catch (DependencyUnavailableException failure)
        {
            // The rest of the docket would meet the same: it counts once, so that no docket alone looks like a store that is down.
            turn.End();
            await LeaveAsync(found, walk, cancellationToken);
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
            await PutOffAsync(found, s_putOff, walk, cancellationToken);
        }
    }

    // It is met again by the next run. Every run looks back an hour: what would be older is hinted at anew, so that no docket holds the mark for longer.
    private Task LeaveAsync(FoundHint found, Walk walk, CancellationToken cancellationToken)
    {
        if (clock.GetCurrentInstant() - found.Hint.At >= StaysFor)
        {
            return PutOffAsync(found, Duration.Zero, walk, cancellationToken);
        }

        walk.Left(found.Bucket);
        return Task.CompletedTask;
    }

    private async Task PutOffAsync(FoundHint found, Duration by, Walk walk, CancellationToken cancellationToken)
    {
        try
        {
            await send.PutOffAsync(found.Hint, by, cancellationToken);
        }
        catch (DependencyUnavailableException)
        {
            walk.Left(found.Bucket);
        }
    }

    private async IAsyncEnumerable<FoundHint> HintsAsync(
        Walk walk, SendingRun run, Instant now, [EnumeratorCancellation] CancellationToken cancellationToken)
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
                        if (clock.GetUtcNow() > walk.EndsAt || options.Senders.All(run.IsOver))
                        {
                            walk.Left(bucket);
                            yield break;
                        }

                        yield return new(bucket, hint);
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

    /// <summary>A hint, and the bucket in which it was met.</summary>
    private readonly record struct FoundHint(Instant Bucket, DueHint Hint);

    /// <summary>What a run has come to see.</summary>
    private sealed class Walk(Instant from, DateTimeOffset endsAt)
    {
        private readonly Lock _gate = new();
        private readonly ConcurrentDictionary<CardholderId, DocketTurn> _turns = new();
        private int _failures;

        public Instant From { get; } = from;

        /// <summary>When the run is to be over.</summary>
        public DateTimeOffset EndsAt { get; } = endsAt;

        public Instant? OldestLeft { get; private set; }

        public Exception? Failure { get; private set; }

        /// <summary>How many dockets had to leave something to the next run.</summary>
        public int Crowded => _turns.Values.Count(turn => turn.IsCrowded);

        public DocketTurn TurnOf(CardholderId cardholder) => _turns.GetOrAdd(cardholder, _ => new());

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

    /// <summary>What one docket has of a run: its hints one after another, and no more of them than its share.</summary>
    private sealed class DocketTurn
    {
        private readonly Lock _gate = new();
        private readonly Queue<FoundHint> _waiting = new();
        private bool _isEntered;
        private int _left = DocketShare;

        /// <summary>Whether it had more than its share, or was put off because other commands kept changing it.</summary>
        public bool IsCrowded { get; private set; }

        /// <summary>The hint, for the caller to follow; null where another is at work on the docket and takes it along.</summary>
        public FoundHint? Enter(FoundHint found)
        {
            lock (_gate)
            {
                if (_isEntered)
                {
                    _waiting.Enqueue(found);
                    return null;
                }

                _isEntered = true;
                return found;
            }
        }

        /// <summary>What else was met meanwhile, for whoever entered; null when nothing was, which ends their work.</summary>
        public FoundHint? Next()
        {
            lock (_gate)
            {
                _isEntered = _waiting.TryDequeue(out var next);
                return _isEntered ? next : null;
            }
        }

        /// <summary>Whether one more may be followed in this run.</summary>
        public bool Take()
        {
            if (_left > 0)
            {
                _left--;
                return true;
            }

            IsCrowded |= _left == 0;
            return false;
        }

        /// <summary>Leaves the rest to the next run.</summary>
        public void PutOff() => (_left, IsCrowded) = (0, true);

        /// <summary>Likewise, for a fault of the store.</summary>
        public void End() => _left = -1;
    }
}
