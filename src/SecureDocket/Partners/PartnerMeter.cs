using NodaTime;

namespace SecureDocket.Partners;

/// <summary>Decides what this instance may still admit for one partner, and counts it.</summary>
/// <remarks>
/// An instance takes requests of the current minute in advance, as a lease, by a conditional write of the partner's day. The day
/// holds the last lease of every instance. An instance that takes another lease has used up the previous one, so the unused
/// remainder at the end of the minute is at most the sum of the last leases, which is kept below a tenth of the limit. So never more than
/// the limit is admitted, and nine tenths of it always can be, however many instances share it and however unevenly.
/// </remarks>
internal sealed class PartnerMeter(string partner, string instance, PartnerDays days, TimeProvider clock) : IDisposable
{
    /// <summary>The maximum number of concurrent verifications of one partner on an instance.</summary>
    public const int ConcurrentLimit = 32;

    /// <summary>The maximum number of instances that share a minute: more than the platform runs, and a row has room for them.</summary>
    public const int InstanceLimit = 500;

    // Each lost race is another instance's lease.
    private const int AttemptLimit = 24;
    private const int FaultLimit = 3;

    // Each round admits at least one of the requests that wait together.
    private const int RoundLimit = 4 * ConcurrentLimit;

    /// <summary>The time limit of a lease, including retries; its request has two seconds in all.</summary>
    public static readonly TimeSpan LeaseMayTake = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_storageRest = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _leasing = new(1, 1);
    private int _running;

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

    // Only the task that takes the lease uses these, one at a time.
    private LocalDate? _day;
    private StoredPartnerDay? _stored;
    private long _number = 1;
    private Sent? _unsettled;

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

    /// <summary>Admits a request, or returns the refusal. No storage operation except for a lease, and none once the minute is used up.</summary>
    /// <param name="limit">The partner's limit per minute.</param>
    /// <exception cref="DependencyUnavailableException">Other instances kept winning the race for a lease.</exception>
    public async Task<Refusal?> EnterAsync(int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_running >= ConcurrentLimit)
            {
                _counted = _counted with { Refused = _counted.Refused + 1 };
                return PartnersRefusals.TooManyAtOnce(ConcurrentLimit) with { RetryAfter = TimeSpan.FromSeconds(1) };
            }

