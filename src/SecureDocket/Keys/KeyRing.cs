using SecureDocket.Credentials;

namespace SecureDocket.Keys;

/// <summary>The keys as last read from register and vault, kept for a moment so that verification needs neither.</summary>
public sealed class KeyRing(ISigningKeys vault, KeyRegister register, CardOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>How long what was read serves: a withdrawal reaches every instance within it.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    // Callers would otherwise queue up behind one timeout after the other for as long as the store is away.
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private long _forgotten;
    private Snapshot? _snapshot;

    /// <summary>Every key that a card or list in the field may name, withdrawn ones too; newest first.</summary>
    /// <remarks>Without the vault, the register serves; without the register, what was read earlier.</remarks>
    /// <exception cref="DependencyUnavailableException">Nothing was read yet, and nothing can be.</exception>
    public async Task<IReadOnlyList<SigningKey>> KeysAsync(CancellationToken cancellationToken) =>
        [.. (await CurrentAsync(cancellationToken)).Keys.Select(key => key.Key)];

    /// <summary>What verifiers are to believe, for the verifier pack: the anchor, the keys, and the endorsements that lead to them.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing was read yet, and nothing can be; or no anchor is known.</exception>
    public async Task<PublishedKeys> PublishedAsync(CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        return current.Keys.Any(key => key.Key.Public.Use == KeyUse.Anchor)
            ? new([.. current.Keys.Select(key => key.Key.Public)], current.Chain)
            : throw new DependencyUnavailableException("keys");
    }

    /// <summary>Every key with what is known of it, newest first.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing was read yet, and nothing can be.</exception>
    internal async Task<IReadOnlyList<RingKey>> StandingAsync(CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).Keys;

    /// <summary>Has the keys read again by whoever asks next; what a reading finds that is under way serves nobody else.</summary>
    internal void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        _snapshot = _snapshot is { } last ? last with { ReadAgainAt = DateTimeOffset.MinValue } : null;
    }

    /// <summary>The key to sign cards of a site with: the site's own when it has one, else one for all sites.</summary>
    /// <param name="site">The issuing site.</param>
    /// <param name="moment">When the card is issued.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DependencyUnavailableException">No key signs at that moment.</exception>
    public async Task<SigningKey> CardSignerAsync(string site, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var keys = (await CurrentAsync(cancellationToken)).Keys.Where(key => key.Key.Public.Use == KeyUse.Cards).ToList();
        return Choose(keys.Where(key => key.Key.Site == site), moment)
            ?? Choose(keys.Where(key => key.Key.Site is null), moment)
            ?? throw new DependencyUnavailableException("keys");
    }

    /// <summary>The key to sign status lists and verifier packs with.</summary>
    /// <exception cref="DependencyUnavailableException">No key signs at that moment.</exception>
    public async Task<SigningKey> ListSignerAsync(DateTimeOffset moment, CancellationToken cancellationToken) =>
        Choose((await CurrentAsync(cancellationToken)).Keys.Where(key => key.Key.Public.Use == KeyUse.Lists), moment)
        ?? throw new DependencyUnavailableException("keys");

    /// <summary>Whether a key that was chosen earlier still signs.</summary>
    public async Task<bool> StillSignsAsync(KeyId id, DateTimeOffset moment, CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).Keys.Any(key => key.Key.Public.Id == id && key.InVault && key.Key.Public.SignsAt(moment));

    /// <summary>Whether cards or lists can be signed, and for how long with the keys that the vault shows now. Keys of single sites do not count: the common ones take their place.</summary>
    /// <remarks>Where the wait ends before there is news, as with a silent store, what was read last serves.</remarks>
    /// <exception cref="DependencyUnavailableException">Nothing was read yet, and nothing can be.</exception>
    /// <exception cref="OperationCanceledException">Nothing was read yet, and the wait ended.</exception>
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
            coming.Any(key => key.Key.Public.SignsUntil is null) ? null : coming.Max(key => key.Key.Public.SignsUntil));
    }

    /// <summary>What our own verifications believe. Where the wait ends before there is news, what was read last serves.</summary>
    public async Task<Trust> TrustAsync(CancellationToken cancellationToken) => (await LatestAsync(cancellationToken)).Trust;

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    /// <summary>The newest key that verifiers have had time to learn of; while there is none such, the one that they have known longest.</summary>
    /// <remarks>One that the anchor vouches for goes before one that no verifier would believe; online even that one serves.</remarks>
    private SigningKey? Choose(IEnumerable<RingKey> keys, DateTimeOffset moment)
    {
        var signing = keys.Where(key => key.InVault && key.Key.Public.SignsAt(moment)).ToList();
        signing = signing.Exists(key => key.IsEndorsed) ? signing.FindAll(key => key.IsEndorsed) : signing;
        return (signing.FirstOrDefault(key => key.PublishedAt + options.LongestStatusAge <= moment) ?? signing.MinBy(key => key.PublishedAt))?.Key;
    }

    /// <summary>What is known now; what was read last where the wait ends before there is news.</summary>
    private async Task<Snapshot> LatestAsync(CancellationToken cancellationToken)
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

            // What was forgotten while it was read may lack what made it so: the next caller reads again.
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

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var records = await register.ListAsync(cancellationToken);
        var readAgainAt = now + FreshFor;
        IReadOnlyList<SigningKey> inVault;
        try
        {
            inVault = await vault.ListAsync(cancellationToken);
            if (await RecordNewsAsync(inVault, records, now, cancellationToken))
            {
                records = await register.ListAsync(cancellationToken);
            }
        }
        catch (DependencyUnavailableException) when (records.Count > 0)
        {
            // Verification goes on; what signs is what the vault showed last, if it ever did.
            inVault = _snapshot?.InVault ?? [];
            readAgainAt = now + s_retryAfter;
        }

        var needed = records.Where(record => IsNeeded(record, inVault, now)).ToList();
        var anchor = AnchorAmong(needed, inVault);
        List<SigningKey> known =
        [
            .. needed.Where(record => record.Use != KeyUse.Anchor).Select(record => record.ToKey())
                .OrderByDescending(key => key.CreatedAt).ThenBy(key => key.Version, StringComparer.Ordinal),
            .. anchor is null ? [] : new[] { anchor },
        ];
        if (known.Count == 0)
        {
            throw new DependencyUnavailableException("keys");
        }

        // A key of a site endorses no other, so that the chain is in order when it goes by age and ends with theirs.
        IReadOnlyList<ReadOnlyMemory<byte>> chain =
        [
            .. options.Endorsements,
            .. needed.OrderBy(record => record.Site is not null).ThenBy(record => record.CreatedAt).ThenBy(record => record.Version, StringComparer.Ordinal)
                .SelectMany(record => record.Endorsements).Select(bytes => new ReadOnlyMemory<byte>(bytes)),
        ];
        var publics = known.Select(key => key.Public).ToList();
        var endorsed = KeyChain.Reach(options.Issuer, publics, chain) ?? throw new InvalidOperationException("An endorsement on record is malformed.");
        return new(
            [
                .. known.Select(key => new RingKey(
                    key,
                    needed.FirstOrDefault(record => record.Version == key.Version)?.PublishedAt ?? DateTimeOffset.UnixEpoch,
                    inVault.Any(other => other.Public.X.Span.SequenceEqual(key.Public.X.Span)),
                    endorsed.Contains(key.Public))),
            ],
            chain, inVault, new Trust(options.Issuer, publics), readAgainAt);
    }

    /// <summary>The anchor of a ceremony, or the vault's throwaway one; null when none is known yet. It has no period: what it endorsed holds.</summary>
    private SigningKey? AnchorAmong(IReadOnlyList<KeyRecord> records, IReadOnlyList<SigningKey> inVault) =>
        options.Anchor is { } ofCeremony ? new SigningKey("anchor", ofCeremony, DateTimeOffset.UnixEpoch)
        : records.Where(record => record.Use == KeyUse.Anchor).OrderByDescending(record => record.IsIn(inVault)).ThenByDescending(record => record.CreatedAt).FirstOrDefault()
            is { } thrownAway ? new(thrownAway.Version, new VerificationKey(thrownAway.X, thrownAway.Y) { Use = KeyUse.Anchor }, thrownAway.CreatedAt)
        : null;

    private async Task<bool> RecordNewsAsync(
        IReadOnlyList<SigningKey> inVault, IReadOnlyList<KeyRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var news = false;
        foreach (var key in inVault)
        {
            var known = records.FirstOrDefault(record => record.X.AsSpan().SequenceEqual(key.Public.X.Span));
            if (known is null || (known.SignsFrom, known.SignsUntil, known.Site) != (key.Public.SignsFrom, key.Public.SignsUntil, key.Site))
            {
                await register.RecordAsync(key, now, known, cancellationToken);
                news = true;
            }
        }

        return news;
    }

    /// <summary>Whether a card that the key signed may still be shown: an unexpired one, were it issued in the key's last second. Every common key is a link of the chain as well, for good; and a withdrawal is never forgotten.</summary>
    private static bool IsNeeded(KeyRecord record, IReadOnlyList<SigningKey> inVault, DateTimeOffset now) =>
        record.Site is null
        || record.Withdrawal is not null
        || record.SignsUntil is not { } until
        || now < until + CardOptions.LongestValidity
        || record.IsIn(inVault);

    private sealed record Snapshot(
        IReadOnlyList<RingKey> Keys, IReadOnlyList<ReadOnlyMemory<byte>> Chain, IReadOnlyList<SigningKey> InVault, Trust Trust, DateTimeOffset ReadAgainAt);
}

/// <summary>What verifiers are to believe.</summary>
/// <param name="Keys">The anchor and every other key, withdrawn ones too.</param>
/// <param name="Chain">The sealed endorsements, each after those that it rests on.</param>
public sealed record PublishedKeys(IReadOnlyList<VerificationKey> Keys, IReadOnlyList<ReadOnlyMemory<byte>> Chain);

/// <summary>Whether there is a key to sign with, and for how long.</summary>
/// <param name="Signs">Whether one signs now.</param>
/// <param name="IsEndorsed">Whether verifiers believe one that signs now offline, at the latest after the next publication.</param>
/// <param name="Until">When the last of those there are ends; null for never.</param>
public sealed record SigningOutlook(bool Signs, bool IsEndorsed, DateTimeOffset? Until);

/// <summary>A key with what is known of it.</summary>
/// <param name="Key">The key.</param>
/// <param name="PublishedAt">Since when verifiers can know it.</param>
/// <param name="InVault">Whether the vault showed it last.</param>
/// <param name="IsEndorsed">Whether endorsements lead to it from the anchor.</param>
internal sealed record RingKey(SigningKey Key, DateTimeOffset PublishedAt, bool InVault, bool IsEndorsed);
