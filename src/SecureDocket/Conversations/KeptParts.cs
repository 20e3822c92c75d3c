using System.Text;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Conversations;

/// <summary>Keeps first parts of texts, whose sender may be nobody's docket, for a day: encrypted for the sender's number, under random names.</summary>
/// <remarks>The storage account deletes them.</remarks>
public sealed class KeptParts(IBlobs blobs, KeyedHash hash)
{
    /// <summary>The folder that is kept for a day.</summary>
    public const string Folder = "parts";

    private const string MediaType = "application/octet-stream";

    /// <summary>Keeps the words of a part. One request.</summary>
    /// <returns>The name to find them by.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<string> KeepAsync(string mobile, string words, CancellationToken cancellationToken)
    {
        var name = $"{Folder}/{Guid.NewGuid():N}";
        var content = Encoding.UTF8.GetBytes(words);
        var stored = new byte[content.Length + Sealing.Overhead];
        Sealing.Seal(KeyOf(mobile), content, Encoding.UTF8.GetBytes(name), stored);
        await blobs.AddAsync(ContainerNames.Words, name, new(stored, MediaType), cancellationToken);
        return name;
    }

    /// <summary>The words kept under a name; null once they are deleted, or if they are not this sender's. One request.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<string?> FindAsync(string mobile, string name, CancellationToken cancellationToken) =>
        await blobs.FindAsync(ContainerNames.Words, name, cancellationToken) is { } blob
        && Sealing.Open(KeyOf(mobile), blob.Content.Span, Encoding.UTF8.GetBytes(name)) is { } content
            ? Encoding.UTF8.GetString(content)
            : null;

    /// <summary>Deletes the words kept under a name. One request.</summary>
    internal Task DeleteAsync(string name, CancellationToken cancellationToken) => blobs.DeleteAsync(ContainerNames.Words, name, cancellationToken);

    private byte[] KeyOf(string mobile) => hash.Of("parts", mobile);
}
