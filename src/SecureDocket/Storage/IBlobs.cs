namespace SecureDocket.Storage;

/// <summary>The port to a blob store.</summary>
/// <remarks>
/// What <see cref="AddAsync"/> wrote, as photos are, is never written again; what is published under a standing name, as
/// status lists are, goes through <see cref="ReplaceAsync"/>, so that nobody overwrites what they have not read.
/// Every member throws <see cref="DependencyUnavailableException"/> when the store cannot be reached or does not answer in
/// time. A container that does not exist is a defect of the deployment: every member fails, none takes it for an empty one.
/// </remarks>
public interface IBlobs
{
    /// <summary>Stores a blob under a name that is not taken. One request.</summary>
    /// <returns>False when the name is taken, be it by an earlier try of this very call; that content stands.</returns>
    /// <exception cref="ArgumentException">The blob breaks <see cref="StorageLimits"/>; nothing was sent.</exception>
    Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken);

    /// <summary>Writes a blob that must have <paramref name="version"/>. One request.</summary>
    /// <param name="container">One of <see cref="ContainerNames"/>.</param>
    /// <param name="name">The blob's name.</param>
    /// <param name="blob">What to write; its own <see cref="Blob.Version"/> says nothing.</param>
    /// <param name="version">The version that is to be replaced, as read or as this method gave it; null when the blob must not exist yet.</param>
    /// <param name="cancellationToken">Cancels the call; its outcome is then unknown.</param>
    /// <returns>
    /// The new version. Null when the blob has another version, is gone or exists already, be it through an earlier try of
    /// this very call: who must know reads back.
    /// </returns>
    /// <exception cref="ArgumentException">The blob breaks <see cref="StorageLimits"/>; nothing was sent.</exception>
    Task<string?> ReplaceAsync(string container, string name, Blob blob, string? version, CancellationToken cancellationToken);

    /// <summary>Reads a blob, always whole: no read is conditional, for the official client answers 304 with an exception of its own. Null when there is none. One request.</summary>
    Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken);
}

/// <summary>A blob's content.</summary>
/// <param name="Content">The bytes, at most 20 MiB.</param>
/// <param name="MediaType">The media type, fixed by us and never by an upload.</param>
public sealed record Blob(ReadOnlyMemory<byte> Content, string MediaType)
{
    /// <summary>What a replacement must name; opaque. Set by <see cref="IBlobs.FindAsync"/>, null on a blob that was not read from the store.</summary>
    public string? Version { get; init; }
}

/// <summary>The blob containers of the system.</summary>
public static class ContainerNames
{
    /// <summary>Enrolled photos, named by their content hash.</summary>
    public const string Photos = "photos";

    /// <summary>The PDFs of the dockets, under opaque names.</summary>
    public const string Documents = "documents";

    /// <summary>Signed status lists, replaced with every publication.</summary>
    public const string StatusLists = "status-lists";

    /// <summary>The archive that lost tables are rebuilt from; only ever added to.</summary>
    public const string Journal = "journal";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Photos, Documents, StatusLists, Journal];
}
