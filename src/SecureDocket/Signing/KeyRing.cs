using SecureDocket.Cards;
using SecureDocket.Credentials;

namespace SecureDocket.Signing;

/// <summary>Caches the keys of register and vault for a short time, so that verification needs neither.</summary>
public sealed class KeyRing(ISigningKeys vault, KeyRegister register, CardOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>How long the cache is fresh; a withdrawal reaches every instance within this time.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    // Otherwise callers would wait for one timeout after another while the storage is unavailable.
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(30);

    /// <summary>The number of published keys from which no further site key is used; common keys then sign that site's cards.</summary>
    /// <remarks>Verifiers read 1,000 (docs/credential.md). The rest is reserved for common keys, of which two to four are added a year.</remarks>
    public const int SiteKeysUpTo = 900;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private long _forgotten;
    private KeySnapshot? _snapshot;

    /// <summary>Every key that an issued card or list may name, including withdrawn ones; newest first.</summary>
    /// <remarks>If the vault is unavailable, the register is used; if the register is unavailable, the cache.</remarks>
    /// <exception cref="DependencyUnavailableException">Nothing is cached, and nothing can be read.</exception>
    public async Task<IReadOnlyList<SigningKey>> KeysAsync(CancellationToken cancellationToken) =>
        [.. (await CurrentAsync(cancellationToken)).Keys.Select(key => key.Key)];

    /// <summary>The trust that the verifier pack publishes: the anchor, the keys, and the endorsements that lead to them.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing is cached and nothing can be read, or no anchor is known.</exception>
    public async Task<PublishedKeys> PublishedAsync(CancellationToken cancellationToken) => ToPublish(await CurrentAsync(cancellationToken));

    /// <summary>The same, read from the register now: published trust must not contain a key that was just withdrawn.</summary>
    /// <exception cref="DependencyUnavailableException">The register did not respond, or no anchor is known.</exception>
    public async Task<PublishedKeys> PublishedNowAsync(CancellationToken cancellationToken) => ToPublish(await ReadAgainAsync(cancellationToken));

    /// <summary>Whether another key could replace a key, by the register's current content; for a site's key, a key for all sites.</summary>
    /// <remarks>For a list key, it must be one that verifiers trust without this one; otherwise they would not learn about the withdrawal.</remarks>
    /// <exception cref="DependencyUnavailableException">The register did not respond, or the vault was never read.</exception>
    public async Task<bool> HasSuccessorAsync(KeyId id, CancellationToken cancellationToken) => await FindStandInsAsync(id, cancellationToken) is not null;

    /// <summary>
    /// The records of the keys for all sites that replace a key once it is withdrawn; null if there are none, as for <see
    /// cref="HasSuccessorAsync"/>.
    /// </summary>
    /// <exception cref="DependencyUnavailableException">The register did not respond, or the vault was never read.</exception>
    internal async Task<IReadOnlyList<KeyRecord>?> FindStandInsAsync(KeyId id, CancellationToken cancellationToken)
    {
        var current = await ReadAgainAsync(cancellationToken);
        if (current.InVault.Count == 0)
        {
            throw new DependencyUnavailableException("keys");
        }

        var uses = current.Keys.Where(key => key.Key.Public.Id == id).Select(key => key.Key.Public.Use).ToHashSet();
        var others = current.Keys.Where(key => key.Key.Public.Id != id).ToList();
        var chain = TrustChain.Build(options.Issuer, [.. others.Select(key => key.Key)], current.Chain.Links.Select(link => link.Word));
        var standIns = others.Where(other => other.Key.Site is null && uses.Contains(other.Key.Public.Use) && other.Key.Public.WithdrawnAt is null).ToList();
        return uses.All(use => standIns.Exists(other =>
            other.InVault
            && other.Key.Public.Use == use
            && other.Key.Public.SignsAt(clock.GetUtcNow())
            && (use == KeyUse.Cards || chain.Reached.Contains(other.Key.Public.Thumbprint))))
            ? [.. standIns.Select(other => other.Record).OfType<KeyRecord>()]
            : null;
    }

    /// <summary>Every key with its record, newest first, and the endorsements that lead to them.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing is cached, and nothing can be read.</exception>
    internal async Task<(IReadOnlyList<RingKey> Keys, TrustChain Chain)> StandingAsync(CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        return (current.Keys, current.Chain);
    }

    /// <summary>Makes the next call read the keys again; a read in progress is not cached.</summary>
    internal void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        _snapshot = _snapshot is { } last ? last with { ReadAgainAt = DateTimeOffset.MinValue } : null;
    }

    /// <summary>The key that signs a site's cards: the site's own once verifiers know it, otherwise one for all sites.</summary>
    /// <param name="site">The issuing site.</param>
    /// <param name="moment">When the card is issued.</param>
    /// <exception cref="DependencyUnavailableException">No key signs at that time.</exception>
    public async Task<SigningKey> CardSignerAsync(string site, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var keys = (await CurrentAsync(cancellationToken)).Keys.Where(key => key.Key.Public.Use == KeyUse.Cards).ToList();
        return ChooseKnown(keys.Where(key => key.Key.Site == site && key.IsEndorsed), moment)
            ?? Choose(keys.Where(key => key.Key.Site is null), moment)
            ?? Choose(keys.Where(key => key.Key.Site == site), moment)
            ?? throw new DependencyUnavailableException("keys");
    }

    /// <summary>Whether a key that was chosen earlier is still in its signing period.</summary>
    public async Task<bool> StillSignsAsync(KeyId id, DateTimeOffset moment, CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).Keys.Any(key => key.Key.Public.Id == id && key.InVault && key.Key.Public.SignsAt(moment));

    /// <summary>
    /// Whether cards or lists can be signed, and for how long with the keys currently in the vault. Site keys do not count, since common
    /// keys can replace them.
    /// </summary>
    /// <remarks>If the wait ends before the read, as with an unresponsive storage, the cache is used.</remarks>
    /// <exception cref="DependencyUnavailableException">Nothing is cached, and nothing can be read.</exception>
    /// <exception cref="OperationCanceledException">Nothing is cached, and the wait ended.</exception>
    public async Task<SigningOutlook> OutlookAsync(KeyUse use, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var latest = (await LatestAsync(cancellationToken)).Keys;
        var coming = latest
            .Where(key => key.InVault && key.Key.Site is null)
            .Where(key => key.Key.Public.Use == use && key.Key.Public.WithdrawnAt is null && !(key.Key.Public.SignsUntil <= moment))
            .ToList();
        return new(
            coming.Any(key => key.Key.Public.SignsAt(moment)),
            // An anchor in the vault endorses with the next publication.
            coming.Any(key => key.IsEndorsed && key.Key.Public.SignsAt(moment)) || latest.Any(key => key.InVault && key.Key.Public.Use == KeyUse.Anchor),
            coming.Any(key => key.Key.Public.SignsUntil is null) ? null : coming.Max(key => key.Key.Public.SignsUntil),
            latest.Count);
    }

    /// <summary>The trust of our own verifications. If the wait ends before the read, the cache is used.</summary>
    public async Task<Trust> TrustAsync(CancellationToken cancellationToken) => (await LatestAsync(cancellationToken)).Trust;

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    /// <summary>The newest key that verifiers have had time to learn; if there is none, the one they have known longest.</summary>
    /// <remarks>A key that the anchor vouches for is preferred to one that no verifier trusts; online, even that one works.</remarks>
    private SigningKey? Choose(IEnumerable<RingKey> keys, DateTimeOffset moment)
    {
        var signing = keys.Where(key => key.InVault && key.Key.Public.SignsAt(moment)).ToList();
        signing = signing.Exists(key => key.IsEndorsed) ? signing.FindAll(key => key.IsEndorsed) : signing;
        return ChooseKnown(signing, moment) ?? signing.MinBy(key => (key.KnownSince, key.Key.CreatedAt))?.Key;
    }

    /// <summary>The newest key that signs and that verifiers have had time to learn; null if there is none.</summary>
    private SigningKey? ChooseKnown(IEnumerable<RingKey> keys, DateTimeOffset moment) =>
        keys.FirstOrDefault(key => key.InVault && key.Key.Public.SignsAt(moment) && key.KnownSince <= moment - options.LongestStatusAge)?.Key;

    private PublishedKeys ToPublish(KeySnapshot snapshot) => snapshot.Keys.Any(key => key.Key.Public.Use == KeyUse.Anchor)
        ? new(
            [.. snapshot.Keys.Select(key => key.Key.Public)],
            snapshot.Chain,
            moment => Choose(snapshot.Keys.Where(key => key.Key.Public.Use == KeyUse.Lists), moment))
        : throw new DependencyUnavailableException("keys");

    /// <summary>The current state; the cached one if the wait ends before the read.</summary>
    private async Task<KeySnapshot> LatestAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CurrentAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (_snapshot is { } last)
        {
            return last;
        }
    }

    private async Task<KeySnapshot> CurrentAsync(CancellationToken cancellationToken)
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

            // A read that was in progress during Forget may lack the change, so the next caller reads again.
            var forgotten = Interlocked.Read(ref _forgotten);
            var read = await ReadAsync(cancellationToken);
            return _snapshot = forgotten == Interlocked.Read(ref _forgotten) ? read : read with { ReadAgainAt = DateTimeOffset.MinValue };
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

    /// <summary>The register's current content, with the last state of the vault.</summary>
    private async Task<KeySnapshot> ReadAgainAsync(CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        var records = await RecordAsync(current.InVault, await register.ListAsync(cancellationToken), clock.GetUtcNow(), cancellationToken);
        return Combine(records, current.InVault, current.ReadAgainAt);
    }

    private async Task<KeySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var records = await register.ListAsync(cancellationToken);
        try
        {
            var inVault = await vault.ListAsync(cancellationToken);
            return Combine(await RecordAsync(inVault, records, now, cancellationToken), inVault, now + FreshFor);
        }
        catch (DependencyUnavailableException) when (records.Count > 0)
        {
            // Verification continues; the signing keys are those that the vault last showed, if any.
            return Combine(records, _snapshot?.InVault ?? [], now + s_retryAfter);
        }
    }

    private KeySnapshot Combine(IReadOnlyList<KeyRecord> records, IReadOnlyList<SigningKey> inVault, DateTimeOffset readAgainAt) =>
        KeySnapshot.Combine(options, records, inVault, clock.GetUtcNow(), readAgainAt);

    /// <summary>Registers the vault's keys that the register lacks or has differently.</summary>
    /// <returns>The register afterwards.</returns>
    private async Task<IReadOnlyList<KeyRecord>> RecordAsync(
        IReadOnlyList<SigningKey> inVault, IReadOnlyList<KeyRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var news = false;
        var published = KeySnapshot.Needed(records, inVault, now).Count;
        foreach (var key in inVault)
        {
            var known = records.FirstOrDefault(record => record.X.AsSpan().SequenceEqual(key.Public.X.Span));
            if (known is null && key.Site is not null && published >= SiteKeysUpTo)
            {
                continue;
            }

            if (known is null || (known.SignsFrom, known.SignsUntil, known.Site) != (key.Public.SignsFrom, key.Public.SignsUntil, key.Site))
            {
                await register.RecordAsync(key, now, known, cancellationToken);
                news = true;
                published += known is null ? 1 : 0;
            }
        }

        return news ? await register.ListAsync(cancellationToken) : records;
    }
}

/// <summary>The published trust.</summary>
/// <param name="Keys">The anchor and every other key, including withdrawn ones.</param>
/// <param name="Chain">The endorsements that lead from the anchor to the keys.</param>
/// <param name="SignerAt">The key that signs status lists and verifier packs at a moment; null if none does.</param>
public sealed record PublishedKeys(IReadOnlyList<VerificationKey> Keys, TrustChain Chain, Func<DateTimeOffset, SigningKey?> SignerAt)
{
    /// <summary>Whether endorsements lead to a key.</summary>
    public bool IsBelieved(SigningKey? key) => key is not null && Chain.Reached.Contains(key.Public.Thumbprint);
}

/// <summary>Whether there is a signing key, and for how long.</summary>
/// <param name="Signs">Whether a key signs now.</param>
/// <param name="IsEndorsed">Whether verifiers trust a current signing key offline, at the latest after the next publication.</param>
/// <param name="Until">When the last of the known keys ends; null for never.</param>
/// <param name="Published">The number of published keys of all uses.</param>
public sealed record SigningOutlook(bool Signs, bool IsEndorsed, DateTimeOffset? Until, int Published);
