using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NodaTime;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>Sends the due reminders, oldest first, within the time limit of a run; the next run continues where it stopped.</summary>
/// <remarks>
/// An idle run reads its mark and the partitions of the last hour, however many people there are. Concurrent, late or
/// dying runs only change the timing, since every message is claimed by one of them.
/// </remarks>
public sealed class SendDueReminders(
    SendReminder send, ClaimOutcomes outcomes, DueReminders due, Watermarks watermarks, SenderRates rates, SmsOptions options, TimeProvider clock)
{
    /// <summary>The timer whose mark records the progress.</summary>
    internal const string Timer = "send-due-reminders";

    /// <summary>
    /// The maximum number of hints to one docket per run, more than a person gets in a minute. The rest is left to the next run, so that
    /// one flooded docket does not hold up the others.
    /// </summary>
    internal const int DocketShare = 8;

    // With a provider that responds in 100 ms this is 320 a second, more than the fastest number sends.
    private const int InFlight = 32;

    // This many unreadable partitions mean that the storage is down.
    private const int UnreadLimit = 4;

    // There is a run every minute; it ends before the next one begins.
    private static readonly TimeSpan s_runMayTake = TimeSpan.FromSeconds(50);

    private static readonly Duration s_longestLookBack = Duration.FromDays(31);

    // A reminder that is itself faulty is tried again after an hour.
    private static readonly Duration s_putOff = Duration.FromHours(1);

    // While the provider is down, the first message of a run may become Unknown, so fewer runs try.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(8);
    private DateTimeOffset _pausedUntil;
    private TimeSpan _pause;

    /// <summary>How far every run looks back. Hints are written before their docket's commit and may be found late; no command is slower than this.</summary>
    internal static Duration LooksBack { get; } = Duration.FromHours(1);

    // Younger hints stay where they are and are found again.
    private static Duration StaysFor => LooksBack - DueReminders.BucketLength;

    /// <summary>Immediately sends a reminder that was planned for now, such as a reply. If that fails, the next run sends it.</summary>
    public async Task SendNowAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        if (clock.GetUtcNow() >= _pausedUntil && await due.FindAsync(reminder, cancellationToken) is { } hint)
        {
            using var run = new SendingRun(rates);
            await send.ExecuteAsync(hint, run, cancellationToken);
        }
    }

    /// <summary>Executes one run.</summary>
    /// <returns>The number of messages that the provider accepted.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed; the next run continues.</exception>
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

        // The next run may be in another process, which would not know the outcome.
        if (await outcomes.RecordAllAsync(cancellationToken) is { } unrecorded)
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
            // Parallel work on one docket would only lose its own races, so the task that works on a docket also takes its hints found in the meantime.
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
            // The rest of the docket would fail the same way. It counts once, so that one docket alone does not look like a storage failure.
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

    // The next run finds it again. Every run looks back an hour; an older hint is rewritten, so that no docket holds back the mark for longer.
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

    // An unreadable partition does not hold up the others.
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

        // A refused message may be tried every minute, since that loses no message.
        _pause = outcome.Result == SmsResult.NotSent ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Clamp(2 * _pause.Ticks, TimeSpan.TicksPerMinute, s_longestPause.Ticks));
        var asked = outcome.RetryAfter ?? TimeSpan.Zero;
        _pausedUntil = clock.GetUtcNow() + (asked > _pause && asked <= s_longestPause ? asked : _pause);
    }

    /// <summary>A hint and the bucket in which it was found.</summary>
    private readonly record struct FoundHint(Instant Bucket, DueHint Hint);

    /// <summary>The findings of a run.</summary>
    private sealed class Walk(Instant from, DateTimeOffset endsAt)
    {
        private readonly Lock _gate = new();
        private readonly ConcurrentDictionary<CardholderId, DocketTurn> _turns = new();
        private int _failures;

        public Instant From { get; } = from;

        /// <summary>When the run should end.</summary>
        public DateTimeOffset EndsAt { get; } = endsAt;

        public Instant? OldestLeft { get; private set; }

        public Exception? Failure { get; private set; }

        /// <summary>The number of dockets that left something to the next run.</summary>
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

    /// <summary>One docket's turn in a run: its hints one after another, up to its share.</summary>
    private sealed class DocketTurn
    {
        private readonly Lock _gate = new();
        private readonly Queue<FoundHint> _waiting = new();
        private bool _isEntered;
        private int _left = DocketShare;

        /// <summary>Whether it had more than its share, or was postponed because other commands kept changing it.</summary>
        public bool IsCrowded { get; private set; }

        /// <summary>The hint for the caller to follow; null if another task works on the docket and takes it.</summary>
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

        /// <summary>The next hint found in the meantime; null if there is none, which ends the turn.</summary>
        public FoundHint? Next()
        {
            lock (_gate)
            {
                _isEntered = _waiting.TryDequeue(out var next);
                return _isEntered ? next : null;
            }
        }

        /// <summary>Whether one more hint may be followed in this run.</summary>
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

        /// <summary>Leaves the rest to the next run because of a storage failure.</summary>
        public void End() => _left = -1;
    }
}