            _running++;
        }

        try
        {
            for (var round = 0; round < RoundLimit; round++)
            {
                if (TryTake(limit, out var refusal) is not { } lease)
                {
                    return Entered(refusal);
                }

                await lease.WaitAsync(cancellationToken);
            }

            throw new DependencyUnavailableException("contention");
        }
        catch
        {
            Leave(new PartnerCounts { Refused = 1 });
            throw;
        }
    }

    /// <summary>Ends an admitted request.</summary>
    /// <param name="counts">Its outcome.</param>
    public void Leave(PartnerCounts counts)
    {
        lock (_gate)
        {
            _running--;
            _counted = _counted.Plus(counts);
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

    /// <summary>Records the counts since the last lease, if there are any. Two requests, with the time limit of a lease.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed or did not respond.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LeaseMayTake, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _leasing.WaitAsync(either.Token);
            try
            {
                await FlushDayAsync(either.Token);
            }
            finally
            {
                _leasing.Release();
            }
        }
        catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DependencyUnavailableException("tables", silence);
        }
    }

    public void Dispose() => _leasing.Dispose();

    private Refusal? Entered(Refusal? refusal)
    {
        if (refusal is not null)
        {
            Leave(new PartnerCounts { Refused = 1 });
        }

        return refusal;
    }

    /// <summary>Decides without storage where possible, with the refusal if it is one; otherwise returns the lease to wait for.</summary>
    private Task? TryTake(int limit, out Refusal? refusal)
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
                _lease = LeaseAsync(limit);
            }

            return isAway ? null : _lease;
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

    /// <summary>Takes a lease, or finds that the minute is used up or the storage unavailable.</summary>
    private async Task LeaseAsync(int limit)
    {
        using var patience = new CancellationTokenSource(LeaseMayTake, clock);
        try
        {
            await _leasing.WaitAsync(patience.Token);
            try
            {
                await LeaseAsync(limit, patience.Token);
            }
            finally
            {
                _leasing.Release();
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or DependencyUnavailableException { IsContention: false })
        {
            lock (_gate)
            {
                (_isAway, _restsUntil) = (true, clock.GetUtcNow() + s_storageRest);
            }
        }
    }

    private async Task LeaseAsync(int limit, CancellationToken cancellationToken)
    {
        var today = clock.GetCurrentDate();
        for (int attempt = 0, faults = 0; attempt < AttemptLimit; attempt++)
        {
            try
            {
                if (_day != today)
                {
                    await FlushDayAsync(cancellationToken);
                    (_day, _stored, _unsettled) = (today, null, null);
                }

                _stored ??= await days.FindAsync(partner, today, cancellationToken);
                if (await TryLeaseAsync(limit, today, cancellationToken))
                {
                    return;
                }

                // The storage responded, so it is available, whatever was lost before. A random delay keeps racing instances from racing again.
                faults = 0;
                await Task.Delay(Random.Shared.Next(1, 10 * (attempt + 1)), cancellationToken);
            }
            catch (Exception failure) when (failure is OperationCanceledException or DependencyUnavailableException)
            {
                // The write may have arrived, so the next attempt reads before it decides.
                _stored = null;
                if (failure is OperationCanceledException || ++faults >= FaultLimit)
                {
                    throw;
                }
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>One attempt. True if it is final, with a lease or with a minute that is used up.</summary>
    private async Task<bool> TryLeaseAsync(int limit, LocalDate day, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = _stored?.Day ?? new PartnerDay();
        if (Settle(before) is { } size && MinuteOf(now) <= before.Minute)
        {
            Take(before.Minute, size);
            return true;
        }

        var minute = Math.Max(MinuteOf(now), before.Minute);
        var present = before.Minute == minute ? before : before with { Minute = minute, Granted = 0, Leases = [] };
        var others = present.Leases.Where(lease => lease.Instance != instance).ToList();
        int unbacked;
        PartnerCounts counted;
        lock (_gate)
        {
            unbacked = _unbackedMinute == minute ? _unbacked : 0;
            counted = _counted;
        }

        var granted = present.Granted + unbacked;
        if (granted >= limit || others.Count >= InstanceLimit)
        {
            lock (_gate)
            {
                (_usedUpMinute, _isAway) = (minute, false);
            }

            return true;
        }

        var wanted = SizeOf(limit, granted, others.Sum(lease => lease.Size));
        var after = present with
        {
            Granted = granted + wanted,
            Leases = [.. others, new(instance, _number, wanted)],
            Counts = present.Counts.Plus(counted),
        };
        _unsettled = new(minute, counted, unbacked);
        var stored = await days.WriteAsync(partner, day, _stored, after, cancellationToken);
        _stored = stored;
        if (stored is null)
        {
            // This is read back before deciding: the client may have met its own first attempt.
            return false;
        }

        Settle(stored.Day);
        Take(minute, wanted);

        // If other instances take leases too, the next write would fail anyway.
        _stored = others.Count == 0 ? stored : null;
        return true;
    }

    /// <summary>Determines the outcome of the last requested lease from the current day: its size if it was granted, otherwise null.</summary>
    private int? Settle(PartnerDay day)
    {
        if (_unsettled is not { } sent)
        {
            return null;
        }

        var mine = day.Leases.FirstOrDefault(lease => lease.Instance == instance && lease.Number == _number);

        // Once the minute is over, it cannot be determined whether it was granted: losing its counts is better than counting twice.
        if (mine is not null || day.Minute > sent.Minute)
        {
            lock (_gate)
            {
                _counted = _counted.Minus(sent.Counted);
                _unbacked -= _unbackedMinute == sent.Minute ? sent.Unbacked : 0;
            }

            _number++;
        }

        _unsettled = null;
        return mine?.Size;
    }

    /// <summary>Keeps a lease, less the requests admitted without one while it was being requested.</summary>
    private void Take(long minute, int size)
    {
        lock (_gate)
        {
            var owed = _unbackedMinute == minute ? Math.Min(_unbacked, size) : 0;
            _unbacked -= owed;
            (_minute, _left, _isAway) = (minute, size - owed, false);
        }
    }

    private async Task FlushDayAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit && _day is { } day && !Counted().IsEmpty; attempt++)
        {
            if (await days.FindAsync(partner, day, cancellationToken) is not { } stored)
            {
                return;
            }

            // The counts are taken out first: after a write whose response is lost, losing them is better than counting twice.
            Settle(stored.Day);
            var counted = Counted();
            Count(new PartnerCounts().Minus(counted));
            _stored = await days.WriteAsync(partner, day, stored, stored.Day with { Counts = stored.Day.Counts.Plus(counted) }, cancellationToken);
            if (_stored is not null)
            {
                return;
            }

            Count(counted);
        }
    }

    private PartnerCounts Counted()
    {
        lock (_gate)
        {
            return _counted;
        }
    }

    private void Count(PartnerCounts counts)
    {
        lock (_gate)
        {
            _counted = _counted.Plus(counts);
        }
    }

    /// <summary>The size of a lease: a twentieth of the limit, and at most half of the unused part, a tenth of the limit, that others leave.</summary>
    private static int SizeOf(int limit, int granted, int withOthers) =>
        Math.Clamp(Math.Min(limit / 20, ((limit / 10) - withOthers) / 2), 1, limit - granted);

    private static Refusal UsedUp(int limit, long minute, DateTimeOffset now) => PartnersRefusals.TooManyPerMinute(limit) with
    {
        RetryAfter = DateTimeOffset.FromUnixTimeSeconds((minute + 1) * 60) - now,
    };

    private static long MinuteOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 60;

    /// <summary>A lease that was requested and whose outcome is unknown.</summary>
    private sealed record Sent(long Minute, PartnerCounts Counted, int Unbacked);
}
