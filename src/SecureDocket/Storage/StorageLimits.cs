namespace SecureDocket.Storage;

/// <summary>The limits that every store behind <see cref="ITables"/> and <see cref="IBlobs"/> enforces before anything is sent.</summary>
/// <remarks>A violation is a defect of the caller. The services behind the ports would report it in different ways, or not at all.</remarks>
public static class StorageLimits
{
    /// <summary>The maximum number of writes of one commit.</summary>
    public const int Writes = 100;

    /// <summary>The maximum number of characters of a row's document.</summary>
    public const int DocumentCharacters = 32_000;

    /// <summary>The maximum number of bytes of a row's encrypted document.</summary>
    public const int SealedBytes = 64 * 1024;

    /// <summary>The maximum number of bytes of a blob: a paper of 20 MiB, encrypted.</summary>
    public const int BlobBytes = (20 * 1024 * 1024) + 1024;

    /// <summary>Checks a commit.</summary>
    /// <exception cref="ArgumentException">The commit violates a limit.</exception>
    public static void Check(string partition, IReadOnlyList<RowWrite> writes)
    {
        ArgumentNullException.ThrowIfNull(writes);
        CheckKey(partition);
        if (writes.Count is 0 or > Writes)
        {
            throw new ArgumentException($"A commit must have 1 to {Writes} writes.", nameof(writes));
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var write in writes)
        {
            CheckKey(write.Key);
            if (!keys.Add(write.Key))
            {
                throw new ArgumentException("A commit must write each row at most once.", nameof(writes));
            }

            if (write.Sealed.Length > SealedBytes)
            {
                throw new ArgumentException($"An encrypted document can have at most {SealedBytes} bytes.", nameof(writes));
            }

            if (write.Json.Length > DocumentCharacters)
            {
                throw new ArgumentException($"A document can have at most {DocumentCharacters} characters.", nameof(writes));
            }
        }
    }

    /// <summary>Checks a blob.</summary>
    /// <exception cref="ArgumentException">The blob is too large.</exception>
    public static void Check(Blob blob)
    {
        ArgumentNullException.ThrowIfNull(blob);
        if (blob.Content.Length > BlobBytes)
        {
            throw new ArgumentException($"A blob can have at most {BlobBytes} bytes.", nameof(blob));
        }
    }

    private static void CheckKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.AsSpan().ContainsAny(@"/\#?") || key.Any(char.IsControl))
        {
            throw new ArgumentException(@"A key must not contain / \ # ? or control characters.", nameof(key));
        }
    }
}
