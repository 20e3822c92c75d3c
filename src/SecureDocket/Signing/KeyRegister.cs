using SecureDocket.Credentials;
using SecureDocket.Storage;

namespace SecureDocket.Signing;

/// <summary>Registers every public key that ever signed. A key that the vault forgets or loses must still be trusted, or known to be withdrawn.</summary>
public sealed class KeyRegister(ITables tables)
{
    private const string Partition = "keys";

    /// <summary>The maximum number of endorsements stored per key.</summary>
    /// <remarks>A key has one from each older key in force, of which there are two or three; a row holds 64 KiB, and an endorsement some 250 bytes.</remarks>
    public const int EndorsementLimit = 16;

    private const int PageSize = 1000;

    // A hundred sites with yearly keys, for a century.
    private const int PageLimit = 10;

    private readonly RowTable<KeyRecord> _keys = new(tables, TableNames.Keys, SigningJson.Rows.KeyRecord);

    /// <summary>All registered keys. One request per thousand.</summary>
    /// <exception cref="InvalidOperationException">There are more than ten thousand.</exception>
    public async Task<IReadOnlyList<KeyRecord>> ListAsync(CancellationToken cancellationToken)
    {
        List<KeyRecord> records = [];
        for (var (page, from) = (0, ""); page < PageLimit; page++)
        {
            var rows = await _keys.RangeAsync(Partition, from, "~", PageSize, cancellationToken);
            records.AddRange(rows.Select(Read));
            if (rows.Count < PageSize)
            {
                return records;
            }

            from = rows[^1].Key + " ";
        }

        throw new InvalidOperationException("The register holds more keys than can be read.");
    }

