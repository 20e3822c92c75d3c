using NodaTime;
using SecureDocket.Encryption;
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

    // There is a run every minute; it ends before the next one begins.
    private static readonly TimeSpan s_runMayTake = TimeSpan.FromSeconds(50);

    private static readonly Duration s_longestLookBack = Duration.FromDays(31);

    // A reminder that is itself faulty, or whose docket cannot be read, is tried again after an hour.
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
        var from = Instant.Max(Instant.Min(mark, lookBack), DueReminders.BucketOf(now - s_longestLookBack));
        using var run = new SendingRun(rates);
        var walk = new DueWalk(due, run, options, clock, from, now, started + s_runMayTake);
        await SendAsync(walk, run, cancellationToken);
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

    private Task SendAsync(DueWalk walk, SendingRun run, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        walk.HintsAsync(cancellationToken),
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

    private async Task FollowAsync(FoundHint found, DocketTurn turn, DueWalk walk, SendingRun run, CancellationToken cancellationToken)
    {
        if (run.IsStopped || walk.IsLate)
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
        catch (UnreadableException)
        {
            // The alert was raised. The docket does not hold up the others, and does not use up their time every minute.
            turn.End();
            await PutOffAsync(found, s_putOff, walk, cancellationToken);
        }
        catch (DependencyUnavailableException failure) when (failure.IsOfSomeDockets)
        {
            turn.End();
            await LeaveAsync(found, walk, cancellationToken);
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
    private Task LeaveAsync(FoundHint found, DueWalk walk, CancellationToken cancellationToken)
    {
        if (clock.GetCurrentInstant() - found.Hint.At >= StaysFor)
        {
            return PutOffAsync(found, Duration.Zero, walk, cancellationToken);
        }

        walk.Left(found.Bucket);
        return Task.CompletedTask;
    }

    private async Task PutOffAsync(FoundHint found, Duration by, DueWalk walk, CancellationToken cancellationToken)
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
}
