namespace SecureDocket.Partners;

/// <summary>Decides what this instance may still admit for one partner, and counts it. <see cref="PartnerLeases"/> share the limit among instances.</summary>
internal sealed class PartnerMeter : IDisposable
{
    /// <summary>The maximum number of concurrent verifications of one partner on an instance.</summary>
    public const int ConcurrentLimit = 32;

    // Each round admits at least one of the requests that wait together.
    private const int RoundLimit = 4 * ConcurrentLimit;

    private readonly PartnerTally _tally;
    private readonly PartnerLeases _leases;
    private readonly Lock _gate = new();
    private int _running;

    /// <summary>Creates the meter of a partner on an instance.</summary>
    public PartnerMeter(string partner, string instance, PartnerDays days, TimeProvider clock)
    {
        _tally = new(clock);
        _leases = new(partner, instance, _tally, days, clock);
    }

    /// <summary>The last lease that was requested; completed once its outcome is known.</summary>
    public Task Lease => _tally.Lease;

    /// <summary>Whether no lease of this minute has recorded the earlier counts.</summary>
    public bool IsIdle => _tally.IsIdle;

    /// <summary>Admits a request, or returns the refusal. No storage operation except for a lease, and none once the minute is used up.</summary>
    /// <param name="limit">The partner's limit per minute.</param>
    /// <exception cref="DependencyUnavailableException">Other instances kept winning the race for a lease.</exception>
    public async Task<Refusal?> EnterAsync(int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_running >= ConcurrentLimit)
            {
                _tally.Count(new PartnerCounts { Refused = 1 });
                return PartnersRefusals.TooManyAtOnce(ConcurrentLimit) with { RetryAfter = TimeSpan.FromSeconds(1) };
            }

            _running++;
        }

        try
        {
            for (var round = 0; round < RoundLimit; round++)
            {
                if (_tally.TryTake(limit, () => _leases.TakeAsync(limit), out var refusal) is not { } lease)
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
        }

        _tally.Count(counts);
    }

    /// <summary>Records the counts since the last lease, if there are any. Two requests, with the time limit of a lease.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed or did not respond.</exception>
    public Task FlushAsync(CancellationToken cancellationToken) => _leases.FlushAsync(cancellationToken);

    public void Dispose() => _leases.Dispose();

    private Refusal? Entered(Refusal? refusal)
    {
        if (refusal is not null)
        {
            Leave(new PartnerCounts { Refused = 1 });
        }

        return refusal;
    }
}
