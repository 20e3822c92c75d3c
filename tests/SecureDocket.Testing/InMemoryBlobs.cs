using System.Collections.Concurrent;
using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>The blobs in memory, as strict as the real ones: the same conformance tests hold for both.</summary>
/// <param name="containers">The containers there are; all of the system's unless named.</param>
public sealed class InMemoryBlobs(IEnumerable<string>? containers = null) : IBlobs
{
    private readonly Dictionary<string, ConcurrentDictionary<string, Blob>> _containers =
        (containers ?? ContainerNames.All).ToDictionary(name => name, _ => new ConcurrentDictionary<string, Blob>(StringComparer.Ordinal), StringComparer.Ordinal);

    public async Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken)
    {
        StorageLimits.Check(blob);
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();

        // Copied both ways: what a caller does with its buffer later is not in the store.
        return In(container).TryAdd(name, Copy(blob));
    }

    public async Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return In(container).TryGetValue(name, out var blob) ? Copy(blob) : null;
    }

    private static Blob Copy(Blob blob) => blob with { Content = blob.Content.ToArray() };

    private ConcurrentDictionary<string, Blob> In(string container) => _containers.TryGetValue(container, out var blobs)
        ? blobs
        : throw new InvalidOperationException($"There is no container {container}.");
}
