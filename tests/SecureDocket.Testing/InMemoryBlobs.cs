using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>The blobs in memory, as strict as the real ones: the same conformance tests hold for both.</summary>
/// <param name="containers">The containers there are; all of the system's unless named.</param>
public sealed class InMemoryBlobs(IEnumerable<string>? containers = null) : IBlobs
{
    private readonly Lock _gate = new();
    private Dictionary<string, Dictionary<string, Blob>> _containers =
        (containers ?? ContainerNames.All).ToDictionary(name => name, _ => new Dictionary<string, Blob>(StringComparer.Ordinal), StringComparer.Ordinal);

    private long _version;

    /// <summary>The same blobs with the same versions, to be changed on their own.</summary>
    public InMemoryBlobs Fork()
    {
        var fork = new InMemoryBlobs([]);
        fork.ReturnTo(this);
        return fork;
    }

    /// <summary>Forgets every blob, and takes those of another.</summary>
    public void ReturnTo(InMemoryBlobs other)
    {
        ArgumentNullException.ThrowIfNull(other);
        lock (_gate)
        {
            lock (other._gate)
            {
                _containers = other._containers.ToDictionary(
                    container => container.Key, container => new Dictionary<string, Blob>(container.Value, StringComparer.Ordinal), StringComparer.Ordinal);

                // No version ever comes again.
                _version = Math.Max(_version, other._version);
            }
        }
    }

    public async Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken) =>
        await ReplaceAsync(container, name, blob, null, cancellationToken) is not null;

    public async Task<string?> ReplaceAsync(string container, string name, Blob blob, string? version, CancellationToken cancellationToken)
    {
        StorageLimits.Check(blob);
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var blobs = In(container);
            if (blobs.GetValueOrDefault(name)?.Version != version)
                return null;

            var written = Copy(blob) with { Version = $"v{++_version}" };
            blobs[name] = written;
            return written.Version;
        }
    }

    public async Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return In(container).TryGetValue(name, out var blob) ? Copy(blob) : null;
    }

    public async Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return In(container).Remove(name);
    }

    /// <summary>Every blob with its container and name, to look behind the product.</summary>
    public IReadOnlyList<(string Container, string Name, Blob Blob)> All()
    {
        lock (_gate)
            return [.. _containers.SelectMany(container => container.Value.Select(blob => (container.Key, blob.Key, Copy(blob.Value))))];
    }

    // Copied both ways: what a caller does with its buffer later is not in the store.
    private static Blob Copy(Blob blob) => blob with { Content = blob.Content.ToArray() };

    private Dictionary<string, Blob> In(string container) => _containers.TryGetValue(container, out var blobs)
        ? blobs
        : throw new InvalidOperationException($"There is no container {container}.");
}
