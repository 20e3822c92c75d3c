using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SecureDocket.Encryption;

/// <summary>Makes the keys of new dockets, and opens the wrapped keys that lie beside their live rows.</summary>
/// <remarks>
/// It remembers the keys of the last minute or two, so that a request that read a live row can write a disclosure without reading another
/// one. Nothing but speed depends on that.
/// </remarks>
public sealed class DocketKeys(ShardKeys shards, TimeProvider clock)
{
    private const int RememberedLimit = 4096;

    private static readonly TimeSpan s_rememberedFor = TimeSpan.FromMinutes(1);

    private Memory _memory = new([], [], DateTimeOffset.MinValue);

    /// <summary>Makes a key for a docket that is about to be opened.</summary>
    /// <exception cref="DependencyUnavailableException">Storage or vault did not respond.</exception>
    public async Task<DocketKey> NewAsync(CardholderId docket, CancellationToken cancellationToken)
    {
        var shard = await shards.CurrentAsync(ShardKeys.ShardOf(docket), cancellationToken);
        var key = RandomNumberGenerator.GetBytes(DocketKey.Length);
        return new(docket, key, shard.Wrap(docket, key));
    }

    /// <summary>Opens the wrapped key of a docket.</summary>
    /// <exception cref="UnreadableException">It is not the wrapped key of this docket, or the shard key is lost.</exception>
    /// <exception cref="DependencyUnavailableException">Storage or vault did not respond.</exception>
    public async Task<DocketKey> OpenAsync(CardholderId docket, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken)
    {
        if (Remembered(docket) is { } known && known.Wrapped.Span.SequenceEqual(wrapped.Span))
        {
            return known;
        }

        if (ShardKey.Named(wrapped.Span) is not var (shard, generation) || shard != ShardKeys.ShardOf(docket))
        {
            throw new UnreadableException(docket, UnreadableReason.ForeignKey);
        }

        var shardKey = await shards.FindAsync(shard, generation, cancellationToken) ?? throw new UnreadableException(docket, UnreadableReason.ShardLost);
        var key = shardKey.Unwrap(docket, wrapped.Span) ?? throw new UnreadableException(docket, UnreadableReason.ForeignKey);
        return Remember(new(docket, key, wrapped));
    }

    /// <summary>The key of a docket that was opened a moment ago; null if none is remembered.</summary>
    public DocketKey? Remembered(CardholderId docket)
    {
        var memory = _memory;
        return memory.Recent.TryGetValue(docket, out var key) || memory.Earlier.TryGetValue(docket, out key) ? key : null;
    }

    /// <summary>Remembers the key of a docket that was just opened or committed.</summary>
    internal DocketKey Remember(DocketKey key)
    {
        var now = clock.GetUtcNow();
        var memory = _memory;
        if (now >= memory.Until || memory.Recent.Count >= RememberedLimit)
        {
            // Two threads may both turn the page; at worst a key is opened once more.
            _memory = memory = new([], now >= memory.Until + s_rememberedFor ? [] : memory.Recent, now + s_rememberedFor);
        }

        memory.Recent[key.Docket] = key;
        return key;
    }

    /// <summary>Forgets the key of a docket that is being erased.</summary>
    internal void Forget(CardholderId docket)
    {
        var memory = _memory;
        memory.Recent.TryRemove(docket, out _);
        memory.Earlier.TryRemove(docket, out _);
    }

    private sealed record Memory(
        ConcurrentDictionary<CardholderId, DocketKey> Recent, ConcurrentDictionary<CardholderId, DocketKey> Earlier, DateTimeOffset Until);
}
