using System.Text;
using SecureDocket.Storage;

namespace SecureDocket.Messages;

/// <summary>Keeps words of people's texts outside rows, journal and archive, under random names. The storage account deletes them.</summary>
public sealed class KeptWords(IBlobs blobs)
{
    /// <summary>The folder of first parts of texts, which are kept for a day.</summary>
    public const string Parts = "parts";

    /// <summary>The folder of texts that people read, which are kept for 90 days.</summary>
    public const string Inbox = "inbox";

    private const string MediaType = "text/plain; charset=utf-8";

    /// <summary>Keeps words. One request.</summary>
    /// <param name="folder"><see cref="Parts"/> or <see cref="Inbox"/>.</param>
    /// <param name="words">The words.</param>
    /// <returns>The name to find them by.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<string> KeepAsync(string folder, string words, CancellationToken cancellationToken)
    {
        var name = $"{folder}/{Guid.NewGuid():N}";
        await blobs.AddAsync(ContainerNames.Words, name, new(Encoding.UTF8.GetBytes(words), MediaType), cancellationToken);
        return name;
    }

    /// <summary>The words kept under a name; null once they are deleted. One request.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken) =>
        await blobs.FindAsync(ContainerNames.Words, name, cancellationToken) is { } blob ? Encoding.UTF8.GetString(blob.Content.Span) : null;
}
