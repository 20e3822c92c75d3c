namespace SecureDocket.Storage;

/// <summary>The port to a blob store. Blobs are immutable here: a name is written once.</summary>
/// <remarks>
/// Every member throws <see cref="DependencyUnavailableException"/> when the store cannot be reached or does not answer in
/// time. A container that does not exist is a defect of the deployment: every member fails, none takes it for an empty one.
/// </remarks>
public interface IBlobs
{
    /// <summary>Stores a blob under a name that is not taken. One request.</summary>
    /// <returns>False when the name is taken, be it by an earlier try of this very call; that content stands.</returns>
    /// <exception cref="ArgumentException">The blob breaks <see cref="StorageLimits"/>; nothing was sent.</exception>
    Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken);

    /// <summary>Reads a blob; null when there is none. One request.</summary>
    Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken);
}

/// <summary>A blob's content.</summary>
/// <param name="Content">The bytes, at most 20 MiB.</param>
/// <param name="MediaType">The media type, fixed by us and never by an upload.</param>
public sealed record Blob(ReadOnlyMemory<byte> Content, string MediaType);

/// <summary>The blob containers of the system.</summary>
public static class ContainerNames
{
    /// <summary>Enrolled photos, named by their content hash.</summary>
    public const string Photos = "photos";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Photos];
}
