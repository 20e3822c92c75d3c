using SecureDocket.Cards;
using SecureDocket.Credentials;

namespace SecureDocket.Signing;

/// <summary>The keys as last read from register and vault, kept for a moment so that verification needs neither.</summary>
public sealed class KeyRing(ISigningKeys vault, KeyRegister register, CardOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>How long what was read serves: a withdrawal reaches every instance within it.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    // Callers would otherwise queue up behind one timeout after the other for as long as the store is away.
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(30);

    /// <summary>The most keys that are published before another site's key is no longer taken up; the common ones then sign its cards.</summary>
    /// <remarks>Verifiers read 1,000 (docs/credential.md). What is left is for common keys, of which a year brings two or four.</remarks>
    public const int SiteKeysUpTo = 900;

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
    public async Task<PublishedKeys> PublishedAsync(CancellationToken cancellationToken) => ToPublish(await CurrentAsync(cancellationToken));

    /// <summary>The same as the register says it at this moment: what is written down for others must not have a key in force that was just withdrawn.</summary>
    /// <exception cref="DependencyUnavailableException">The register gave no answer, or no anchor is known.</exception>
    public async Task<PublishedKeys> PublishedNowAsync(CancellationToken cancellationToken) => ToPublish(await ReadAgainAsync(cancellationToken));

    /// <summary>Whether another key could take a key's place, by what the register says at this moment: for a site's key, one for all sites.</summary>
    /// <remarks>For a list key, one that verifiers believe without it: none of them would hear of its withdrawal otherwise.</remarks>
    /// <exception cref="DependencyUnavailableException">The register gave no answer, or the vault was never read.</exception>
    public async Task<bool> HasSuccessorAsync(KeyId id, CancellationToken cancellationToken) => await FindStandInsAsync(id, cancellationToken) is not null;

    /// <summary>The records of the keys for all sites that stand in for a key once it is withdrawn; null when they could not, as with <see cref="HasSuccessorAsync"/>.</summary>
    /// <exception cref="DependencyUnavailableException">The register gave no answer, or the vault was never read.</exception>
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

    /// <summary>Every key with what is known of it, newest first, and the words that lead to them.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing was read yet, and nothing can be.</exception>
    internal async Task<(IReadOnlyList<RingKey> Keys, TrustChain Chain)> StandingAsync(CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        return (current.Keys, current.Chain);
    }

    /// <summary>Has the keys read again by whoever asks next; what a reading finds that is under way serves nobody else.</summary>
    internal void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        _snapshot = _snapshot is { } last ? last with { ReadAgainAt = DateTimeOffset.MinValue } : null;
    }

    /// <summary>The key to sign cards of a site with: the site's own once verifiers know it, else one for all sites.</summary>
    /// <param name="site">The issuing site.</param>
    /// <param name="moment">When the card is issued.</param>
    /// <exception cref="DependencyUnavailableException">No key signs at that moment.</exception>
    public async Task<SigningKey> CardSignerAsync(string site, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var keys = (await CurrentAsync(cancellationToken)).Keys.Where(key => key.Key.Public.Use == KeyUse.Cards).ToList();
        return ChooseKnown(keys.Where(key => key.Key.Site == site && key.IsEndorsed), moment)
            ?? Choose(keys.Where(key => key.Key.Site is null), moment)
            ?? Choose(keys.Where(key => key.Key.Site == site), moment)
            ?? throw new DependencyUnavailableException("keys");
    }

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
            coming.Any(key => key.Key.Public.SignsUntil is null) ? null : coming.Max(key => key.Key.Public.SignsUntil),
            latest.Count);
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
        return ChooseKnown(signing, moment) ?? signing.MinBy(key => (key.KnownSince, key.Key.CreatedAt))?.Key;
    }

    /// <summary>The newest key that signs and that verifiers have had time to learn of; null when there is none such.</summary>
    private SigningKey? ChooseKnown(IEnumerable<RingKey> keys, DateTimeOffset moment) =>
        keys.FirstOrDefault(key => key.InVault && key.Key.Public.SignsAt(moment) && key.KnownSince <= moment - options.LongestStatusAge)?.Key;

    private PublishedKeys ToPublish(Snapshot snapshot) => snapshot.Keys.Any(key => key.Key.Public.Use == KeyUse.Anchor)
        ? new(
            [.. snapshot.Keys.Select(key => key.Key.Public)],
            snapshot.Chain,
            moment => Choose(snapshot.Keys.Where(key => key.Key.Public.Use == KeyUse.Lists), moment))
        : throw new DependencyUnavailableException("keys");

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

    /// <summary>What the register says at this moment, with what the vault showed last.</summary>
    private async Task<Snapshot> ReadAgainAsync(CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        var records = await RecordAsync(current.InVault, await register.ListAsync(cancellationToken), clock.GetUtcNow(), cancellationToken);
        return Combine(records, current.InVault, current.ReadAgainAt);
    }

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
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
            // Verification goes on; what signs is what the vault showed last, if it ever did.
            return Combine(records, _snapshot?.InVault ?? [], now + s_retryAfter);
        }
    }

    private Snapshot Combine(IReadOnlyList<KeyRecord> records, IReadOnlyList<SigningKey> inVault, DateTimeOffset readAgainAt)
    {
        var needed = Needed(records, inVault, clock.GetUtcNow());
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

        var words = needed.OrderBy(record => record.CreatedAt).ThenBy(record => record.Version, StringComparer.Ordinal)
            .SelectMany(record => record.Endorsements).Select(bytes => new ReadOnlyMemory<byte>(bytes));
        var chain = TrustChain.Build(options.Issuer, known, options.Endorsements.Concat(words));
        return new(
            [
                .. known.Select(key => new RingKey(
                    key,
                    needed.FirstOrDefault(record => record.Version == key.Version),
                    inVault.Any(other => other.Public.X.Span.SequenceEqual(key.Public.X.Span)),
                    chain.Reached.Contains(key.Public.Thumbprint))),
            ],
            chain, inVault, new Trust(options.Issuer, [.. known.Select(key => key.Public)]), readAgainAt);
    }

    /// <summary>The anchor of a ceremony, or the vault's throwaway one; null when none is known yet. It has no period: what it endorsed holds.</summary>
    private SigningKey? AnchorAmong(IReadOnlyList<KeyRecord> records, IReadOnlyList<SigningKey> inVault) =>
        options.Anchor is { } ofCeremony ? new SigningKey("anchor", ofCeremony, DateTimeOffset.UnixEpoch)
        : records.Where(record => record.Use == KeyUse.Anchor).OrderByDescending(record => record.IsIn(inVault)).ThenByDescending(record => record.CreatedAt).FirstOrDefault()
            is { } thrownAway ? new(thrownAway.Version, new VerificationKey(thrownAway.X, thrownAway.Y) { Use = KeyUse.Anchor }, thrownAway.CreatedAt)
        : null;

    /// <summary>Puts on record what the vault shows and the register lacks, or has otherwise.</summary>
    /// <returns>The register after that.</returns>
    private async Task<IReadOnlyList<KeyRecord>> RecordAsync(
        IReadOnlyList<SigningKey> inVault, IReadOnlyList<KeyRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var news = false;
        var published = Needed(records, inVault, now).Count;
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

    private static List<KeyRecord> Needed(IReadOnlyList<KeyRecord> records, IReadOnlyList<SigningKey> inVault, DateTimeOffset now) =>
        [.. records.Where(record => IsNeeded(record, inVault, now))];

    /// <summary>Whether a card that the key signed may still be shown: an unexpired one, were it issued in the key's last second. Every common key is a link of the chain as well, for good; and a withdrawal is never forgotten.</summary>
    private static bool IsNeeded(KeyRecord record, IReadOnlyList<SigningKey> inVault, DateTimeOffset now) =>
        record.Site is null
        || record.Withdrawal is not null
        || record.SignsUntil is not { } until
        || now < until + CardOptions.LongestValidity
        || record.IsIn(inVault);

    private sealed record Snapshot(
        IReadOnlyList<RingKey> Keys, TrustChain Chain, IReadOnlyList<SigningKey> InVault, Trust Trust, DateTimeOffset ReadAgainAt);
}

