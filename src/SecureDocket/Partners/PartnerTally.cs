namespace SecureDocket.Partners;

/// <summary>What this instance may still admit for one partner in the current minute, and the outcomes that are not recorded yet.</summary>
/// <remarks>It is in memory only, and safe for concurrent use.</remarks>
internal sealed class PartnerTally(TimeProvider clock)
{
    private static readonly TimeSpan s_storageRest = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();

    // Guarded by the gate: the requests left to admit, and the outcomes since the last lease.
    private long _minute;
    private int _left;
    private long _usedUpMinute;
    private long _unbackedMinute;
    private int _unbacked;
    private bool _isAway;
    private DateTimeOffset _restsUntil;
    private PartnerCounts _counted = new();
    private Task _lease = Task.CompletedTask;

    /// <summary>The minute of a moment, in Unix time.</summary>
    public static long MinuteOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 60;

    /// <summary>The last lease that was requested; completed once its outcome is known.</summary>
    public Task Lease
    {
        get
        {
            lock (_gate)
            {
                return _lease;
            }
        }
    }

    /// <summary>Whether no lease of this minute has recorded the earlier counts.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _minute < MinuteOf(clock.GetUtcNow());
            }
        }
    }

    /// <summary>The outcomes since the last lease.</summary>
    public PartnerCounts Counted
    {
        get
        {
            lock (_gate)
            {
                return _counted;
            }
        }
    }

    /// <summary>Decides without storage where possible, with the refusal if it is one; otherwise returns the lease to wait for.</summary>
    /// <param name="limit">The partner's limit per minute.</param>
    /// <param name="lease">Requests a lease. It is called only while none is in progress.</param>
    /// <param name="refusal">The refusal; null if the request is admitted or must wait.</param>
    public Task? TryTake(int limit, Func<Task> lease, out Refusal? refusal)
    {
        var now = clock.GetUtcNow();
        var minute = MinuteOf(now);
        refusal = null;
        lock (_gate)
        {
            // Another instance's clock may be slightly ahead; its minute then applies to all.
            if (_left > 0 && minute <= _minute)
            {
                _left--;
                return null;
            }

            _left = 0;
            if (minute <= _usedUpMinute)
            {
                refusal = UsedUp(limit, _usedUpMinute, now);
                return null;
            }

            // While the storage is unavailable, no request waits to find out whether it is back.
            var isAway = _isAway;
            refusal = isAway ? TakeUnbacked(limit, minute, now) : null;
            if (_lease.IsCompleted && now >= _restsUntil)
            {
                // A lease is for all waiting requests, so it does not end with the request that started it.
                _lease = lease();
            }

            return isAway ? null : _lease;
        }
    }

    /// <summary>Counts an outcome.</summary>
    public void Count(PartnerCounts counts)
    {
        lock (_gate)
        {
            _counted = _counted.Plus(counts);
        }
    }

    /// <summary>The outcomes since the last lease, and the requests of a minute that were admitted without one.</summary>
    public (PartnerCounts Counted, int Unbacked) Unrecorded(long minute)
    {
        lock (_gate)
        {
            return (_counted, _unbackedMinute == minute ? _unbacked : 0);
        }
    }

    /// <summary>Takes out what a lease of a minute has recorded.</summary>
    public void Recorded(long minute, PartnerCounts counted, int unbacked)
    {
        lock (_gate)
        {
            _counted = _counted.Minus(counted);
            _unbacked -= _unbackedMinute == minute ? unbacked : 0;
        }
    }

    /// <summary>Adds a lease, less the requests admitted without one while it was being requested.</summary>
    public void Add(long minute, int size)
    {
        lock (_gate)
        {
            var owed = _unbackedMinute == minute ? Math.Min(_unbacked, size) : 0;
            _unbacked -= owed;
            (_minute, _left, _isAway) = (minute, size - owed, false);
        }
    }

    /// <summary>Notes that a minute has no more leases.</summary>
    public void UseUp(long minute)
    {
        lock (_gate)
        {
            (_usedUpMinute, _isAway) = (minute, false);
        }
    }

    /// <summary>Notes that the storage is unavailable; no lease is requested for a few seconds.</summary>
    public void NoteAway()
    {
        lock (_gate)
        {
            (_isAway, _restsUntil) = (true, clock.GetUtcNow() + s_storageRest);
        }
    }

    /// <summary>
    /// While the storage is unavailable, admits up to the limit on this instance alone. A verification then reads nothing and answers
    /// undetermined.
    /// </summary>
    private Refusal? TakeUnbacked(int limit, long minute, DateTimeOffset now)
    {
        (_unbackedMinute, _unbacked) = (minute, _unbackedMinute == minute ? _unbacked : 0);
        if (_unbacked >= limit)
        {
            return UsedUp(limit, minute, now);
        }

        _unbacked++;
        return null;
    }

    private static Refusal UsedUp(int limit, long minute, DateTimeOffset now) => PartnersRefusals.TooManyPerMinute(limit) with
    {
        RetryAfter = DateTimeOffset.FromUnixTimeSeconds((minute + 1) * 60) - now,
    };
}
