using System.Text.Json;
using SecureDocket.Credentials;
using SecureDocket.Storage;

namespace SecureDocket.Signing;

/// <summary>Every public key that ever signed: what the vault forgets or loses must still be believed, or known to be withdrawn.</summary>
public sealed class KeyRegister(ITables tables)
{
    private const string Partition = "keys";

    /// <summary>The most endorsements of one key that are kept.</summary>
    /// <remarks>A key has one from each older key in force, of which there are two or three; a row takes 64 KiB, an endorsement some 250 bytes.</remarks>
    public const int EndorsementLimit = 16;

    private const int PageSize = 1000;

    // A hundred sites with yearly keys, for a century.
    private const int PageLimit = 10;

    /// <summary>All keys on record. One request per thousand.</summary>
    /// <exception cref="InvalidOperationException">There are more than ten thousand.</exception>
    public async Task<IReadOnlyList<KeyRecord>> ListAsync(CancellationToken cancellationToken)
    {
        List<KeyRecord> records = [];
        for (var (page, from) = (0, ""); page < PageLimit; page++)
        {
            var rows = await tables.RangeAsync(TableNames.Keys, Partition, from, "~", PageSize, cancellationToken);
            records.AddRange(rows.Select(Read));
            if (rows.Count < PageSize)
            {
                return records;
            }

            from = rows[^1].Key + " ";
        }

        throw new InvalidOperationException("There are more keys on record than are ever read.");
    }

    /// <summary>A key on record; null when there is none of this id. One request.</summary>
    public async Task<KeyRecord?> FindAsync(KeyId id, CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Keys, new(Partition, id.ToString()), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Records a key that the vault shows for the first time, or whose period it changed; a withdrawal on record stays.</summary>
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
        var json = JsonSerializer.Serialize(record, SigningJson.Rows.KeyRecord);
        var kid = key.Public.Id.ToString();
        await tables.CommitAsync(
            TableNames.Keys, Partition, [known is null ? RowWrite.Insert(kid, json) : RowWrite.Replace(kid, json, known.Guard!)], cancellationToken);
    }

    /// <summary>Puts a key out of force for good.</summary>
    /// <returns>The withdrawal that stands: the first one; null when no such key is on record.</returns>
    /// <exception cref="DependencyUnavailableException">The store failed, or the row kept changing.</exception>
    public async Task<WithdrawnKey?> WithdrawAsync(KeyId id, WithdrawnKey withdrawal, CancellationToken cancellationToken) =>
        (await ChangeAsync(id, known => known.Withdrawal is null ? known with { Withdrawal = withdrawal } : known, cancellationToken))?.Withdrawal;

    /// <summary>Puts a key out of force for good, if neither it nor any key that stands in for it has changed since they were read.</summary>
    /// <param name="key">The key, as read.</param>
    /// <param name="withdrawal">Its end.</param>
    /// <param name="standIns">Those whose withdrawal at the same moment would leave none.</param>
    /// <returns>False when one of them has changed.</returns>
    internal async Task<bool> WithdrawAsync(KeyRecord key, WithdrawnKey withdrawal, IReadOnlyList<KeyRecord> standIns, CancellationToken cancellationToken)
    {
        RowWrite[] writes = [.. standIns.Take(StorageLimits.Writes - 1).Prepend(key with { Withdrawal = withdrawal }).Select(record => RowWrite.Replace(
            record.ToKey().Public.Id.ToString(), JsonSerializer.Serialize(record, SigningJson.Rows.KeyRecord), record.Guard!))];
        return await tables.CommitAsync(TableNames.Keys, Partition, writes, cancellationToken) is not null;
    }

    /// <summary>Adds an endorsement of a key. Of two runs that endorse it at once, both words are kept, and either will do.</summary>
    /// <param name="id">The key.</param>
    /// <param name="endorsement">The sealed <see cref="Endorsement"/>. Where there is no room left for it, it takes the place of all others: it is asked for when none of them counts any more.</param>
    /// <param name="now">When it will be published.</param>
    /// <exception cref="DependencyUnavailableException">The store failed, or the row kept changing.</exception>
    public Task EndorseAsync(KeyId id, byte[] endorsement, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            known => known with
            {
                Endorsements = known.Endorsements.Count < EndorsementLimit ? [.. known.Endorsements, endorsement] : [endorsement],
                BelievedSince = known.BelievedSince ?? now,
            },
            cancellationToken);

