using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NodaTime;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>The walk of one run through the due hints, bucket by bucket, and the notes of what it leaves to the next run.</summary>
/// <param name="due">The hints.</param>
/// <param name="run">The run, which may stop the walk.</param>
/// <param name="options">The sender numbers.</param>
/// <param name="clock">The clock.</param>
/// <param name="from">The first bucket.</param>
/// <param name="now">When the run started; later hints are left to the next run.</param>
/// <param name="endsAt">When the run should end.</param>
internal sealed class DueWalk(
    DueReminders due, SendingRun run, SmsOptions options, TimeProvider clock, Instant from, Instant now, DateTimeOffset endsAt)
{
    // This many unreadable partitions mean that the storage is down.
    private const int UnreadLimit = 4;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<CardholderId, DocketTurn> _turns = new();
    private int _failures;

    /// <summary>Whether the run should have ended.</summary>
    public bool IsLate => clock.GetUtcNow() > endsAt;

    /// <summary>The oldest bucket that still has something for the next run; null if none has.</summary>
    public Instant? OldestLeft { get; private set; }

    /// <summary>The first failure; null if there was none.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The number of dockets that left something to the next run.</summary>
    public int Crowded => _turns.Values.Count(turn => turn.IsCrowded);

    /// <summary>The turn of a docket in this run.</summary>
    public DocketTurn TurnOf(CardholderId cardholder) => _turns.GetOrAdd(cardholder, _ => new());

    /// <summary>Notes that the next run must read a bucket again.</summary>
    public void Left(Instant bucket)
    {
        lock (_gate)
        {
            OldestLeft = OldestLeft is { } oldest ? Instant.Min(oldest, bucket) : bucket;
        }
    }

    /// <summary>Notes a failure, and returns the number of failures so far.</summary>
    public int Failed(Exception failure)
    {
        lock (_gate)
        {
            Failure ??= failure;
            return ++_failures;
        }
    }

    /// <summary>The due hints, oldest bucket first.</summary>
    public async IAsyncEnumerable<FoundHint> HintsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var bucket = from; bucket <= now; bucket += DueReminders.BucketLength)
        {
            if (run.IsStopped)
            {
                Left(bucket);
                yield break;
            }

            for (var shard = 0; shard < DueReminders.Shards && !run.IsStopped; shard++)
            {
                IReadOnlyList<DueHint> page = [];
                do
                {
                    page = await PageAsync(bucket, shard, page.Count > 0 ? page[^1] : null, cancellationToken);
                    foreach (var hint in page)
                    {
                        if (IsLate || options.Senders.All(run.IsOver))
                        {
                            Left(bucket);
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
    private async Task<IReadOnlyList<DueHint>> PageAsync(Instant bucket, int shard, DueHint? after, CancellationToken cancellationToken)
    {
        try
        {
            return await due.OpenAsync(bucket, shard, after, now, cancellationToken);
        }
        catch (DependencyUnavailableException failure)
        {
            Left(bucket);
            if (Failed(failure) >= UnreadLimit)
            {
                run.Stop();
            }

            return [];
        }
    }
}

/// <summary>A hint and the bucket in which it was found.</summary>
internal readonly record struct FoundHint(Instant Bucket, DueHint Hint);
