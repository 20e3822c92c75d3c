using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Partners;

/// <summary>Takes requests of the current minute in advance for this instance, as leases in the partner's day, and records the outcomes there.</summary>
/// <remarks>
/// The day holds the last lease of every instance. An instance that takes another lease has used up the previous one, so the unused
/// remainder at the end of the minute is at most the sum of the last leases, which is kept below a tenth of the limit. So never more than
/// the limit is admitted, and nine tenths of it always can be, however many instances share it and however unevenly.
/// </remarks>
internal sealed class PartnerLeases(string partner, string instance, PartnerTally tally, PartnerDays days, TimeProvider clock) : IDisposable
{
    /// <summary>The maximum number of instances that share a minute: more than the platform runs, and a row has room for them.</summary>
    public const int InstanceLimit = 500;

    // Each lost race is another instance's lease.
    private const int AttemptLimit = 24;
    private const int FaultLimit = 3;

    /// <summary>The time limit of a lease, including retries; its request has two seconds in all.</summary>
    public static readonly TimeSpan MayTake = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _leasing = new(1, 1);

    // Only the task that takes the lease uses these, one at a time.
    private LocalDate? _day;
    private Stored<PartnerDay>? _stored;
    private long _number = 1;
    private Sent? _unsettled;

    /// <summary>Takes a lease, or finds that the minute is used up or the storage unavailable, and notes it in the tally. Usually two requests.</summary>
    /// <param name="limit">The partner's limit per minute.</param>
    /// <exception cref="DependencyUnavailableException">Other instances kept winning the race for a lease.</exception>
    public async Task TakeAsync(int limit)
    {
        using var patience = new CancellationTokenSource(MayTake, clock);
        try
        {
            await AloneAsync(token => TakeAsync(limit, token), patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or DependencyUnavailableException { IsContention: false })
        {
            tally.NoteAway();
        }
    }

    /// <summary>Records the counts since the last lease, if there are any. Two requests, with the time limit of a lease.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed or did not respond.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(MayTake, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await AloneAsync(FlushDayAsync, either.Token);
        }
        catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DependencyUnavailableException("tables", silence);
        }
    }

    public void Dispose() => _leasing.Dispose();

    private async Task AloneAsync(Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        await _leasing.WaitAsync(cancellationToken);
        try
        {
            await act(cancellationToken);
        }
        finally
        {
            _leasing.Release();
        }
    }

    private async Task TakeAsync(int limit, CancellationToken cancellationToken)
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
                if (await TryTakeAsync(limit, today, cancellationToken))
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
    private async Task<bool> TryTakeAsync(int limit, LocalDate day, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = _stored?.Value ?? new PartnerDay();
        if (Settle(before) is { } size && PartnerTally.MinuteOf(now) <= before.Minute)
        {
            tally.Add(before.Minute, size);
            return true;
        }

        var minute = Math.Max(PartnerTally.MinuteOf(now), before.Minute);
        var present = before.Minute == minute ? before : before with { Minute = minute, Granted = 0, Leases = [] };
        var others = present.Leases.Where(lease => lease.Instance != instance).ToList();
        var (counted, unbacked) = tally.Unrecorded(minute);
        var granted = present.Granted + unbacked;
        if (granted >= limit || others.Count >= InstanceLimit)
        {
            tally.UseUp(minute);
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
            // The row is read back before deciding, because the client may have conflicted with its own first attempt.
            return false;
        }

        Settle(stored.Value);
        tally.Add(minute, wanted);

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
            tally.Recorded(sent.Minute, sent.Counted, sent.Unbacked);
            _number++;
        }

        _unsettled = null;
        return mine?.Size;
    }

    private async Task FlushDayAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit && _day is { } day && !tally.Counted.IsEmpty; attempt++)
        {
            if (await days.FindAsync(partner, day, cancellationToken) is not { } stored)
            {
                return;
            }

            // The counts are taken out first: after a write whose response is lost, losing them is better than counting twice.
            Settle(stored.Value);
            var counted = tally.Counted;
            tally.Count(new PartnerCounts().Minus(counted));
            _stored = await days.WriteAsync(partner, day, stored, stored.Value with { Counts = stored.Value.Counts.Plus(counted) }, cancellationToken);
            if (_stored is not null)
            {
                return;
            }

            tally.Count(counted);
        }
    }

    /// <summary>The size of a lease: a twentieth of the limit, and at most half of the unused part, a tenth of the limit, that others leave.</summary>
    private static int SizeOf(int limit, int granted, int withOthers) =>
        Math.Clamp(Math.Min(limit / 20, ((limit / 10) - withOthers) / 2), 1, limit - granted);

    /// <summary>A lease that was requested and whose outcome is unknown.</summary>
    private sealed record Sent(long Minute, PartnerCounts Counted, int Unbacked);
}