    /// <summary>A registered key; null if there is none with this ID. One request.</summary>
    public async Task<KeyRecord?> FindAsync(KeyId id, CancellationToken cancellationToken) =>
        await _keys.FindAsync(Partition, id.ToString(), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Registers a key that the vault shows for the first time, or updates its period; a recorded withdrawal stays.</summary>
    public async Task RecordAsync(SigningKey key, DateTimeOffset now, KeyRecord? known, CancellationToken cancellationToken)
    {
        var record = new KeyRecord
        {
            Version = key.Version,
            X = key.Public.X.ToArray(),
            Y = key.Public.Y.ToArray(),
            Use = key.Public.Use,
            Site = key.Site,
            CreatedAt = key.CreatedAt,
            SignsFrom = key.Public.SignsFrom,
            SignsUntil = key.Public.SignsUntil,
            PublishedAt = known?.PublishedAt ?? now,
            BelievedSince = known?.BelievedSince,
            Withdrawal = known?.Withdrawal,
            Endorsements = known?.Endorsements ?? [],
        };
        var kid = key.Public.Id.ToString();
        await _keys.CommitAsync(Partition, [known is null ? _keys.Insert(kid, record) : _keys.Replace(kid, record, known.Guard!)], cancellationToken);
    }

    /// <summary>Permanently withdraws a key.</summary>
    /// <returns>The withdrawal in effect, which is the first one; null if no such key is registered.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed, or the row kept changing.</exception>
    public async Task<WithdrawnKey?> WithdrawAsync(KeyId id, WithdrawnKey withdrawal, CancellationToken cancellationToken) =>
        (await ChangeAsync(id, known => known.Withdrawal is null ? known with { Withdrawal = withdrawal } : known, cancellationToken))?.Withdrawal;

    /// <summary>Permanently withdraws a key, if neither it nor any key that would replace it has changed since they were read.</summary>
    /// <param name="key">The key, as read.</param>
    /// <param name="withdrawal">The withdrawal.</param>
    /// <param name="standIns">The keys that would replace it; withdrawing them at the same moment would leave none.</param>
    /// <returns>False if one of them has changed.</returns>
    internal async Task<bool> WithdrawAsync(KeyRecord key, WithdrawnKey withdrawal, IReadOnlyList<KeyRecord> standIns, CancellationToken cancellationToken)
    {
        RowWrite[] writes = [.. standIns.Take(StorageLimits.Writes - 1).Prepend(key with { Withdrawal = withdrawal })
            .Select(record => _keys.Replace(record.ToKey().Public.Id.ToString(), record, record.Guard!))];
        return await _keys.CommitAsync(Partition, writes, cancellationToken) is not null;
    }

    /// <summary>Adds an endorsement of a key. If two runs endorse it at the same time, both endorsements are stored, and either is enough.</summary>
    /// <param name="id">The key.</param>
    /// <param name="endorsement">
    /// The sealed <see cref="Endorsement"/>. If the limit is reached it replaces all others, since one is only requested when none of them
    /// is valid any more.
    /// </param>
    /// <param name="now">When it will be published.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed, or the row kept changing.</exception>
    public Task EndorseAsync(KeyId id, byte[] endorsement, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            known => known with
            {
                Endorsements = known.Endorsements.Count < EndorsementLimit ? [.. known.Endorsements, endorsement] : [endorsement],
                BelievedSince = known.BelievedSince ?? now,
            },
            cancellationToken);

    /// <summary>Records since when verifiers trust a key; null once no endorsement leads to it any more.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed, or the row kept changing.</exception>
    public Task NoteBelievedAsync(KeyId id, DateTimeOffset? since, CancellationToken cancellationToken) =>
        ChangeAsync(id, known => known with { BelievedSince = since }, cancellationToken);

    /// <summary>Changes the current record; null if no such key is registered.</summary>
    private async Task<KeyRecord?> ChangeAsync(KeyId id, Func<KeyRecord, KeyRecord> change, CancellationToken cancellationToken)
    {
        const int AttemptLimit = 8;
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await FindAsync(id, cancellationToken) is not { } known)
            {
                return null;
            }

            var changed = change(known);
            if (ReferenceEquals(changed, known))
            {
                return known;
            }

            if (await _keys.ReplaceAsync(Partition, id.ToString(), changed, known.Guard!, cancellationToken) is not null)
            {
                return changed;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static KeyRecord Read(Stored<KeyRecord> row) => row.Value with { Guard = row.Version };
}

/// <summary>A registered public key.</summary>
public sealed record KeyRecord
{
    /// <summary>The version's name in the vault.</summary>
    public required string Version { get; init; }

    /// <summary>The x coordinate, 32 bytes.</summary>
    public required byte[] X { get; init; }

    /// <summary>The y coordinate, 32 bytes.</summary>
    public required byte[] Y { get; init; }

    /// <summary>What the key signs.</summary>
    public required KeyUse Use { get; init; }

    /// <summary>The only site whose cards it signs; null for keys of all sites.</summary>
    public string? Site { get; init; }

    /// <summary>When the vault created it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The start of its signing period.</summary>
    public DateTimeOffset? SignsFrom { get; init; }

    /// <summary>The end of its signing period.</summary>
    public DateTimeOffset? SignsUntil { get; init; }

    /// <summary>When it was published to verifiers.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Since when packs contain a chain from the anchor to it; null while they do not.</summary>
    public DateTimeOffset? BelievedSince { get; init; }

    /// <summary>Its withdrawal; null while it is in force.</summary>
    public WithdrawnKey? Withdrawal { get; init; }

    /// <summary>The sealed <see cref="Endorsement"/>s in which other keys and the vault's anchor state that it belongs to the issuer.</summary>
    public IReadOnlyList<byte[]> Endorsements { get; init; } = [];

    /// <summary>The row's version; not stored.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Guard { get; init; }

    /// <summary>Whether the vault shows the key. The key itself is compared, since a recreated vault may reuse a name.</summary>
    internal bool IsIn(IReadOnlyList<SigningKey> vault) => vault.Any(key => key.Public.X.Span.SequenceEqual(X));

    /// <summary>The public key, as verifiers trust it.</summary>
    internal SigningKey ToKey() => new(
        Version, new VerificationKey(X, Y) { Use = Use, SignsFrom = SignsFrom, SignsUntil = SignsUntil, WithdrawnAt = Withdrawal?.At }, CreatedAt)
    {
        Site = Site,
    };
}

/// <summary>The withdrawal of a key.</summary>
/// <param name="At">When it was withdrawn.</param>
/// <param name="Reason">The reason, from <see cref="WithdrawalReasons"/>.</param>
/// <param name="RequestedBy">Who requested it.</param>
/// <param name="ApprovedBy">Who approved it.</param>
public sealed record WithdrawnKey(DateTimeOffset At, string Reason, Actor RequestedBy, Actor ApprovedBy);

/// <summary>Why a key is withdrawn. A code is never renamed and never changes its meaning.</summary>
public static class WithdrawalReasons
{
    /// <summary>Someone else has used it, or may have.</summary>
    public const string Compromised = "compromised";

    /// <summary>It signed cards that should not have been signed.</summary>
    public const string Misused = "misused";

    /// <summary>All reasons.</summary>
    public static IReadOnlyList<string> All { get; } = [Compromised, Misused];
}
