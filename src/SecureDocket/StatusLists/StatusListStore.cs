using SecureDocket.Credentials;
using SecureDocket.Credentials.Codecs;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>The published lists and the verifier pack, each in one blob with a fixed name.</summary>
public sealed class StatusListStore(IBlobs blobs)
{
    private const string PackName = "verifier-pack";
    private const string ListMediaType = "application/cbor";

    /// <summary>A list as last published; null if it never was. One request.</summary>
    public async Task<PublishedList?> FindAsync(string list, CancellationToken cancellationToken) =>
        await blobs.FindAsync(ContainerNames.StatusLists, list, cancellationToken) is { } blob ? Read(blob) : null;

    /// <summary>Publishes a list in both forms at once. One request.</summary>
    /// <returns>False if another run published it in the meantime.</returns>
    public async Task<bool> ReplaceAsync(string list, PublishedList published, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(published);
        var content = new CborWriter().Array(2).Bytes(published.Cwt.Span).Bytes(published.Jwt.Span).ToArray();
        return await blobs.ReplaceAsync(ContainerNames.StatusLists, list, new(content, ListMediaType), published.Version, cancellationToken) is not null;
    }

    /// <summary>The pack as last published; null if it never was. One request.</summary>
    public Task<Blob?> FindPackAsync(CancellationToken cancellationToken) => blobs.FindAsync(ContainerNames.StatusLists, PackName, cancellationToken);

    /// <summary>Publishes a pack. One request.</summary>
    /// <returns>False if another run published one in the meantime.</returns>
    public async Task<bool> ReplacePackAsync(byte[] pack, string? version, CancellationToken cancellationToken) =>
        await blobs.ReplaceAsync(ContainerNames.StatusLists, PackName, new(pack, VerifierPack.MediaType), version, cancellationToken) is not null;

    private static PublishedList Read(Blob blob)
    {
        var reader = new CborReader(blob.Content.Span);
        return reader.TryArray(out var forms) && forms == 2 && reader.TryBytes(out var cwt) && reader.TryBytes(out var jwt) && reader.AtEnd
            ? new(cwt.ToArray(), jwt.ToArray(), blob.Version)
            : new(default, default, blob.Version);
    }
}

/// <summary>A published list.</summary>
/// <param name="Cwt">The list as CWT; empty if the blob was not written by this system.</param>
/// <param name="Jwt">The list as JWT.</param>
/// <param name="Version">The blob's version; null for a first publication.</param>
public sealed record PublishedList(ReadOnlyMemory<byte> Cwt, ReadOnlyMemory<byte> Jwt, string? Version);
