namespace SecureDocket.Partners;

/// <summary>Caches the partners for a short time, so that a verification need not read them.</summary>
/// <remarks>One request reads all of them, so an unknown ID costs no request, however often it is tried.</remarks>
public sealed class PartnerRegistry(PartnerStore partners, TimeProvider clock)
{
    /// <summary>How long the cache is fresh; a revocation reaches every instance within this time.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(20);

    /// <summary>The time limit of a read; its request has two seconds in all.</summary>
    public static readonly TimeSpan ReadingMayTake = TimeSpan.FromSeconds(1);

    /// <summary>How long the cache is used while the storage is unavailable; after that no partner is admitted.</summary>
    public static readonly TimeSpan CacheDuration = TimeSpan.FromMinutes(1);

    // The cache is refreshed before it becomes stale, so that under steady load no request waits for a read.
    private static readonly TimeSpan s_refreshAfter = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();

    // Guarded by the gate. Forget() increments the generation; a read of an earlier generation is discarded.
    private Snapshot? _snapshot;
    private Task<Snapshot>? _reading;
    private int _generation;

    /// <summary>The partner of a caller; refused if it is not registered or was revoked.</summary>
    /// <exception cref="DependencyUnavailableException">The cache is too old and cannot be refreshed.</exception>
    public async Task<Result<Partner>> CallerAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var known = (await CurrentAsync(cancellationToken)).Partners.GetValueOrDefault(actor.Id);
        return known switch
        {
            null => PartnersRefusals.Unknown,
            { RevokedAt: not null } => PartnersRefusals.TokenRevoked,
            _ => known,
        };
    }

    /// <summary>Makes the next call read again, so that this instance sees its own changes at once.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            (_snapshot, _reading) = (null, null);
            _generation++;
        }
    }

    private async Task<Snapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        Task<Snapshot> reading;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_reading is null or { IsCompleted: true } && (_snapshot is null || now >= _snapshot.ReadAgainAt || now >= _snapshot.ServesUntil))
            {
                // A read is for all callers, so it does not end with the caller that started it.
                _reading = ReadAsync(_snapshot, _generation, now);
            }

            if (_snapshot is { } known && now < known.ServesUntil)
            {
                return known;
            }

            reading = _reading!;
        }

        return await reading.WaitAsync(cancellationToken);
    }

    private async Task<Snapshot> ReadAsync(Snapshot? before, int generation, DateTimeOffset now)
    {
        Snapshot next;
        using var patience = new CancellationTokenSource(ReadingMayTake, clock);
        try
        {
            var all = await partners.AllAsync(patience.Token);
            next = new(all.ToDictionary(partner => partner.Id, StringComparer.Ordinal), now, now + s_refreshAfter, now + FreshFor);
        }
        catch (Exception failure) when (failure is DependencyUnavailableException or OperationCanceledException)
        {
            if (before is null || now >= before.At + CacheDuration)
            {
                throw failure as DependencyUnavailableException ?? new DependencyUnavailableException("tables", failure);
            }

            // No caller waits again until the retry time.
            next = before with { ReadAgainAt = clock.GetUtcNow() + s_retryAfter, ServesUntil = before.At + CacheDuration };
        }

        lock (_gate)
        {
            _snapshot = generation == _generation ? next : _snapshot;
        }

        return next;
    }

    private sealed record Snapshot(Dictionary<string, Partner> Partners, DateTimeOffset At, DateTimeOffset ReadAgainAt, DateTimeOffset ServesUntil);
}
