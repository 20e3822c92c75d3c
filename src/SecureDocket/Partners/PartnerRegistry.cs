namespace SecureDocket.Partners;

/// <summary>The partners as last read, kept for a moment so that a verification need not read them.</summary>
/// <remarks>All of them are one request, whoever asks: an id that is none costs no request, however often it is tried.</remarks>
public sealed class PartnerRegistry(PartnerStore partners, TimeProvider clock)
{
    /// <summary>How long what was read serves: a revocation reaches every instance within it.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(20);

    /// <summary>How long a reading may take: its request has two seconds in all.</summary>
    public static readonly TimeSpan ReadingMayTake = TimeSpan.FromSeconds(1);

    /// <summary>How long what was read serves while the store is away; nothing is opened after it.</summary>
    public static readonly TimeSpan ServesFor = TimeSpan.FromMinutes(1);

    // Before it is no longer fresh, so that where partners ask all the time none of them waits for a reading.
    private static readonly TimeSpan s_refreshAfter = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();

    // Guarded by the gate. What was forgotten counts the generations: a reading of an older one is kept by nobody.
    private Snapshot? _snapshot;
    private Task<Snapshot>? _reading;
    private int _generation;

    /// <summary>The partner behind a caller; refused when it is not registered, or revoked.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing was read of late, and nothing can be.</exception>
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

    /// <summary>Reads anew when next asked: what this instance changed it knows at once.</summary>
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
                // A reading is for all: it does not end with the one who asked first.
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
            if (before is null || now >= before.At + ServesFor)
            {
                throw failure as DependencyUnavailableException ?? new DependencyUnavailableException("tables", failure);
            }

            // Until the store is back nobody waits for it any more.
            next = before with { ReadAgainAt = clock.GetUtcNow() + s_retryAfter, ServesUntil = before.At + ServesFor };
        }

        lock (_gate)
        {
            _snapshot = generation == _generation ? next : _snapshot;
        }

        return next;
    }

    private sealed record Snapshot(Dictionary<string, Partner> Partners, DateTimeOffset At, DateTimeOffset ReadAgainAt, DateTimeOffset ServesUntil);
}
