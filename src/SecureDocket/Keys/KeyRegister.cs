using System.Text.Json;
using SecureDocket.Credentials;
using SecureDocket.Storage;

namespace SecureDocket.Keys;

/// <summary>Every public key that ever signed: what the vault forgets or loses must still be believed, or known to be withdrawn.</summary>
public sealed class KeyRegister(ITables tables)
{
    private const string Partition = "keys";

    // As many as a verifier reads in a pack (docs/credential.md): a few dozen sites with yearly keys stay far below it.
    private const int KeyLimit = 1000;

    // An endorsement has some 250 bytes, and a row takes 64 KiB; a key has one from each older key in force.
    private const int EndorsementLimit = 32;

    /// <summary>All keys on record. One request.</summary>
    public async Task<IReadOnlyList<KeyRecord>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await tables.RangeAsync(TableNames.Keys, Partition, "", "~", KeyLimit, cancellationToken)).Select(Read)];

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
            Withdrawal = known?.Withdrawal,
            Endorsements = known?.Endorsements ?? [],
        };
        var json = JsonSerializer.Serialize(record, StorageJson.Default.KeyRecord);
        var kid = key.Public.Id.ToString();
        await tables.CommitAsync(
            TableNames.Keys, Partition, [known is null ? RowWrite.Insert(kid, json) : RowWrite.Replace(kid, json, known.Guard!)], cancellationToken);
    }

    /// <summary>Puts a key out of force for good.</summary>
    /// <returns>The withdrawal that stands: the first one; null when no such key is on record.</returns>
    /// <exception cref="DependencyUnavailableException">The store failed, or the row kept changing.</exception>
    public async Task<WithdrawnKey?> WithdrawAsync(KeyId id, WithdrawnKey withdrawal, CancellationToken cancellationToken) =>
        (await ChangeAsync(id, known => known.Withdrawal is null ? known with { Withdrawal = withdrawal } : known, cancellationToken))?.Withdrawal;

    /// <summary>Adds an endorsement of a key. Of two runs that endorse it at once, both words are kept, and either will do.</summary>
    /// <exception cref="DependencyUnavailableException">The store failed, or the row kept changing.</exception>
    public Task EndorseAsync(KeyId id, byte[] endorsement, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            known => known.Endorsements.Count < EndorsementLimit ? known with { Endorsements = [.. known.Endorsements, endorsement] } : known,
            cancellationToken);

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

            var json = JsonSerializer.Serialize(changed, StorageJson.Default.KeyRecord);
            if (await tables.CommitAsync(TableNames.Keys, Partition, [RowWrite.Replace(row.Key, json, row.Version)], cancellationToken) is not null)
            {
                return changed;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static KeyRecord Read(Row row) => JsonSerializer.Deserialize(row.Json, StorageJson.Default.KeyRecord)! with { Guard = row.Version };
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

    /// <summary>Its end, when it was withdrawn.</summary>
    public WithdrawnKey? Withdrawal { get; init; }

    /// <summary>The words of older keys, and of the vault's anchor, that it is the issuer's: sealed <see cref="Endorsement"/>s.</summary>
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