/// <summary>What verifiers are to believe.</summary>
/// <param name="Keys">The anchor and every other key, withdrawn ones too.</param>
/// <param name="Chain">The endorsements that lead from the anchor to the keys.</param>
/// <param name="SignerAt">The key to sign status lists and verifier packs of a moment with; null when none signs then.</param>
public sealed record PublishedKeys(IReadOnlyList<VerificationKey> Keys, TrustChain Chain, Func<DateTimeOffset, SigningKey?> SignerAt)
{
    /// <summary>Whether endorsements lead to a key.</summary>
    public bool IsBelieved(SigningKey? key) => key is not null && Chain.Reached.Contains(key.Public.Thumbprint);
}

/// <summary>Whether there is a key to sign with, and for how long.</summary>
/// <param name="Signs">Whether one signs now.</param>
/// <param name="IsEndorsed">Whether verifiers believe one that signs now offline, at the latest after the next publication.</param>
/// <param name="Until">When the last of those there are ends; null for never.</param>
/// <param name="Published">How many keys are published in all, of whatever use.</param>
public sealed record SigningOutlook(bool Signs, bool IsEndorsed, DateTimeOffset? Until, int Published);

/// <summary>A key with what is known of it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Record">What the register says of it; null for the anchor of a ceremony.</param>
/// <param name="InVault">Whether the vault showed it last.</param>
/// <param name="IsEndorsed">Whether endorsements lead to it from the anchor.</param>
internal sealed record RingKey(SigningKey Key, KeyRecord? Record, bool InVault, bool IsEndorsed)
{
    /// <summary>Since when verifiers can know it: believe it, or while nothing leads to it, name it.</summary>
    public DateTimeOffset KnownSince => (IsEndorsed ? Record?.BelievedSince : Record?.PublishedAt) ?? DateTimeOffset.MaxValue;
}
