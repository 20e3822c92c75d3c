using SecureDocket.Cards;
using SecureDocket.Credentials;

namespace SecureDocket.Signing;

/// <summary>The keys of register and vault at one time, and the trust that follows from them.</summary>
/// <param name="Keys">Every key that an issued card or list may name, newest first, and the anchor, if known.</param>
/// <param name="Chain">The endorsements that lead from the anchor to the keys.</param>
/// <param name="InVault">The keys that the vault showed last.</param>
/// <param name="Trust">The trust of our own verifications.</param>
/// <param name="ReadAgainAt">When register and vault should be read again.</param>
internal sealed record KeySnapshot(
    IReadOnlyList<RingKey> Keys, TrustChain Chain, IReadOnlyList<SigningKey> InVault, Trust Trust, DateTimeOffset ReadAgainAt)
{
    /// <summary>Combines the keys of register and vault, and finds the endorsements that lead to them.</summary>
    /// <param name="options">The issuer, its anchor and the endorsements of the ceremony.</param>
    /// <param name="records">The register.</param>
    /// <param name="inVault">The vault, as last shown.</param>
    /// <param name="now">The current time.</param>
    /// <param name="readAgainAt">When both should be read again.</param>
    /// <exception cref="DependencyUnavailableException">There is no key.</exception>
    public static KeySnapshot Combine(
        CardOptions options, IReadOnlyList<KeyRecord> records, IReadOnlyList<SigningKey> inVault, DateTimeOffset now, DateTimeOffset readAgainAt)
    {
        var needed = Needed(records, inVault, now);
        var anchor = AnchorAmong(options, needed, inVault);
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

    /// <summary>The records of the keys that verifiers still need.</summary>
    public static List<KeyRecord> Needed(IReadOnlyList<KeyRecord> records, IReadOnlyList<SigningKey> inVault, DateTimeOffset now) =>
        [.. records.Where(record => IsNeeded(record, inVault, now))];

    /// <summary>
    /// Whether a card signed by the key may still be valid, even if issued in the key's last second. Every common key also stays a link of
    /// the chain for good, and a withdrawal is never forgotten.
    /// </summary>
    private static bool IsNeeded(KeyRecord record, IReadOnlyList<SigningKey> inVault, DateTimeOffset now) =>
        record.Site is null
        || record.Withdrawal is not null
        || record.SignsUntil is not { } until
        || now < until + CardOptions.LongestValidity
        || record.IsIn(inVault);

    /// <summary>The anchor of a ceremony, or the vault's throwaway one; null if none is known yet. It has no period: its endorsements stay valid.</summary>
    private static SigningKey? AnchorAmong(CardOptions options, IReadOnlyList<KeyRecord> records, IReadOnlyList<SigningKey> inVault) =>
        options.Anchor is { } ofCeremony ? new SigningKey("anchor", ofCeremony, DateTimeOffset.UnixEpoch)
        : records.Where(record => record.Use == KeyUse.Anchor).OrderByDescending(record => record.IsIn(inVault)).ThenByDescending(record => record.CreatedAt).FirstOrDefault()
            is { } thrownAway ? new(thrownAway.Version, new VerificationKey(thrownAway.X, thrownAway.Y) { Use = KeyUse.Anchor }, thrownAway.CreatedAt)
        : null;
}

/// <summary>A key and its state.</summary>
/// <param name="Key">The key.</param>
/// <param name="Record">The key's record in the register; null for the anchor of a ceremony.</param>
/// <param name="InVault">Whether the vault showed it last.</param>
/// <param name="IsEndorsed">Whether endorsements lead to it from the anchor.</param>
internal sealed record RingKey(SigningKey Key, KeyRecord? Record, bool InVault, bool IsEndorsed)
{
    /// <summary>Since when verifiers can know the key: since they trust it or, while no endorsement leads to it, since it was published.</summary>
    public DateTimeOffset KnownSince => (IsEndorsed ? Record?.BelievedSince : Record?.PublishedAt) ?? DateTimeOffset.MaxValue;
}
