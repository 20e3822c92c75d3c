namespace SecureDocket.Testing;

/// <summary>Everything that outlives a process, in memory: tables, blobs, the vault's key and the time. A test prepares it once, and returns to it for each thing that is to go wrong.</summary>
public sealed class World
{
    private World(ManualClock clock, InMemoryTables tables, InMemoryBlobs blobs, InMemoryShardKeyVault shardKeys) =>
        (Clock, Tables, Blobs, ShardKeys) = (clock, tables, blobs, shardKeys);

    /// <summary>An empty world at the present time.</summary>
    public World()
        : this(new(DateTimeOffset.UtcNow), new(), new(), new(InMemoryShardKeyVault.SharedSeed))
    {
    }

    public ManualClock Clock { get; }

    public InMemoryTables Tables { get; }

    public InMemoryBlobs Blobs { get; }

    /// <summary>The vault's key that wraps shard keys. It is the same in every fork, which time does not touch.</summary>
    public InMemoryShardKeyVault ShardKeys { get; }

    /// <summary>The world as it is now, for itself from here on.</summary>
    public World Fork() => new(new(Clock.GetUtcNow()), Tables.Fork(), Blobs.Fork(), ShardKeys);

    /// <summary>Makes this world what another is. Whoever works on it sees the other's rows, blobs and time from now on.</summary>
    public void ReturnTo(World other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Tables.ReturnTo(other.Tables);
        Blobs.ReturnTo(other.Blobs);
        Clock.Advance(other.Clock.GetUtcNow() - Clock.GetUtcNow());
    }
}