    /// <summary>Notes since when verifiers believe a key; null once nothing leads to it any more.</summary>
    /// <exception cref="DependencyUnavailableException">The store failed, or the row kept changing.</exception>
    public Task NoteBelievedAsync(KeyId id, DateTimeOffset? since, CancellationToken cancellationToken) =>
        ChangeAsync(id, known => known with { BelievedSince = since }, cancellationToken);

    /// <summary>Changes a record as it stands; null when no such key is on record.</summary>
    private async Task<KeyRecord?> ChangeAsync(KeyId id, Func<KeyRecord, KeyRecord> change, CancellationToken cancellationToken)
    {
        const int AttemptLimit = 8;
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await tables.FindAsync(TableNames.Keys, new(Partition, id.ToString()), cancellationToken) is not { } row)
            {
                return null;
            }

            var known = Read(row);
            var changed = change(known);
            if (ReferenceEquals(changed, known))
            {
                return known;
            }

            var json = JsonSerializer.Serialize(changed, SigningJson.Rows.KeyRecord);
            if (await tables.CommitAsync(TableNames.Keys, Partition, [RowWrite.Replace(row.Key, json, row.Version)], cancellationToken) is not null)
            {
                return changed;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static KeyRecord Read(Row row) => JsonSerializer.Deserialize(row.Json, SigningJson.Rows.KeyRecord)! with { Guard = row.Version };
}

/// <summary>A public key on record.</summary>
public sealed record KeyRecord
{
    /// <summary>The vault's name for the version.</summary>
    public required string Version { get; init; }

    /// <summary>The x coordinate, 32 bytes.</summary>
    public required byte[] X { get; init; }

    /// <summary>The y coordinate, 32 bytes.</summary>
    public required byte[] Y { get; init; }

    /// <summary>What it signs.</summary>
    public required KeyUse Use { get; init; }

    /// <summary>The one site whose cards it signs; null for every other.</summary>
    public string? Site { get; init; }

    /// <summary>When the vault made it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it signs.</summary>
    public DateTimeOffset? SignsFrom { get; init; }

    /// <summary>From when it no longer signs.</summary>
    public DateTimeOffset? SignsUntil { get; init; }

    /// <summary>Since when verifiers can know it.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Since when packs have led to it from the anchor; null while they do not.</summary>
    public DateTimeOffset? BelievedSince { get; init; }

    /// <summary>Its end, when it was withdrawn.</summary>
    public WithdrawnKey? Withdrawal { get; init; }

    /// <summary>The words of other keys, and of the vault's anchor, that it is the issuer's: sealed <see cref="Endorsement"/>s.</summary>
    public IReadOnlyList<byte[]> Endorsements { get; init; } = [];

    /// <summary>The row's version; not stored.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Guard { get; init; }

    /// <summary>Whether the vault shows the key. By the key itself: a vault that was made anew may give a name again.</summary>
    internal bool IsIn(IReadOnlyList<SigningKey> vault) => vault.Any(key => key.Public.X.Span.SequenceEqual(X));

    /// <summary>The public part, as verifiers believe it.</summary>
    internal SigningKey ToKey() => new(
        Version, new VerificationKey(X, Y) { Use = Use, SignsFrom = SignsFrom, SignsUntil = SignsUntil, WithdrawnAt = Withdrawal?.At }, CreatedAt)
    {
        Site = Site,
    };
}

/// <summary>Why and by whom a key was put out of force.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why, from <see cref="WithdrawalReasons"/>.</param>
/// <param name="RequestedBy">Who asked for it.</param>
/// <param name="ApprovedBy">Who else agreed.</param>
public sealed record WithdrawnKey(DateTimeOffset At, string Reason, Actor RequestedBy, Actor ApprovedBy);

/// <summary>Why a key is withdrawn. A code is never renamed and never changes its meaning.</summary>
public static class WithdrawalReasons
{
    /// <summary>Somebody else has, or may have, used it.</summary>
    public const string Compromised = "compromised";

    /// <summary>Cards were signed with it that should not have been.</summary>
    public const string Misused = "misused";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Compromised, Misused];
}
