using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using SecureDocket.Storage;

namespace SecureDocket.Encryption;

/// <summary>The 256 shard keys: stored as the vault wrapped them, unwrapped once by each instance, and then kept in memory.</summary>
/// <remarks>
/// Only the first dockets of each shard wait for the vault. If it is stopped, an instance goes on with the shard keys that it has. Anybody can wrap for the
/// vault, since half of its key is public: each row has a hash keyed with the lookup secret, and one without the right hash does not exist.
/// </remarks>
public sealed class ShardKeys(ITables tables, IShardKeyVault vault, KeyedHash hash, TimeProvider clock) : IDisposable
{
    /// <summary>The number of shards.</summary>
    public const int Count = 256;

    private const string Partition = "shards";

    // Far more generations than there will be.
    private const int RowLimit = 100 * Count;

    private const int TriedLimit = 3;

    // Numbers of generations begin with the days since then.
    private static readonly DateTimeOffset s_dayZero = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The newest generation is learned within this time; nothing depends on it but which one wraps new dockets.
    private static readonly TimeSpan s_listedFor = TimeSpan.FromHours(1);

    // Otherwise every request to a docket of the shard would ask the vault again while it is stopped, or the key lost.
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(30);

    private readonly RowTable<ShardRow> _rows = new(tables, TableNames.ShardKeys, EncryptionJson.Rows.ShardRow);
    private readonly ConcurrentDictionary<string, ShardKey> _unwrapped = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Failure> _failed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Count).Select(_ => new SemaphoreSlim(1, 1))];
    private Listing? _listing;

    /// <summary>The shard of a docket.</summary>
    public static byte ShardOf(CardholderId docket) => docket.ToBytes()[0];

    /// <summary>
    /// Whether this instance reads dockets: it has a shard key, or there is none yet, or the vault unwraps one now, which the instance then has. No
    /// request, as long as it has one.
    /// </summary>
    /// <exception cref="DependencyUnavailableException">The storage did not respond.</exception>
    public async Task<bool> CanReadAsync(CancellationToken cancellationToken)
    {
        if (!_unwrapped.IsEmpty)
        {
            return true;
        }

        var rows = (await ListAsync(cancellationToken)).Rows;
        try
        {
            // A lost one says nothing about the others.
            foreach (var (key, row) in rows.OrderByDescending(row => row.Value.CreatedAt).Take(TriedLimit))
            {
                if (await UnwrapAsync(ShardOf(key), key, row, cancellationToken) is not null)
                {
                    return true;
                }
            }
        }
        catch (DependencyUnavailableException)
        {
            return false;
        }

        return rows.Count == 0;
    }

    /// <summary>The newest key of a shard, which wraps the keys of new dockets; made if there is none, or if it is lost.</summary>
    /// <exception cref="DependencyUnavailableException">Storage or vault did not respond.</exception>
    internal async Task<ShardKey> CurrentAsync(byte shard, CancellationToken cancellationToken)
    {
        var listing = await ListAsync(cancellationToken);
        var newest = listing.Newest(shard);
        if (newest is not null && await UnwrapAsync(shard, newest, listing.Rows[newest], cancellationToken) is { } key)
        {
            return key;
        }

        // Without one, or if it is lost: people can be enrolled all the same.
        await AddAsync(shard, newest, cancellationToken);
        _listing = null;
        listing = await ListAsync(cancellationToken);
        var made = listing.Newest(shard) ?? throw new DependencyUnavailableException("tables");
        return await UnwrapAsync(shard, made, listing.Rows[made], cancellationToken) ?? throw new DependencyUnavailableException("docket-keys");
    }

    /// <summary>A key of a shard; null if it is lost.</summary>
    /// <exception cref="DependencyUnavailableException">Storage or vault did not respond.</exception>
    internal async Task<ShardKey?> FindAsync(byte shard, int generation, CancellationToken cancellationToken)
    {
        var key = KeyOf(shard, generation);
        if (_unwrapped.TryGetValue(key, out var known))
        {
            return known;
        }

        if (!(await ListAsync(cancellationToken)).Rows.TryGetValue(key, out var row))
        {
            // It may be newer than the list.
            row = await _rows.FindAsync(Partition, key, cancellationToken) is { } found && IsOurs(key, found.Value) ? found.Value : null;
        }

        return row is null ? null : await UnwrapAsync(shard, key, row, cancellationToken);
    }

    /// <summary>The stored shard keys, read now.</summary>
    internal async Task<IReadOnlyDictionary<string, ShardRow>> RowsAsync(CancellationToken cancellationToken)
    {
        _listing = null;
        return (await ListAsync(cancellationToken)).Rows;
    }

    /// <summary>Puts back shard keys that are missing. One request for a hundred.</summary>
    internal async Task RestoreAsync(IReadOnlyDictionary<string, ShardRow> rows, CancellationToken cancellationToken)
    {
        foreach (var some in rows.Chunk(StorageLimits.Writes))
        {
            await _rows.CommitAsync(Partition, [.. some.Select(row => _rows.Put(row.Key, row.Value))], cancellationToken);
        }

        _listing = null;
    }

    /// <summary>Wraps the stored shard keys with the vault's newest version, where an older one did. One vault operation, and two for each that was.</summary>
    /// <exception cref="DependencyUnavailableException">Storage or vault did not respond; repeat it.</exception>
    internal async Task FollowVaultAsync(CancellationToken cancellationToken)
    {
        var newest = (await vault.WrapAsync(RandomNumberGenerator.GetBytes(DocketKey.Length), cancellationToken)).Version;
        foreach (var row in await _rows.RangeAsync(Partition, "", "~", RowLimit, cancellationToken))
        {
            if (row.Value.Version != newest && IsOurs(row.Key, row.Value) && await vault.UnwrapAsync(new(row.Value.Version, row.Value.Wrapped), cancellationToken) is { } key)
            {
                var wrapped = await vault.WrapAsync(key, cancellationToken);
                await _rows.ReplaceAsync(Partition, row.Key, Vouched(row.Key, wrapped, row.Value.CreatedAt), row.Version, cancellationToken);
            }
        }

        _listing = null;
    }

    /// <summary>Adds a generation to each shard whose newest one was made before a moment.</summary>
    /// <exception cref="DependencyUnavailableException">Storage or vault did not respond; repeat it.</exception>
    internal async Task AddGenerationsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        _listing = null;
        var listing = await ListAsync(cancellationToken);
        for (var shard = 0; shard < Count; shard++)
        {
            if (listing.Newest((byte)shard) is { } key && listing.Rows[key].CreatedAt < before)
            {
                await AddAsync((byte)shard, key, cancellationToken);
            }
        }

        _listing = null;
    }

    /// <summary>Deletes the generations whose successor was made before a moment. Nothing may be wrapped with them any more.</summary>
    internal async Task DropGenerationsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        _listing = null;
        var listing = await ListAsync(cancellationToken);
        foreach (var key in listing.Rows.Keys)
        {
            if (listing.After(key) is { } successor && listing.Rows[successor].CreatedAt < before)
            {
                await _rows.DeleteAsync(Partition, key, null, cancellationToken);
                _unwrapped.TryRemove(key, out _);
            }
        }

        _listing = null;
    }

    /// <summary>Whether a wrapped docket key is under another generation than its shard's newest.</summary>
    internal async Task<bool> IsOldAsync(ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken) =>
        ShardKey.Named(wrapped.Span) is var (shard, generation)
        && (await ListAsync(cancellationToken)).Newest(shard) is { } newest && GenerationOf(newest) > generation;

    /// <summary>Wraps the key of a docket with its shard's newest generation.</summary>
    internal async Task<ReadOnlyMemory<byte>> RewrapAsync(CardholderId docket, DocketKey key, CancellationToken cancellationToken) =>
        key.WrapAnew(await CurrentAsync(ShardOf(docket), cancellationToken));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var gate in _gates)
        {
            gate.Dispose();
        }
    }

    private static string KeyOf(byte shard, int generation) => string.Create(CultureInfo.InvariantCulture, $"{shard:x2}|{generation:D5}");

    private static byte ShardOf(string key) => byte.Parse(key.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int GenerationOf(string key) => int.Parse(key.AsSpan(3), CultureInfo.InvariantCulture);

    /// <summary>
    /// Adds a generation after the newest one. Its number is at least the day's, so that one whose row is missing does not get its number again:
    /// should the row be put back, both keys are there.
    /// </summary>
    private async Task AddAsync(byte shard, string? newest, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var generation = Math.Max((int)(now - s_dayZero).TotalDays, newest is null ? 1 : GenerationOf(newest) + 1);
        var wrapped = await vault.WrapAsync(RandomNumberGenerator.GetBytes(DocketKey.Length), cancellationToken);
        await _rows.InsertAsync(Partition, KeyOf(shard, generation), Vouched(KeyOf(shard, generation), wrapped, now), cancellationToken);
    }

    private ShardRow Vouched(string key, VaultWrapped wrapped, DateTimeOffset createdAt)
    {
        ShardRow row = new(wrapped.Version, wrapped.Bytes, createdAt);
        return row with { Hash = HashOf(key, row) };
    }

    private bool IsOurs(string key, ShardRow row) => row.Hash is { } present && CryptographicOperations.FixedTimeEquals(present, HashOf(key, row));

    private byte[] HashOf(string key, ShardRow row) => hash.Of(
        "shard-key", string.Create(CultureInfo.InvariantCulture, $"{key}\n{row.Version}\n{row.CreatedAt.UtcTicks}\n{Convert.ToBase64String(row.Wrapped)}"));

    private async Task<Listing> ListAsync(CancellationToken cancellationToken)
    {
        if (_listing is { } fresh && clock.GetUtcNow() < fresh.ReadAgainAt)
        {
            return fresh;
        }

        var rows = await _rows.RangeAsync(Partition, "", "~", RowLimit, cancellationToken);
        return _listing = new(rows.Where(row => IsOurs(row.Key, row.Value)).ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal), clock.GetUtcNow() + s_listedFor);
    }

    private async Task<ShardKey?> UnwrapAsync(byte shard, string key, ShardRow row, CancellationToken cancellationToken)
    {
        if (_unwrapped.TryGetValue(key, out var known))
        {
            return known;
        }

        await _gates[shard].WaitAsync(cancellationToken);
        try
        {
            if (_unwrapped.TryGetValue(key, out var just))
            {
                return just;
            }

            if (_failed.TryGetValue(key, out var failure) && clock.GetUtcNow() < failure.RetryAt)
            {
                return failure.IsLost ? null : throw new DependencyUnavailableException("docket-keys");
            }

            return await AskAsync(shard, key, row, cancellationToken);
        }
        finally
        {
            _gates[shard].Release();
        }
    }

    private async Task<ShardKey?> AskAsync(byte shard, string key, ShardRow row, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await vault.UnwrapAsync(new(row.Version, row.Wrapped), cancellationToken);
            if (bytes is { Length: DocketKey.Length })
            {
                _failed.TryRemove(key, out _);
                return _unwrapped[key] = new(shard, GenerationOf(key), bytes);
            }

            _failed[key] = new(true, clock.GetUtcNow() + s_retryAfter);
            return null;
        }
        catch (DependencyUnavailableException)
        {
            _failed[key] = new(false, clock.GetUtcNow() + s_retryAfter);
            throw;
        }
    }

    private sealed record Failure(bool IsLost, DateTimeOffset RetryAt);

    private sealed record Listing(Dictionary<string, ShardRow> Rows, DateTimeOffset ReadAgainAt)
    {
        private readonly ILookup<string, string> _shards = Rows.Keys.ToLookup(key => key[..2], StringComparer.Ordinal);

        public string? After(string key) => _shards[key[..2]].Where(each => string.CompareOrdinal(each, key) > 0).Min(StringComparer.Ordinal);

        public string? Newest(byte shard) => _shards[shard.ToString("x2", CultureInfo.InvariantCulture)].Max(StringComparer.Ordinal);
    }
}

/// <summary>A shard key as stored.</summary>
/// <param name="Version">The version of the vault's key that wrapped it.</param>
/// <param name="Wrapped">The wrapped key.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record ShardRow(string Version, byte[] Wrapped, DateTimeOffset CreatedAt)
{
    /// <summary>The keyed hash over the row and its key, without which it is not ours.</summary>
    public byte[]? Hash { get; init; }
}
