using SecureDocket.Credentials;

namespace SecureDocket.Keys;

/// <summary>The signing keys as last read from the vault, kept for a while so that verification needs no vault.</summary>
public sealed class KeyRing(ISigningKeys keys, CardOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_freshFor = TimeSpan.FromMinutes(5);

    // Callers would otherwise queue up behind one timeout after the other for as long as the vault is away.
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Snapshot? _snapshot;

    /// <summary>The keys, newest first; one at least.</summary>
    /// <remarks>When the vault is away, keys read earlier still serve: a public key does not go stale by itself.</remarks>
    public async Task<IReadOnlyList<SigningKey>> KeysAsync(CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).Keys;

    /// <summary>The newest key whose time to sign has come and not gone: one may be published ahead of its time.</summary>
    /// <exception cref="DependencyUnavailableException">No key signs at present.</exception>
    public async Task<SigningKey> SignerAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return (await KeysAsync(cancellationToken))
            .FirstOrDefault(key => !(now < key.SignsFrom) && !(now >= key.SignsUntil)) ?? throw new DependencyUnavailableException("keys");
    }

    /// <summary>What our own verifications believe.</summary>
    public async Task<Trust> TrustAsync(CancellationToken cancellationToken) => (await CurrentAsync(cancellationToken)).Trust;

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    private async Task<Snapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is { } fresh && clock.GetUtcNow() < fresh.ReadAgainAt)
        {
            return fresh;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_snapshot is { } just && clock.GetUtcNow() < just.ReadAgainAt)
            {
                return just;
            }

            var list = await keys.ListAsync(cancellationToken);
            if (list.Count == 0)
            {
                throw new DependencyUnavailableException("keys");
            }

            return _snapshot = new(list, new Trust(options.Issuer, list.Select(key => key.Public)), clock.GetUtcNow() + s_freshFor);
        }
        catch (DependencyUnavailableException) when (_snapshot is not null)
        {
            return _snapshot = _snapshot with { ReadAgainAt = clock.GetUtcNow() + s_retryAfter };
        }
        finally
        {
            _reading.Release();
        }
    }

    private sealed record Snapshot(IReadOnlyList<SigningKey> Keys, Trust Trust, DateTimeOffset ReadAgainAt);
}
