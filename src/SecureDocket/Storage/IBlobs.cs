namespace SecureDocket.Storage;

/// <summary>The port to a blob store.</summary>
/// <remarks>
/// Blobs written by <see cref="AddAsync"/>, such as photos, are never overwritten. Blobs with a fixed name, such as status
/// lists, are written by <see cref="ReplaceAsync"/>, so that no one overwrites what they have not read.
/// Every member throws <see cref="DependencyUnavailableException"/> when the store cannot be reached or does not respond in
/// time. A missing container is a deployment defect: every member fails, and none treats it as empty.
/// </remarks>
public interface IBlobs
{
    /// <summary>Stores a blob under an unused name. One request.</summary>
    /// <returns>False if the name is in use, possibly by an earlier attempt of this call; the existing content stays.</returns>
    /// <exception cref="ArgumentException">The blob violates <see cref="StorageLimits"/>; nothing was sent.</exception>
    Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken);

    /// <summary>Writes a blob that must have <paramref name="version"/>. One request.</summary>
    /// <param name="container">One of <see cref="ContainerNames"/>.</param>
    /// <param name="name">The blob's name.</param>
    /// <param name="blob">The new content; its own <see cref="Blob.Version"/> is ignored.</param>
    /// <param name="version">The version to replace, as read or as returned by this method; null if the blob must not exist yet.</param>
    /// <param name="cancellationToken">Cancels the call; its outcome is then unknown.</param>
    /// <returns>
    /// The new version. Null if the blob has another version, is gone or already exists, possibly because of an earlier attempt of
    /// this call. A caller that must know reads the blob back.
    /// </returns>
    /// <exception cref="ArgumentException">The blob violates <see cref="StorageLimits"/>; nothing was sent.</exception>
    Task<string?> ReplaceAsync(string container, string name, Blob blob, string? version, CancellationToken cancellationToken);

    /// <summary>
    /// Reads a whole blob; null if there is none. Reads are never conditional, since the official client turns 304 into an exception of its
    /// own. One request.
    /// </summary>
    Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken);

    /// <summary>Deletes a blob. One request.</summary>
    /// <returns>False if there was none, possibly after an earlier attempt of this call.</returns>
    Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken);
}

/// <summary>A blob's content.</summary>
/// <param name="Content">The bytes, at most <see cref="StorageLimits.BlobBytes"/>.</param>
/// <param name="MediaType">The media type, which we set and never take from an upload.</param>
public sealed record Blob(ReadOnlyMemory<byte> Content, string MediaType)
{
    /// <summary>The opaque version, for a replacement. <see cref="IBlobs.FindAsync"/> sets it; null for a blob that was not read from the store.</summary>
    public string? Version { get; init; }
}

/// <summary>The blob containers of the system.</summary>
public static class ContainerNames
{
    /// <summary>Enrolled photos, encrypted, under names that only their docket's key gives.</summary>
    public const string Photos = "photos";

    /// <summary>The PDFs of the dockets, encrypted, under opaque names.</summary>
    public const string Documents = "documents";

    /// <summary>Signed status lists, replaced with every publication.</summary>
    public const string StatusLists = "status-lists";

    /// <summary>The archive from which lost tables are rebuilt; blobs are only added.</summary>
    public const string Journal = "journal";

    /// <summary>Copies of the dockets' wrapped keys, kept for seven days.</summary>
    public const string DocketKeys = "docket-keys";

    /// <summary>Words of people's texts, under random names, for as long as they are needed.</summary>
    public const string Words = "words";

    /// <summary>All containers.</summary>
    public static IReadOnlyList<string> All { get; } = [Photos, Documents, StatusLists, Journal, DocketKeys, Words];
}
