using System.Text;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>The blobs of dockets, encrypted with the key of their docket: photos, documents, and the words of texts.</summary>
/// <remarks>
/// A blob opens only under its own name and with the key of its own docket. Photos are known by their content hash, which is in the person's
/// credential; they lie under a name that only the docket's key gives. Every member fails as <see cref="IBlobs"/> does, and throws <see
/// cref="UnreadableException"/> for a blob that was not stored by this system as it is.
/// </remarks>
public sealed class DocketBlobs(IBlobs blobs, DocketTable table)
{
    private const string MediaType = "application/octet-stream";

    /// <summary>Stores a blob under an unused name; one of the same name stays. One request, as long as the docket's key was opened before.</summary>
    public async Task AddAsync(CardholderId id, string container, string name, Blob blob, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        var key = await table.KeyOfAsync(id, cancellationToken);
        var stored = NameOf(key, container, name);

        // The media type is inside, so that nothing outside tells a photo from a paper.
        byte[] content = [(byte)blob.MediaType.Length, .. Encoding.ASCII.GetBytes(blob.MediaType), .. blob.Content.Span];
        await blobs.AddAsync(container, stored, new(key.Seal(container, stored, content), MediaType), cancellationToken);
    }

    /// <summary>Reads a blob; null if there is none. One request, as long as the docket's key was opened before.</summary>
    public async Task<Blob?> FindAsync(CardholderId id, string container, string name, CancellationToken cancellationToken)
    {
        var key = await table.KeyOfAsync(id, cancellationToken);
        var stored = NameOf(key, container, name);
        if (await blobs.FindAsync(container, stored, cancellationToken) is not { } blob)
        {
            return null;
        }

        var content = key.Open(container, stored, blob.Content.Span) ?? throw table.Refuse(id, UnreadableReason.Damaged);
        var start = 1 + content[0];
        return new(content.AsMemory(start), Encoding.ASCII.GetString(content, 1, content[0]));
    }

    /// <summary>Deletes a blob. One request, as long as the docket's key was opened before; only photos need it.</summary>
    public async Task DeleteAsync(CardholderId id, string container, string name, CancellationToken cancellationToken)
    {
        var stored = HasNameByKey(container) ? NameOf(await table.KeyOfAsync(id, cancellationToken), container, name) : name;
        await blobs.DeleteAsync(container, stored, cancellationToken);
    }

    private static bool HasNameByKey(string container) => container == ContainerNames.Photos;

    private static string NameOf(DocketKey key, string container, string name) => HasNameByKey(container) ? key.NameOf(container, name) : name;
}
