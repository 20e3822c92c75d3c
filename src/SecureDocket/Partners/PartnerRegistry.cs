namespace SecureDocket.Partners;

/// <summary>The partners as last read, kept for a moment so that a verification need not read them.</summary>
/// <remarks>All of them are one request, whoever asks: an id that is none costs no request, however often it is tried.</remarks>
public sealed class PartnerRegistry(PartnerStore partners, TimeProvider clock) : IDisposable
{
    /// <summary>How long what was read serves: a revocation reaches every instance within it.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(20);

    /// <summary>How long what was read serves while the store is away; nothing is opened after it.</summary>
    public static readonly TimeSpan ServesFor = TimeSpan.FromMinutes(5);

    // Callers would otherwise queue up behind one timeout after the other for as long as the store is away.
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Snapshot? _snapshot;

    /// <summary>The partner behind a caller; refused when it is not registered, or revoked.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing was read of late, and nothing can be.</exception>
    public async Task<Result<Partner>> CallerAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var known = (await CurrentAsync(cancellationToken)).Partners.GetValueOrDefault(actor.Id);
        return known switch
        {
            null => new Refusal("partner-unknown", "The token is good, and no partner is registered under its object id."),
            { RevokedAt: not null } => new Refusal("partner-revoked", "The partner is revoked for good."),
            _ => known,
        };
    }

    /// <summary>Reads anew when next asked: what this instance changed it knows at once.</summary>
    public void Forget() => Volatile.Write(ref _snapshot, null);

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    private async Task<Snapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } fresh)
        {
            return fresh;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            return Fresh() ?? await ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    private Snapshot? Fresh()
    {
        var (snapshot, now) = (Volatile.Read(ref _snapshot), clock.GetUtcNow());
        return snapshot is not null && now < snapshot.ReadAgainAt && now < snapshot.At + ServesFor ? snapshot : null;
    }

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = Volatile.Read(ref _snapshot);
        try
        {
            next = new((await partners.AllAsync(cancellationToken)).ToDictionary(partner => partner.Id, StringComparer.Ordinal), now, now + FreshFor);
        }
        catch (DependencyUnavailableException) when (next is not null && now < next.At + ServesFor)
        {
            next = next with { ReadAgainAt = now + s_retryAfter };
        }

        Volatile.Write(ref _snapshot, next);
        return next;
    }

    private sealed record Snapshot(Dictionary<string, Partner> Partners, DateTimeOffset At, DateTimeOffset ReadAgainAt);
}
