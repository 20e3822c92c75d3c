namespace SecureDocket.Testing;

/// <summary>Everything that outlives a process, in memory: tables, blobs and the time. A test prepares it once, and returns to it for each thing that is to go wrong.</summary>
public sealed class World
{
    private World(ManualClock clock, InMemoryTables tables, InMemoryBlobs blobs) => (Clock, Tables, Blobs) = (clock, tables, blobs);

    /// <summary>An empty world at the present time.</summary>
    public World()
        : this(new(DateTimeOffset.UtcNow), new(), new())
    {
    }

    public ManualClock Clock { get; }

    public InMemoryTables Tables { get; }

    public InMemoryBlobs Blobs { get; }

    /// <summary>The world as it is now, for itself from here on.</summary>
    public World Fork() => new(new(Clock.GetUtcNow()), Tables.Fork(), Blobs.Fork());

    /// <summary>Makes this world what another is. Whoever works on it sees the other's rows, blobs and time from now on.</summary>
    public void ReturnTo(World other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Tables.ReturnTo(other.Tables);
        Blobs.ReturnTo(other.Blobs);
        Clock.Advance(other.Clock.GetUtcNow() - Clock.GetUtcNow());
    }
}
