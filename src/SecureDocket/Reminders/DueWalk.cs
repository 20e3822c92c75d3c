using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NodaTime;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>The walk of one run through the due hints, the nearest dates first, and the notes of what it leaves to the next run.</summary>
/// <remarks>
/// Within the last day and a half the hints of each urgency are followed before those of the next, so that a mass of notices delays no reminder of
/// tomorrow's date. What is older is followed by its time: a sender that was away for so long has to catch up first.
/// </remarks>
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

    // Hints that were read and wait for those of nearer dates; beyond this number they are read again.
    private const int WaitingLimit = 20_000;

    private static readonly Duration s_sorted = Duration.FromHours(36);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<CardholderId, DocketTurn> _turns = new();
    private int _failures;
    private int _waiting;

    /// <summary>Whether the run should have ended.</summary>
    public bool IsLate => clock.GetUtcNow() > endsAt;

    /// <summary>The oldest bucket that still has something for the next run; null if none has.</summary>
    public Instant? OldestLeft { get; private set; }

    /// <summary>The first failure; null if there was none.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The number of dockets that left something to the next run.</summary>
    public int Crowded => _turns.Values.Count(turn => turn.IsCrowded);

    private bool IsOver => run.IsStopped || IsLate || options.Senders.All(run.IsOver);

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

    /// <summary>The due hints, in the order in which they are to be followed.</summary>
    public async IAsyncEnumerable<FoundHint> HintsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<DuePartition> partitions = [];
        for (var bucket = from; bucket <= now; bucket += DueReminders.BucketLength)
        {
            partitions.AddRange(Enumerable.Range(0, DueReminders.Shards).Select(shard => new DuePartition(bucket, shard)));
        }

        foreach (var urgency in Enum.GetValues<Urgency>())
        {
            foreach (var partition in partitions.Where(partition => urgency == Urgency.Later || now - partition.Bucket <= s_sorted))
            {
                while (!IsOver && await NextAsync(partition, urgency, cancellationToken) is { } hint)
                {
                    // The hints of the present ten minutes have not all come due.
                    if (hint.At <= now)
                    {
                        yield return new(partition.Bucket, hint);
                    }
                }

                if (IsOver)
                {
                    Left(partitions.FirstOrDefault(each => !each.IsDone)?.Bucket ?? partition.Bucket);
                    yield break;
                }
            }
        }
    }

    // The next hint of at most this urgency; null if there is none.
    private async Task<DueHint?> NextAsync(DuePartition partition, Urgency urgency, CancellationToken cancellationToken)
    {
        if (partition.Waiting.Count == 0 && !partition.IsRead)
        {
            await ReadAsync(partition, cancellationToken);
        }

        if (partition.Waiting.TryPeek(out var hint) && hint.Urgency <= urgency)
        {
            partition.Last = partition.Waiting.Dequeue();
            _waiting--;
            return hint;
        }

        if (_waiting > WaitingLimit)
        {
            _waiting -= partition.Forget();
        }

        return null;
    }

    // An unreadable partition does not hold up the others.
    private async Task ReadAsync(DuePartition partition, CancellationToken cancellationToken)
    {
        try
        {
            var page = await due.OpenAsync(partition.Bucket, partition.Shard, partition.Last, now, cancellationToken);
            partition.Read(page, isLast: page.Count < DueReminders.PageSize);
            _waiting += page.Count;
        }
        catch (DependencyUnavailableException failure)
        {
            Left(partition.Bucket);
            partition.Read([], isLast: true);
            if (Failed(failure) >= UnreadLimit)
            {
                run.Stop();
            }
        }
    }

    /// <summary>A partition of hints, and how far it was followed.</summary>
    private sealed record DuePartition(Instant Bucket, int Shard)
    {
        /// <summary>What was read and waits, by urgency and time.</summary>
        public Queue<DueHint> Waiting { get; } = new();

        /// <summary>The last hint that was followed; null before the first.</summary>
        public DueHint? Last { get; set; }

        /// <summary>Whether nothing is left to read.</summary>
        public bool IsRead { get; private set; }

        /// <summary>Whether nothing is left at all.</summary>
        public bool IsDone => IsRead && Waiting.Count == 0;

        public void Read(IReadOnlyList<DueHint> page, bool isLast)
        {
            IsRead = isLast;
            foreach (var hint in page)
            {
                Waiting.Enqueue(hint);
            }
        }

        /// <summary>Forgets what waits, so that it is read again; returns how many that were.</summary>
        public int Forget()
        {
            var count = Waiting.Count;
            Waiting.Clear();
            IsRead &= count == 0;
            return count;
        }
    }
}

/// <summary>A hint and the bucket in which it was found.</summary>
internal readonly record struct FoundHint(Instant Bucket, DueHint Hint);
