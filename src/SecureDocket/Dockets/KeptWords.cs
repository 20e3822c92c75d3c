using System.Text;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>Keeps words of people's texts, and officers' answers and notes, outside rows, journal and archive: encrypted, under random names, for 90 days.</summary>
/// <remarks>The storage account deletes them.</remarks>
public sealed class KeptWords(DocketBlobs blobs)
{
    /// <summary>The folder that is kept for 90 days.</summary>
    public const string Folder = "inbox";

    private const string MediaType = "text/plain; charset=utf-8";

    /// <summary>Keeps words. One request, as long as the docket's key was opened before.</summary>
    /// <param name="id">The docket of the person.</param>
    /// <param name="words">The words.</param>
    /// <param name="cancellationToken">Cancels the call; words without a name are deleted like all others.</param>
    /// <returns>The name to find them by.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<string> KeepAsync(CardholderId id, string words, CancellationToken cancellationToken)
    {
        var name = $"{Folder}/{Guid.NewGuid():N}";
        await blobs.AddAsync(id, ContainerNames.Words, name, new(Encoding.UTF8.GetBytes(words), MediaType), cancellationToken);
        return name;
    }

    /// <summary>Deletes words before their time. One request.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    internal Task DeleteAsync(CardholderId id, string name, CancellationToken cancellationToken) => blobs.DeleteAsync(id, ContainerNames.Words, name, cancellationToken);

    /// <summary>The words kept under a name; null once they are deleted. One request, as long as the docket's key was opened before.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<string?> FindAsync(CardholderId id, string name, CancellationToken cancellationToken) =>
        await blobs.FindAsync(id, ContainerNames.Words, name, cancellationToken) is { } blob ? Encoding.UTF8.GetString(blob.Content.Span) : null;
}
